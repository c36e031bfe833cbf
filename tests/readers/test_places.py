"""Every word that a reader emits stands at the place it names; none is lost, none invented."""

from __future__ import annotations

import html
import json
import re

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.document import BlockKind
from claimcheck.readers import read
from claimcheck.source import Source

from .pages import Draw, Page, check

LINE_ENDS = ["\n", "\r\n", "\r"]
KIND = BlockKind
YAML_STYLES = ["plain", "'", '"', "|", ">-", "|+"]
TOML_STYLES = ["'", '"', "'''", '"""']


# -- plain text


@st.composite
def text_pages(draw: Draw) -> tuple[str, Page]:
    page = Page(draw)

    def line(least: int, most: int) -> str:
        gaps = " ", " ", "  ", "\t", "\u00a0"
        return "".join(page.word(None) + page.pick(*gaps) for _ in page.times(least, most))

    def block() -> str:
        mark = page.pick("", "", "- ", "* ", "• ", "1. ", "> ", "# ", "  ")
        end = page.pick("", ".", "?")
        lines = [mark + line(1, 8) for _ in page.times(1, 4)]
        lines = [text.rstrip() + page.pick("", " ", "\t") for text in lines]
        if end:
            lines[-1] += " " + page.append(page.word(None), end) + end
        return "\n".join(lines)

    blocks = [block() for _ in page.times(0, 8)]
    text = "".join(text + page.pick("\n\n", "\n \n", "\n\n\n", "\n\t\n\n") for text in blocks)
    return text.replace("\n", draw(st.sampled_from(LINE_ENDS))), page


@given(text_pages())
@settings(settings.get_profile("readers"))
def test_plain_text(example: tuple[str, Page]) -> None:
    text, page = example
    check(read(Source("page.txt", text)), page, lambda excerpt: excerpt)


# -- HTML


def html_word(page: Page, kind: BlockKind | None) -> str:
    """A word, some of its characters as entities, parts of it in tags."""
    word = page.word(kind)
    style = page.pick("plain", "plain", "decimal", "hex", "split", "shy", "named", "bare", "wbr")
    if style == "decimal":
        return word[:-1] + f"&#{ord(word[-1])};"
    if style == "hex":
        return f"&#x{ord(word[0]):x};" + word[1:]
    if style == "split":
        return f"{word[:2]}<b>{word[2:]}</b>"
    if style == "shy":
        return f"{word[:2]}{page.pick('&shy;', chr(0xAD), '&#8203;')}{word[2:]}"
    if style == "wbr":
        return f"{word[:2]}<wbr>{word[2:]}"
    if style in {"named", "bare"}:
        page.append(word, "&é")
        return word + ("&amp;&eacute;" if style == "named" else "&&eacute;")
    return word


def html_gap(page: Page) -> str:
    return str(page.pick(" ", " ", "\n", "  \t", "&nbsp;", "\n  ", "<br>", " <br/>\n"))


def html_words(page: Page, kind: BlockKind | None, least: int = 1, most: int = 4) -> str:
    words = [html_word(page, kind) for _ in page.times(least, most)]
    return "".join(word + str(page.pick(" ", "\n", "&#32;")) for word in words)


def html_inline(page: Page, kind: BlockKind | None) -> str:
    """A run of inline markup, with a word first and last."""
    parts = [html_word(page, kind)]
    for _ in page.times(0, 4):
        parts.append(html_gap(page))
        style = page.pick(
            "word", "b", "a", "code", "comment", "sup", "span", "img", "script", "ref"
        )
        if style == "word":
            parts.append(html_word(page, kind))
        elif style in {"b", "span"}:
            parts.append(f"<{style} title='{page.name()}'>{html_words(page, kind)}</{style}>")
        elif style == "a":
            before = len(page.shown)
            target = page.name()
            inner = html_words(page, kind)
            label = " ".join(list(page.shown)[before:])
            page.links.append((target, label))
            parts.append(f'<A class="x" HREF="{target}">{inner}</a>')
        elif style == "code":
            tag = page.pick("code", "kbd", "samp", "svg")
            parts.append(f"<{tag}>{page.name()} <b>{page.name()}</b></{tag}>")
        elif style == "comment":
            page.comments += 1
            parts.append(f"<!-- {page.name()} <p> -->")
        elif style == "script":
            parts.append(f"<script>if (a<b) '</p>'; // {page.name()}</script>")
        elif style == "img":
            alt = page.append(page.word(KIND.ALT_TEXT), ">&xq") + "&gt;&xq"
            parts.append(f"<img src={page.name()} alt='{alt}'>")
        else:
            page.marks += 1
            mark = page.pick("<sup>3</sup>", "<sup>[4]</sup>", "<sup><a href='#x'>2</a></sup>")
            if style == "ref":
                mark = '<a href="#ref7">[7]</a>'
            parts.append(html_word(page, kind) + mark)
    parts += [" ", html_word(page, kind)]
    return "".join(parts)


def html_block(page: Page, depth: int, kind: BlockKind | None = KIND.PARAGRAPH) -> str:
    options = ["p", "p", "text", "heading", "hidden", "hr"]
    if depth:
        options += ["ul", "ol", "quote", "table", "div", "figure", "button", "dl"]
    style = page.pick(*options)
    quoted = kind is KIND.QUOTE
    if style == "p":
        return f"<p>{html_inline(page, kind)}{page.pick('</p>', '</P >', '')}"
    if style == "text":
        return f"<div>{html_inline(page, kind)}</div>"
    if style == "heading":
        # The first heading of level 1 may be the title; so its kind is left open.
        level = page.pick(1, 2, 3, 6)
        return f"<h{level}>{html_inline(page, None if level == 1 else KIND.HEADING)}</h{level}>"
    if style == "hidden":
        tag = page.pick("script", "style", "nav", "pre", "template", "noscript", "textarea", "svg")
        return f"<{tag}>{page.name()} &amp; {page.name()}</{tag}>"
    if style in {"ul", "ol"}:
        item = KIND.QUOTE if quoted else KIND.LIST_ITEM
        items = []
        for _ in page.times(1, 3):
            nested = page.pick(False, False, True)
            inner = html_block(page, depth - 1, item) if nested else html_inline(page, item)
            items.append(f"<li>{inner}{page.pick('</li>', '')}")
        return f"<{style}>{''.join(items)}</{style}>"
    if style == "dl":
        item = KIND.QUOTE if quoted else KIND.LIST_ITEM
        return f"<dl><dt>{html_inline(page, item)}<dd>{html_inline(page, item)}</dl>"
    if style == "quote":
        inner = "".join(html_block(page, depth - 1, KIND.QUOTE) for _ in page.times(1, 2))
        return f"<blockquote cite='{page.name()}'>{inner}</blockquote>"
    if style == "table":
        cell = KIND.QUOTE if quoted else KIND.TABLE_CELL
        rows = [
            "<tr>" + "".join(f"<td>{html_inline(page, cell)}" for _ in page.times(1, 3))
            for _ in page.times(1, 2)
        ]
        return f"<table>{''.join(rows)}</table>"
    if style == "div":
        inner = "".join(html_block(page, depth - 1, kind) for _ in page.times(0, 3))
        return f"<div class={page.name()}>{inner}</div>"
    if style == "figure":
        caption = KIND.QUOTE if quoted else KIND.CAPTION
        return f"<figure><figcaption>{html_inline(page, caption)}</figcaption></figure>"
    if style == "button":
        return f"<button type=button>{html_inline(page, KIND.CALL_TO_ACTION)}</button>"
    return "<hr>"


@st.composite
def html_pages(draw: Draw) -> tuple[str, Page]:
    page = Page(draw)
    head = ""
    if page.pick(0, 1):
        title = page.append(page.word(KIND.TITLE), "<5&amp;") + "<5&amp;amp;"
        head = (
            f"<!DOCTYPE html><html lang=en><head><title>{title}</title>"
            f'<meta content="{page.word(KIND.META)}" name="Description">'
            f"<style>{page.name()}</style></head><body>"
        )
    # Blocks in a "ul" or "p" that was left open would be inside of it: each gets its own "div".
    blocks = "".join(f"<div>{html_block(page, 2)}</div>\n" for _ in page.times(0, 5))
    markup = head + blocks
    return markup.replace("\n", draw(st.sampled_from(LINE_ENDS))), page


def undo_html(excerpt: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", excerpt)).replace("\xad", "").replace("\u200b", "")


# What prints nothing, by the suffix of the template; NO stands for words that are none.
CODE = {
    ".php": ["<?php if ($a > 'NO'): ?>", "<?php NO() ?>"],
    ".blade.php": [" @if (f('NO)') > 1) ", " @endif ", " @include('NO') "],
    ".twig": ["{% if NO > 1 %}", "{% endif %}", "{%- set NO = '<p>' -%}"],
    ".liquid": ["{% comment %} NO {% NO %} {% endcomment %}", "{% style %}NO{% endstyle %}"],
    ".hbs": ["{{#if NO}}", "{{/if}}", "{{> NO}}"],
    ".erb": ["<% if NO > 1 %>", "<% end -%>"],
    ".tpl": ["{if $NO > 1}", "{/if}", "{include file='NO'}"],
    ".vue": ["{{ NO }}", "{{ NO ? 'NO' : '' }}"],
    ".svelte": ["{#if NO > 1}", "{/if}", "{:else if NO}", "{/* NO */}"],
    ".html": ["{{ if NO }}", "{{ end }}", "{{- range .NO -}}"],
}


@given(html_pages(), st.data())
@settings(settings.get_profile("readers"))
def test_templates(example: tuple[str, Page], data: st.DataObject) -> None:
    """Code before, inside and after the text of a page moves and hides no word."""
    markup, page = example
    suffix = data.draw(st.sampled_from(sorted(CODE)))
    if suffix in {".vue", ".svelte"}:
        # There a capital letter makes a component, and a template shows.
        markup = markup.replace("<A ", "<a ").replace("</P ", "</p ").replace("template", "pre")

    def code(match: re.Match[str]) -> str:
        return match[0] + data.draw(st.sampled_from(["", "", *CODE[suffix]]))

    # After a tag or a word, but not in what is no text: a script, a comment.
    hidden = re.compile(r"<(script|style|textarea|title|svg)\b.*?</\1>|<!--.*?-->", re.DOTALL)
    # Directives of Blade need spaces around them and a value prints one; both would part a word.
    apart = suffix in {".blade.php", ".vue", ".svelte"}
    between = r"(?<=w)(?= )(?![^<>]*>)" if apart else r"</?\w+>|(?<=w)(?= )(?![^<>]*>)"
    text, at = "", 0
    for match in [*hidden.finditer(markup), None]:
        shown = markup[at : match.start() if match else len(markup)]
        text += re.sub(between, code, shown) + (match[0] if match else "")
        at = match.end() if match else at
    page.comments += text.count("{% comment %}") + text.count("{/* NO */}")

    def undo(excerpt: str) -> str:
        for piece in CODE[suffix]:
            excerpt = excerpt.replace(piece, "")
        return undo_html(excerpt)

    check(read(Source(f"page{suffix}", text)), page, undo)


def jsx_inline(page: Page, kind: BlockKind | None, depth: int) -> str:
    """Words in elements, expressions and strings, with code around them."""
    parts = [page.word(kind)]
    for _ in page.times(0, 4):
        style = page.pick("word", "b", "string", "note", "value", "entity")
        if depth:
            style = page.pick(style, "if", "map", "component", "fragment")
        if style == "word":
            parts.append(page.word(kind))
        elif style == "b":
            parts.append(f"<b className='no' style={{{{a: '}}'}}}}>{page.word(kind)}</b>")
        elif style == "string":
            quote = page.pick("'", '"')
            parts.append(f"{{ {quote}{page.word(kind)}{quote}}}")
        elif style == "note":
            page.comments += 1
            parts.append(f"{{/* {page.name()} <p> */}}")
        elif style == "value":
            parts.append(page.pick("{no}", "{f(`no ${a} <p>`, '}')}", "{/no}/.test(a)}", "{a < b}"))
        elif style == "entity":
            parts.append(page.append(page.word(kind), "&é") + "&amp;&eacute;")
        elif style == "if":
            inner = jsx_inline(page, kind, depth - 1)
            parts.append(f"{{a < b && c > 2 ? <i>{inner}</i> : 'no'}}")
        elif style == "map":
            inner = jsx_inline(page, kind, depth - 1)
            parts.append(f"{{list.map((x: A<B>) => (<span key={{x}}>{inner}</span>))}}")
        elif style == "component":
            inner = jsx_inline(page, kind, depth - 1)
            parts.append(f"<Tip.Box on={{() => <b>{page.name()}</b>}} no='no'>{inner}</Tip.Box>")
        else:
            parts.append(f"<>{jsx_inline(page, kind, depth - 1)}</>")
    return " ".join([*parts, page.word(kind)])


@st.composite
def jsx_pages(draw: Draw) -> tuple[str, Page]:
    page = Page(draw)
    blocks = [
        page.pick("<p>{}</p>", "<div id={{`a`}}>{}</div>", "{{a && <section>{}</section>}}").format(
            jsx_inline(page, KIND.PARAGRAPH, 2)
        )
        for _ in page.times(1, 4)
    ]
    code = (
        f"// <p>{page.name()}</p>\nconst r = /['\"<p>/]/, g = h<string>(a < b, '{page.name()}');\n"
    )
    body = "\n".join(blocks)
    return f"{code}export default () => (\n<main>\n{body}\n</main>);\n{code}", page


@given(jsx_pages())
@settings(settings.get_profile("readers"))
def test_jsx(example: tuple[str, Page]) -> None:
    text, page = example
    check(read(Source("page.tsx", text)), page, undo_html)


@st.composite
def mdx_pages(draw: Draw) -> tuple[str, Page]:
    page = Page(draw)
    blocks = [f"import {page.name()} from '{page.name()}'\nexport const no = '<p>no</p>'"]
    for _ in page.times(1, 5):
        style = page.pick("p", "h", "list", "code", "component", "quote")
        kind = {"h": KIND.HEADING, "list": KIND.LIST_ITEM, "quote": KIND.QUOTE}.get(style)
        text = "" if style == "code" else jsx_inline(page, kind or KIND.PARAGRAPH, 1)
        before = {"h": "## ", "list": "- ", "quote": "> "}.get(style, "")
        if style == "code":
            text = f"```jsx\n<p>{page.name()} {{no}}\n```"
        elif style == "component":
            text = f"<Card no={{a > 1}}>\n\n    {text}\n\n</Card>"
        blocks.append(before + text)
    return "\n\n".join(blocks), page


@given(mdx_pages())
@settings(settings.get_profile("readers"))
def test_mdx(example: tuple[str, Page]) -> None:
    text, page = example
    check(read(Source("page.mdx", text)), page, undo_html)


@given(html_pages())
@settings(settings.get_profile("readers"))
def test_html(example: tuple[str, Page]) -> None:
    markup, page = example
    check(read(Source("page.html", markup)), page, undo_html)


# -- Markdown


def md_word(page: Page, kind: BlockKind | None) -> str:
    word = page.word(kind)
    style = page.pick("plain", "plain", "plain", "entity", "escape", "split", "tag")
    if style == "entity":
        page.append(word, "&é")
        return word + "&amp;&eacute;"
    if style == "escape":
        page.append(word, "*_")
        return word + r"\*\_"
    if style == "split":
        # Between letters "**" works where "_" does not; the first character is alone in none.
        return f"{word}**b**" if page.append(word, "b") else ""
    if style == "tag":
        return f"{word[:2]}<b>{word[2:]}</b>"
    return word


def md_words(page: Page, kind: BlockKind | None) -> str:
    return " ".join(md_word(page, kind) for _ in page.times(1, 4))


def md_inline(page: Page, kind: BlockKind | None, gap: str = "\n") -> str:
    """A run of inline markup; `gap` is what may stand between words besides a space."""
    parts = [page.word(kind)]
    for _ in page.times(0, 4):
        parts.append(page.pick(" ", " ", gap, "&nbsp;", "  " + gap if gap == "\n" else " "))
        style = page.pick(
            "word", "word", "em", "del", "link", "code", "auto", "image", "note", "sup", "html"
        )
        if style == "word":
            parts.append(md_word(page, kind))
        elif style == "em":
            mark = page.pick("*", "**", "***")
            parts.append(f"{mark}{page.word(kind)} {page.word(kind)}{mark}")
        elif style == "del":
            parts.append(f"~~{page.word(kind)} {page.word(kind)}~~")
        elif style == "link":
            before, target = len(page.shown), f"https://x.test/{len(page.links)}"
            inner = md_words(page, kind)
            page.links.append((target, " ".join(list(page.shown)[before:])))
            title = page.pick("", " 'title'")
            parts.append(f"[{inner}]({target}{title})")
        elif style == "code":
            parts.append(f"`{page.name()} <b> {page.name()}`")
        elif style == "auto":
            target = f"https://x.test/{len(page.links)}"
            page.links.append((target, ""))
            parts.append(f"<{target}> {page.word(kind)}")
        elif style == "image":
            parts.append(f"![{page.word(KIND.ALT_TEXT)} *{page.word(KIND.ALT_TEXT)}*](i.png 't')")
        elif style == "note":
            page.marks += 1
            parts.append(f"{page.word(kind)}[^note]")
        elif style == "sup":
            page.marks += 1
            parts.append(f"{page.word(kind)}<sup>2</sup>")
        else:
            # At the start of a line it would begin a block of HTML.
            page.comments += 1
            parts.append(f"{page.word(kind)} <!-- {page.name()} -->")
    parts += [" ", page.word(kind)]
    return "".join(parts)


def md_block(page: Page, depth: int, kind: BlockKind | None = KIND.PARAGRAPH) -> list[str]:
    """The lines of one block."""
    options = ["p", "p", "atx", "setext", "fence", "html", "comment", "rule", "table", "indented"]
    if depth:
        options += ["bullets", "numbers", "quote"]
    style = page.pick(*options)
    quoted = kind is KIND.QUOTE
    if style == "p":
        return md_inline(page, kind).split("\n")
    if style == "atx":
        level = page.pick(1, 2, 6)
        heading = None if level == 1 else KIND.HEADING
        return ["#" * level + " " + md_inline(page, heading, " ") + page.pick("", " #")]
    if style == "setext":
        return [*md_inline(page, KIND.HEADING).split("\n"), "---"]
    if style == "fence":
        fence = page.pick("```", "~~~~")
        return [f"{fence}py", f"{page.name()} <!-- no --> [^note]", fence]
    if style == "indented":
        return [md_inline(page, kind, " "), "", f"    {page.name()} {page.name()}"]
    if style == "html":
        inner = html_words(page, kind).replace("\n", " ")
        return ["<div class=x", f"title='{page.name()}'>", inner, "</div>"]
    if style == "comment":
        page.comments += 1
        return [f"<!-- {page.name()}", f"{page.name()} -->"]
    if style == "table":
        cell = KIND.QUOTE if quoted else KIND.TABLE_CELL
        row = lambda: f"| {md_words(page, cell)} | {md_inline(page, cell, ' ')} |"  # noqa: E731
        return [row(), "|---|:-:|", *(row() for _ in page.times(0, 2))]
    if style in {"bullets", "numbers"}:
        item = KIND.QUOTE if quoted else KIND.LIST_ITEM
        lines = []
        for number in page.times(1, 3):
            mark = "- " if style == "bullets" else f"{number + 1}. "
            inner = md_inline(page, item).split("\n")
            for _ in page.times(0, 1):
                inner += ["", *md_block(page, depth - 1, item)]
            lines += [mark + inner[0], *(" " * len(mark) + line for line in inner[1:])]
        return lines
    if style == "quote":
        inner = md_inline(page, KIND.QUOTE).split("\n")
        for _ in page.times(0, 1):
            inner += ["", *md_block(page, depth - 1, KIND.QUOTE)]
        return ["> " + line for line in inner]
    return ["***"]


def scalar(page: Page, style: str, key: str) -> str:
    """A string of YAML or TOML, with its words shown."""
    # The title may stand in for a heading, so its kind is left open.
    kind = None if key == "title" else KIND.FRONT_MATTER
    words = [page.word(kind) for _ in page.times(2, 6)]
    if style in {"|", ">-", "|+"}:
        return f"{style}\n  " + page.pick(" ", "\n  ", "\n\n  ").join(words)
    wrapped = style in {"plain", "'''", '"""'}
    text = (page.pick(" ", "  ", "\n  ") if wrapped else page.pick(" ", "  ")).join(words)
    if style == '"':
        text = text.replace("x", r"\u0078", 1).replace("w", r"\u0077")
    return text if style == "plain" else style + text + style


def front_matter(page: Page) -> list[str]:
    """The lines of front matter, or none."""
    fence = page.pick("", "---", "+++")
    if not fence:
        return []
    lines = [fence, f"layout = '{page.name()}'" if fence == "+++" else f"layout: {page.name()}"]
    for key in ["title", "seo_description", "excerpt"]:
        if fence == "+++":
            lines += [f"{key} = {scalar(page, page.pick(*TOML_STYLES), key)}"]
        else:
            lines += [f"{key}: {scalar(page, page.pick(*YAML_STYLES), key)}"]
    return [*"\n".join(lines).split("\n"), fence, ""]


@st.composite
def markdown_pages(draw: Draw) -> tuple[str, Page]:
    page = Page(draw)
    lines: list[str] = []
    lines += front_matter(page)
    for _ in page.times(0, 5):
        # A comment keeps lists that follow each other apart, and an indented block from a list.
        page.comments += 1
        lines += ["<!-- - -->", "", *md_block(page, 2), "", ""]
    lines += ["[^note]: " + page.word(KIND.FOOTNOTE)]
    return "\n".join(lines).replace("\n", draw(st.sampled_from(LINE_ENDS))), page


def undo_markdown(excerpt: str) -> str:
    text = excerpt.replace("**b", "b").replace(r"\u0078", "x").replace(r"\u0077", "w")
    return undo_html(re.sub(r"\\([*_])", r"\1", text))


@given(markdown_pages())
@settings(settings.get_profile("readers"))
def test_markdown(example: tuple[str, Page]) -> None:
    text, page = example
    check(read(Source("page.md", text)), page, undo_markdown)


# -- data


def record(page: Page, depth: int) -> dict[str, object]:
    """A record with fields of prose, other fields, and records inside."""
    fields: dict[str, object] = {}
    for number in page.times(0, 4):
        style = page.pick("prose", "prose", "other", "list", "rich", "record")
        if style == "prose":
            words = [page.word(KIND.FRONT_MATTER) for _ in page.times(2, 12)]
            last = page.append(page.word(KIND.FRONT_MATTER), "\"'") + "\"'"
            fields[f"{number}_description"] = "".join(
                word + page.pick(" ", " ", "  ", "\n", "\n\n") for word in [*words, last]
            )
        elif style == "other":
            fields[f"other{number}"] = page.pick(f"{page.name()} no", 7, None, True, "/no", 1.5)
        elif style == "list":
            fields[f"{number}_benefits"] = [
                f"{page.word(KIND.FRONT_MATTER)} {page.word(KIND.FRONT_MATTER)}"
                for _ in page.times(0, 3)
            ]
        elif style == "rich":
            texts = [
                {"type": "text", "text": page.word(KIND.PARAGRAPH) + " "} for _ in page.times(0, 3)
            ]
            quote = [{"type": "text", "text": page.word(KIND.QUOTE)}]
            fields[f"rich{number}"] = [
                {"type": "paragraph", "content": texts},
                {"type": "codeBlock", "content": [{"type": "text", "text": page.name()}]},
                {"type": "blockquote", "content": [{"type": "paragraph", "content": quote}]},
            ]
        elif depth:
            fields[f"record{number}"] = [record(page, depth - 1)]
    return fields


@st.composite
def json_pages(draw: Draw) -> tuple[str, Page]:
    page = Page(draw)
    data = record(page, 2)
    return json.dumps(data, ensure_ascii=page.pick(True, False), indent=page.pick(None, 2)), page


@st.composite
def yaml_pages(draw: Draw) -> tuple[str, Page]:
    page = Page(draw)
    data = record(page, 2)
    text = yaml.safe_dump(
        data,
        allow_unicode=page.pick(True, False),
        width=page.pick(20, 80, 10_000),
        default_style=page.pick(None, None, "'", '"', "|", ">"),
        default_flow_style=page.pick(True, False, None),
        explicit_start=page.pick(True, False),
    )
    return text, page


FIELDS = ("*_description", "*_benefits")


@given(json_pages())
@settings(settings.get_profile("readers"))
def test_json(example: tuple[str, Page]) -> None:
    text, page = example
    document = read(Source("page.json", text), fields=FIELDS)
    check(document, page, lambda excerpt: str(json.loads(f'"{excerpt}"')))


def undo_yaml(excerpt: str) -> str:
    text = re.sub(r"\\\r?\n\s*(?:\\(?= ))?", "", excerpt).replace("''", "'").replace('\\"', '"')
    return re.sub(
        r"\\(?:x(..)|u(....)|U(.{8}))",
        lambda match: chr(int(match[1] or match[2] or match[3], 16)),
        text,
    )


@given(yaml_pages())
@settings(settings.get_profile("readers"))
def test_yaml(example: tuple[str, Page]) -> None:
    text, page = example
    check(read(Source("page.yaml", text), fields=FIELDS), page, undo_yaml)


# -- formats whose structure is in their lines


def line_words(page: Page, kind: BlockKind | None, marks: list[str], gap: str = "\n") -> str:
    """Words, some of them in inline markup; `marks` hold "W" for the word and "NO" for none."""
    parts = [page.word(kind)]
    for _ in page.times(0, 5):
        mark = page.pick("W", "W", *marks)
        if "[1]_" in mark or "^2^" in mark:
            page.marks += 1
        name = page.name() if "NO" in mark else ""
        word = page.word(kind) if "W" in mark else ""
        if "https://" in mark:
            page.links.append(("https://x.test", word))
        parts += [page.pick(" ", " ", gap), mark.replace("W", word).replace("NO", name)]
    return "".join([*parts, " ", page.word(kind)])


RST = [
    "*W*",
    "**W**",
    "``NO``",
    ":ref:`W <NO>`",
    ":code:`NO`",
    "`W <https://x.test>`_",
    "W [1]_",
    "|NO|",
]
RST_BLOCKS = [
    "p",
    "h",
    "over",
    "list",
    "numbers",
    "quote",
    "code",
    "literal",
    "note",
    "comment",
    "grid",
    "image",
]


def rst_block(page: Page, depth: int) -> list[str]:
    style = page.pick(*RST_BLOCKS) if depth else page.pick("p", "note", "comment", "code")
    kind = {"h": None, "over": None, "quote": KIND.QUOTE, "grid": KIND.TABLE_CELL}.get(
        style, KIND.LIST_ITEM if style in {"list", "numbers"} else KIND.PARAGRAPH
    )
    if style == "code":
        return [".. code-block:: python", "", f"   {page.name()} *{page.name()}*"]
    if style == "comment":
        page.comments += 1
        return [f".. {page.name()} {page.name()}", f"   {page.name()}"]
    if style == "image":
        return [".. image:: x.png", f"   :alt: {page.word(KIND.ALT_TEXT)}"]
    if style == "grid":
        cells = [[page.word(kind).ljust(14) for _ in range(2)] for _ in page.times(1, 3)]
        border = "+" + ("-" * 16 + "+") * 2
        return [
            border,
            *(line for row in cells for line in ["| " + " | ".join(row) + " |", border]),
        ]
    if style in {"list", "numbers"}:
        items = [line_words(page, kind, RST).split("\n") for _ in page.times(1, 3)]
        found = []
        for number, item in enumerate(items):
            mark = "- " if style == "list" else f"{number + 1}. "
            found += [mark + item[0], *(" " * len(mark) + line for line in item[1:])]
        return found
    lines = line_words(page, kind, RST, " " if style in {"h", "over"} else "\n").split("\n")
    if style == "h":
        return [lines[0], "-" * 80]
    if style == "over":
        return ["=" * 80, lines[0], "=" * 80]
    if style == "literal":
        last = page.append(page.word(kind), ":")
        return [*lines, last + "::", "", f"   {page.name()}", "", f"   {page.name()}"]
    if style == "note":
        return [".. note::", "", *("   " + line for line in lines)]
    if style == "quote":
        # A line without text ends the quotation, so that a list before it does not take it in.
        return [page.word(KIND.PARAGRAPH), "", *("    " + line for line in lines)]
    return lines


@st.composite
def rst_pages(draw: Draw) -> tuple[str, Page]:
    page = Page(draw)
    blocks = [rst_block(page, 1) for _ in page.times(0, 6)]
    # A paragraph between blocks keeps them apart.
    lines = [line for block in blocks for line in [*block, "", page.word(KIND.PARAGRAPH), ""]]
    return "\n".join(lines).replace("\n", draw(st.sampled_from(LINE_ENDS))), page


def undo_rst(excerpt: str) -> str:
    return excerpt.removesuffix("::") + ":" if excerpt.endswith("::") else excerpt


@given(rst_pages())
@settings(settings.get_profile("readers"))
def test_rst(example: tuple[str, Page]) -> None:
    text, page = example
    check(read(Source("page.rst", text)), page, undo_rst)


ADOC = [
    "*W*",
    "_W_",
    "**W**",
    "`NO`",
    "https://x.test[W]",
    "<<NO,W>>",
    "{no}",
    "word^2^",
    "((( NO)))",
]


def adoc_block(page: Page) -> list[str]:
    style = page.pick(
        "p", "h", "list", "dots", "quote", "code", "note", "comment", "table", "image"
    )
    kind = {"h": KIND.HEADING, "quote": KIND.QUOTE, "table": KIND.TABLE_CELL}.get(
        style, KIND.LIST_ITEM if style in {"list", "dots"} else KIND.PARAGRAPH
    )
    if style in {"code", "comment", "image"}:
        page.comments += style == "comment"
        fence = page.pick("----", "....", "++++") if style == "code" else "////"
        alt = page.word(KIND.ALT_TEXT) if style == "image" else ""
        return [f"image::x.png[{alt},100]"] if alt else [fence, page.name(), "", page.name(), fence]
    if style == "table":
        rows = [f"|{page.word(kind)} | {page.word(kind)}" for _ in page.times(1, 3)]
        return ["[cols=2]", "|===", *rows, "|==="]
    marks = [mark for mark in ADOC if not mark.startswith("word")]
    lines = line_words(page, kind, marks, " " if style == "h" else "\n").split("\n")
    if style == "h":
        return ["== " + lines[0]]
    if style == "note":
        return ["NOTE: " + lines[0], *lines[1:]]
    if style == "quote":
        return ["____", *lines, "", page.word(kind), "____"]
    if style in {"list", "dots"}:
        return [("* " if style == "list" else ". ") + lines[0], *lines[1:]]
    return lines


@st.composite
def adoc_pages(draw: Draw) -> tuple[str, Page]:
    page = Page(draw)
    lines = [line for _ in page.times(0, 6) for line in [*adoc_block(page), ""]]
    return "\n".join(lines).replace("\n", draw(st.sampled_from(LINE_ENDS))), page


@given(adoc_pages())
@settings(settings.get_profile("readers"))
def test_asciidoc(example: tuple[str, Page]) -> None:
    text, page = example
    check(read(Source("page.adoc", text)), page, lambda excerpt: excerpt)
