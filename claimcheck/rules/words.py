"""Rule data in words, for people who read about a rule and will never read its file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from claimcheck.rules.schema import ClaimQuery, Condition, Trigger

if TYPE_CHECKING:
    from claimcheck.rules.catalog import Rule

_CITATIONS = {
    "dangling": "a reference mark that leads nowhere",
    "uncited": "an entry of the list of sources that the text never points to",
    "malformed": "an identifier that is not well formed",
    "uninformative": "a source that does not say what it is",
    "duplicate": "a source that is listed twice",
    "own-site": "a source on the page's own site",
    "weak-source": "a source that cannot back a health claim",
}
_CLAIMS = {
    "efficacy": "works for something",
    "cure": "cures",
    "prevention": "prevents",
    "support": "supports a function of the body",
    "vanish": "makes something disappear",
    "implied": "promises a benefit by its words",
    "property": "has a healing property",
    "service": "is offered for a condition",
    "result": "brought a result",
}
_JUDGEMENTS = {
    "escalation": "a claim that is said with more certainty here than elsewhere on the page",
    "heading": "a heading that claims flatly what its text says more carefully",
}
_TIERS = {1: "flatly", 2: "with “can”", 3: "with “may” or weaker"}
_KIND = re.compile(r"<([^<>\s]+)>")
_TOKEN = re.compile(r"\.\.\.|\.\.\d*|[~{}^$]|#[A-Z]+|!\([^()]*\)|!\S+|\s+")


def triggers(rule: Rule) -> Iterator[tuple[str, list[str]]]:
    """What a rule looks for: a sentence for each trigger, and its phrases if it has any."""
    for trigger in rule.file.trigger:
        yield _trigger(trigger, rule), [phrase(text) for text in trigger.phrases or ()]


def _trigger(trigger: Trigger, rule: Rule) -> str:
    condition = ""
    if isinstance(trigger.when, Condition) and trigger.when.note:
        condition = f", where {trigger.when.note}"
    elif isinstance(trigger.when, str):
        condition = f", where this holds: {trigger.when.replace('-', ' ')}"
    return f"{_what(trigger, rule)}{condition}"


def _what(trigger: Trigger, rule: Rule) -> str:
    if trigger.claims is not None:
        return _claims(trigger.claims)
    if trigger.citations is not None:
        return _or([_CITATIONS.get(name, name) for name in trigger.citations])
    if trigger.judgement is not None:
        return _JUDGEMENTS[trigger.judgement]
    if trigger.pattern is not None:
        return "tokens in a certain order, by their form and grammar"
    if trigger.records is not None:
        return f"words on which the project's records say: {_or(trigger.records)}"
    if trigger.document:
        return "the page as a whole"
    if trigger.reading:
        return "a sentence whose words, taken together, read like one"
    often = f", at least {rule.file.at_least} times on the page" if rule.file.at_least > 1 else ""
    return f"phrases such as these{often}"


def _claims(query: ClaimQuery) -> str:
    kinds = [_CLAIMS.get(kind, kind) for kind in query.kind or _CLAIMS]
    said = f", said {_or([_TIERS[tier] for tier in query.tier])}" if query.tier else ""
    subject = f", of {_or([name(kind) for kind in query.subject])}" if query.subject else ""
    target = f", about {_or([name(kind) for kind in query.target])}" if query.target else ""
    return f"a sentence whose grammar says that something {_or(kinds)}{subject}{target}{said}"


def _or(parts: Sequence[str]) -> str:
    return " or ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def name(kind: str) -> str:
    """A signal's name as words: `condition.skin` is "condition (skin)"."""
    first, _, rest = kind.replace("-", " ").partition(".")
    return f"{first} ({rest.replace('.', ', ')})" if rest else first


def phrase(pattern: str) -> str:
    """A pattern without its signs, for reading: gaps as dots, signals by their names."""
    text = _KIND.sub(lambda match: f"‹{name(match[1])}›", pattern)
    text = _TOKEN.sub(lambda match: _plain(match.group()), text)
    return " ".join(text.split()).replace("( ", "(").replace(" )", ")")


def _plain(token: str) -> str:
    if token.startswith(".."):
        return " … "
    if token.startswith("#"):
        return f"‹{token[1:].lower()}›"
    return " " if token.isspace() else ""


def notes(shared: Mapping[str, Condition], condition: Condition | str) -> Iterator[str]:
    """What a condition says of itself; of several that are joined, each."""
    if isinstance(condition, str):
        known = shared.get(condition)
        yield (known.note if known else "") or condition.replace("-", " ")
    elif condition.note:
        yield condition.note
    elif condition.any is not None and condition.model_fields_set == {"any"}:
        for part in condition.any:
            yield from notes(shared, part)
    else:
        yield describe(condition)


def describe(condition: Condition) -> str:
    """A condition in words, from what it asks."""
    parts: list[str] = []
    for key, template in _ASKED.items():
        value = getattr(condition, key)
        if value is not None:
            values = value if isinstance(value, list) else [value]
            said = [_TIERS[v] if key == "tier" else name(str(v)) for v in values]
            parts.append(template.format(_or(said)))
    if condition.negated is not None:
        parts.append("it is denied" if condition.negated else "it is not denied")
    if condition.section_cited is not None:
        parts.append("the section " + ("has a source" if condition.section_cited else "has none"))
    for key, where in _PLACES.items():
        patterns = getattr(condition, key)
        if patterns:
            more = ", and others" if len(patterns) > _SHOWN else ""
            parts.append(f"{where} {_or([phrase(text) for text in patterns[:_SHOWN]])}{more}")
    if condition.somewhere is not None:
        shown = _or([phrase(text) for text in condition.somewhere.phrases[:_SHOWN]])
        parts.append(f"the page says somewhere {shown}")
    for key, joined in (("any", " or "), ("all", " and "), ("none", " or ")):
        inner = getattr(condition, key)
        if inner:
            said = [
                part.replace("-", " ") if isinstance(part, str) else part.note or describe(part)
                for part in inner
            ]
            text = joined.join(said) if len(said) == 1 else f"({joined.join(said)})"
            parts.append(f"not so that {text}" if key == "none" else text)
    return ", and ".join(parts)


_SHOWN = 3
_ASKED = {
    "tier": "it is said {}",
    "frame": "it stands in a {}",
    "attribution": "it is credited: {}",
    "kind": "it is of the kind {}",
    "subject": "it is said of {}",
    "target": "it is about {}",
    "cited": "a source is given in the {}",
    "records": "the project's records say {}",
    "block": "it stands in a {}",
    "voice": "the page speaks as {}",
    "product": "the page sells a {}",
    "profile": "the profile is {}",
    "format": "the page is {}",
    "meta": "the page has a field {}",
}
_PLACES = {
    "in_match": "its words are",
    "before": "before it stands",
    "after": "after it stands",
    "in_clause": "its clause says",
    "in_sentence": "its sentence says",
    "in_previous": "the sentence before says",
    "in_next": "the next sentence says",
    "in_paragraph": "the paragraph says",
    "in_section": "the section says",
    "in_title": "the title says",
    "in_document": "the page says",
}
