"""Template code in pages is read around; the text between it is prose."""

from __future__ import annotations

import pytest

from claimcheck.readers import read
from claimcheck.source import Source

from .pages import show

CASES: dict[str, tuple[str, str, list[str]]] = {
    "PHP": (
        "page.php",
        "<?php get_header(); $a = '<p>no</p>'; ?>\n<p class='<?= $c ?>'>It "
        "<?php if ($a > 1): ?>may "
        "<?php endif; ?>help <?= esc($name) ?>.</p><?php\n// no",
        ["paragraph: It may help ."],
    ),
    "Blade": (
        "page.blade.php",
        "@extends('layout', ['a' => f(')')])\n@section('content')\n{{-- no --}}<p @class(['no'])>"
        "It {{ $verb }} help{!! $no !!}.</p>@if ($x > 1) Now @else Later @endif\n"
        "@php\n$no = 1;\n@endphp"
        "<p>Write to a@section.test or @clinic</p>@endsection",
        [
            "paragraph: It help .",
            "paragraph: Now Later",
            "paragraph: Write to a@section.test or @clinic",
        ],
    ),
    "Twig and Jinja": (
        "page.twig",
        "{% extends 'no.twig' %}{% block title %}<h1>One</h1>{% endblock %}{# no #}"
        "<p>It {{ verb|e('html') }} help{% if x > 1 %}s{% endif %}.</p>",
        ["title: One", "paragraph: It helps."],
    ),
    "Liquid": (
        "page.liquid",
        "---\ntitle: One\n---\n{%- comment -%} no {% no %} {%- endcomment -%}<p>"
        "It {{ x | t }} helps."
        '{% schema %}{"no": 1}{% endschema %}{% style %} no {% endstyle %}',
        ["title title: One", "paragraph: It helps."],
    ),
    "Handlebars": (
        "page.hbs",
        "{{!-- no }} --}}{{! no }}{{> no}}{{#if x}}<p>It {{{raw}}} helps{{else}}<p>Not{{/if}}",
        ["paragraph: It helps", "paragraph: Not"],
    ),
    "ERB": (
        "page.html.erb",
        "<%# no %><% if x > 1 %><p>It <%= verb %> helps.</p><% end -%><%-- no --%>",
        ["paragraph: It helps."],
    ),
    "Smarty": (
        "page.tpl",
        "{* no *}{if $x}<p>It {$verb|escape:'html'} helps {a b}.{/if}{include file='no.tpl'}",
        ["paragraph: It helps ."],
    ),
    "code in a page of HTML": (
        "page.html",
        "---\ntitle: One\n---\n{{ range .Pages }}<p>It {{ .Verb }} helps.</p>{{ end }}{{/* no */}}",
        ["title title: One", "paragraph: It helps."],
    ),
    "computed tags and attributes": (
        "page.njk",
        '<{{ tag }} class={{ c }}>One</{{ tag }}> <a href="/{{ slug }}" {{ attrs | safe }}>two</a>'
        "<img alt='a {{ b }} pill'>",
        ["paragraph: One two", "alt-text: a pill"],
    ),
    "Markdown with template code": (
        "page.md",
        "{% include no.html %}\n# One\n{{< figure src='no' >}}\nIt {{ verb }} helps.{% if x %}\n"
        "{{% note %}}\nTwo\n{{% /note %}}\n- three\n{{< highlight go >}}"
        "\nno\n{{< /highlight >}}\nFour",
        [
            "title: One",
            "paragraph: It helps.",
            "paragraph: Two",
            "list-item: three",
            "paragraph: Four",
        ],
    ),
    "Markdown in a template": (
        "page.md.njk",
        "# One\n\n*Two* {{ no }}",
        ["title: One", "paragraph: Two"],
    ),
    "braces without an end are text": (
        "page.md",
        "Write {{ or {% and go on, a <% b.",
        ["paragraph: Write {{ or {% and go on, a <% b."],
    ),
    "braces in a script do not reach out of it": (
        "page.html",
        "<script>if(a){{b()}</script><p>It helps. <script>}}</script>",
        ["paragraph: It helps."],
    ),
    "headings keep their own braces": (
        "page.md",
        "## One {#one}\n\n## Two {#two}\n\nC#} three",
        ["heading: One", "heading: Two", "paragraph: C#} three"],
    ),
}


@pytest.mark.parametrize(("path", "text", "shown"), CASES.values(), ids=CASES)
def test_blocks(path: str, text: str, shown: list[str]) -> None:
    assert show(read(Source(path, text))) == shown


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("page.twig", "<p>a {# note #}</p>"),
        ("page.blade.php", "<p>a {{-- note --}}</p>"),
        ("page.hbs", "<p>a {{!-- note --}}</p>"),
        ("page.hbs", "<p>a {{! note }}</p>"),
        ("page.html", "<p>a {{/* note */}}</p>"),
        ("page.erb", "<p>a <%# note %></p>"),
        ("page.tpl", "<p>a {* note *}</p>"),
        ("page.liquid", "<p>a {% comment %} note {% endcomment %}</p>"),
    ],
)
def test_template_comments_are_comments(path: str, text: str) -> None:
    document = read(Source(path, text))
    (comment,) = document.comments
    assert comment.content == "note"
    assert (
        document.source.excerpt(comment.source) == text[text.index("a ") + 2 : text.index("</p>")]
    )
