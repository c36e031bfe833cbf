"""The rule reference in Markdown, made from the rule files: a page for each rule, and an index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claimcheck.rules.catalog import Catalog, Rule
from claimcheck.rules.schema import ExampleText
from claimcheck.rules.words import notes, triggers

FAMILIES = {
    "CIT": "Citations",
    "CER": "Certainty",
    "SAF": "Safety",
    "CMP": "Comparison",
    "STA": "Statistics",
    "MEC": "Mechanism",
    "TIM": "Timing",
    "REG": "Regulation",
    "TST": "Testimonials",
    "PRS": "Pressure",
    "DIS": "Disclosure",
    "STR": "Structure",
}
JURISDICTIONS = {
    "all": "Everywhere",
    "us": "United States",
    "uk": "United Kingdom",
    "eu": "European Union",
    "au": "Australia",
    "ca": "Canada",
    "editorial": "Editorial standards",
}
MARKS = {"V": "read in the document", "V2": "read in a second source"}
_MARK = re.compile(r"\[\[(.*?)\]\](?!\])", re.DOTALL)
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def pages(catalog: Catalog) -> dict[str, str]:
    """File name -> Markdown, for every rule and the index (README.md)."""
    made = {f"{rule.code}.md": _page(catalog, rule) for rule in catalog.rules}
    return {"README.md": _index(catalog), **made}


def _page(catalog: Catalog, rule: Rule) -> str:
    file = rule.file
    shared = catalog.conditions.conditions
    where = ", ".join(JURISDICTIONS.get(place, place) for place in file.jurisdictions)
    lines = [
        f"# {rule.code} {rule.name}",
        "",
        _escaped(file.summary),
        "",
        f"{_family(rule.family)} · {file.severity.value} · {where} · since {file.since}",
        "",
        "## Why it matters",
        "",
        _escaped(file.why),
        "",
        "## Whose rule it is",
        "",
        *_authorities(catalog, rule),
        "",
        "## Where it applies",
        "",
        "| profile | severity |",
        "|---|---|",
        *_profiles(catalog, rule),
        "",
        "## What it looks for",
        "",
        *_triggers(rule),
        "",
        "## What clears it",
        "",
        *_items(dict.fromkeys(note for entry in file.unless for note in notes(shared, entry))),
        "",
    ]
    if file.adjust:
        lines += ["## What changes its severity", ""]
        for entry in file.adjust:
            lines += [
                f"- {_severity(str(entry.severity))}: {_escaped(note)}"
                for note in notes(shared, entry.when)
            ]
        lines.append("")
    near = list(_precedence(catalog, rule))
    if near:
        lines += ["## Beside other rules", "", *near, ""]
    lines += ["## Reported", "", *_examples(file.examples.flag), ""]
    lines += ["## Not reported", "", *_examples(file.examples.pass_), ""]
    lines += ["## What to write instead", "", _escaped(file.suggestion), ""]
    return "\n".join(lines)


def _index(catalog: Catalog) -> str:
    lines = [
        "# The rules",
        "",
        f"{len(catalog.rules)} rules, by [family](#by-family), by [jurisdiction](#by-jurisdiction)"
        " and by [authority](#by-authority). These pages are made from the rule files by"
        " `python docs/generate.py`.",
        "",
        "## By family",
        "",
    ]
    for family in dict.fromkeys([*FAMILIES, *(rule.family for rule in catalog.rules)]):
        rules = [rule for rule in catalog.rules if rule.family == family]
        if rules:
            lines += [f"### {_family(family)}", "", "| rule | severity | finds |", "|---|---|---|"]
            lines += [
                f"| {_link(rule)} | {rule.file.severity.value} | {_escaped(rule.file.summary)} |"
                for rule in rules
            ]
            lines.append("")
    lines += ["## By jurisdiction", ""]
    for place, title in JURISDICTIONS.items():
        rules = [rule for rule in catalog.rules if place in rule.file.jurisdictions]
        if rules:
            lines += [f"- **{title}**: {', '.join(_link(rule) for rule in rules)}"]
    lines += ["", "## By authority", ""]
    for name, authority in sorted(
        catalog.authorities.items(), key=lambda entry: (entry[1].issuer, entry[1].title)
    ):
        rules = [
            rule
            for rule in catalog.rules
            if any(ref.id == name and ref.mark != "M" for ref in rule.file.authorities)
        ]
        if rules:
            title = _escaped(f"{authority.issuer}: {authority.title}")
            title = f"[{title}]({authority.address})" if authority.address else title
            lines.append(f"- {title}: {', '.join(rule.code for rule in rules)}")
    return "\n".join([*lines, ""])


def _family(family: str) -> str:
    return FAMILIES.get(family, family)


def _link(rule: Rule) -> str:
    return f"[{rule.code} {rule.name}]({rule.code}.md)"


def _authorities(catalog: Catalog, rule: Rule) -> Iterator[str]:
    for reference in rule.file.authorities:
        if reference.mark == "M":
            continue  # what nobody has looked up is not printed
        authority = catalog.authorities[reference.id]
        title = _escaped(f"{authority.issuer}: {authority.title}")
        title = f"[{title}]({authority.address})" if authority.address else title
        section = f", {_escaped(reference.section)}" if reference.section else ""
        date = f" ({_escaped(authority.date)})" if authority.date else ""
        says = f": {_escaped(reference.says)}" if reference.says else ""
        yield f"- {title}{section}{date}{says}; {MARKS[reference.mark]}"


def _profiles(catalog: Catalog, rule: Rule) -> Iterator[str]:
    for name in catalog.profiles:
        severity = catalog.severities([name]).get(rule.code)
        yield f"| {name} | {severity.value if severity else 'off'} |"


def _triggers(rule: Rule) -> Iterator[str]:
    for sentence, phrases in triggers(rule):
        yield f"- {_escaped(sentence)}"
        yield from (f"  - {_escaped(text)}" for text in phrases)


def _severity(name: str) -> str:
    return "not reported" if name == "off" else name


def _precedence(catalog: Catalog, rule: Rule) -> Iterator[str]:
    for entry in catalog.precedence.precedence:
        near = {"span": "on the same words", "sentence": "in the same sentence"}.get(
            entry.within, "on the same page"
        )
        for codes, what in ((entry.suppress, "goes"), (entry.demote, "becomes info")):
            if rule.code in codes:
                leaders = f"{', '.join(entry.when)} ({_escaped(entry.note)})"
                yield f"- {what} where one of these stands {near}: {leaders}"


def _items(texts: Iterable[str]) -> list[str]:
    return [f"- {_escaped(text)}" for text in texts] or ["Nothing."]


def _examples(examples: Iterable[str | ExampleText]) -> Iterator[str]:
    for example in examples:
        entry = ExampleText(text=example) if isinstance(example, str) else example
        needs = [*(entry.profile or []), *([entry.product] if entry.product else [])]
        note = f" ({', '.join(needs)})" if needs else ""
        text = entry.text.strip()
        if "\n" in text:
            yield f"- a page{note}:"
            yield ""
            yield "  ```text"
            yield from (f"  {line}".rstrip() for line in text.splitlines())
            yield "  ```"
            yield ""
        else:
            yield f"- {_marked(text)}{note}"


def _marked(text: str) -> str:
    """The example with its marked words in bold."""
    parts: list[str] = []
    end = 0
    for match in _MARK.finditer(text):
        parts += [_escaped(text[end : match.start()], edges=True), f"**{_escaped(match[1])}**"]
        end = match.end()
    return "".join([*parts, _escaped(text[end:], edges=True)])


def _escaped(text: str, *, edges: bool = False) -> str:
    """`text` on one line, with what Markdown would read as its own signs marked as text."""
    words = " ".join(text.split())
    if edges and text.strip():
        words = " " * text[:1].isspace() + words + " " * text[-1:].isspace()
    elif edges:
        words = " " if text else ""
    return _SPECIAL.sub(r"\\\1", words)
