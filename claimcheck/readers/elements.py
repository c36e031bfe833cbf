"""What the elements of HTML are to prose."""

from __future__ import annotations

import re

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = {"ul", "ol", "menu", "dir", "dl"}
ITEMS = {"li", "dt", "dd"}
CELLS = {"td", "th"}
# What shows no prose: code, drawings, menus, and what stands in for something that does show.
SKIPPED = {
    "audio", "canvas", "code", "datalist", "iframe", "kbd", "math", "nav", "noembed", "noframes",
    "noscript", "object", "pre", "samp", "script", "style", "svg", "template", "textarea", "video",
    "xmp",
}  # fmt: skip
CODE = {"code", "kbd", "samp"}
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html",
    "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre", "search",
    "section", "select", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr",
    "ul",
}  # fmt: skip
VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
}  # fmt: skip
# A start tag of the key ends an open element of the value, without an end tag.
ENDS: dict[str, set[str]] = {
    "li": {"p", "li"},
    "dt": {"p", "dt", "dd"},
    "dd": {"p", "dt", "dd"},
    "td": {"p", "td", "th"},
    "th": {"p", "td", "th"},
    "tr": {"p", "td", "th", "tr"},
    "tbody": {"p", "td", "th", "tr", "thead", "tbody"},
    "tfoot": {"p", "td", "th", "tr", "thead", "tbody"},
    "option": {"option"},
    "optgroup": {"option", "optgroup"},
}
BUTTON = re.compile(r"(?:^|[\s_-])(?:btn|button|cta)(?:$|[\s_-])", re.IGNORECASE)
NOTES = re.compile(
    r"(?:^|[\s_-])(?:doc-)?(?:foot|end)-?notes?(?:[_-](?:list|section|content))?(?:$|\s)", re.I
)
SOURCES = re.compile(
    r"(?:^|[\s_-])(?:doc-)?(?:references|reflist|reference-list|bibliography|citations|sources)"
    r"(?:[_-](?:list|section|content))?(?:$|\s)",
    re.I,
)
# Only these hold a list of notes; the same word on the body is about the page.
NOTE_HOLDERS = {"section", "div", "aside", "ol", "ul", "footer", "details"}
DESCRIPTIONS = ("description", "og:description", "twitter:description")
