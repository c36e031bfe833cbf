"""Authors and year, in brackets and in the sentence: "(Lund et al., 2019)", "Lund (2019) found"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.citations.entries import YEAR, ReferenceList
from claimcheck.citations.sources import Sources, words_of
from claimcheck.citations.works import UP, names_journal, sentence_around
from claimcheck.claim import Citation
from claimcheck.source import Range

_PARTICLE = (
    r"(?:(?:van|von|de|del|della|di|da|dos|du|la|le|el|al|bin|ibn|ter|ten|den|der|zu)\s){0,3}"
)
_NAME = rf"{_PARTICLE}[{UP}][\w'’‑-]{{1,30}}"
_INITIALS = rf"(?:,?\s(?:[{UP}]\.?[\s-]?){{1,3}}(?![\w]))?"
_GIVEN = rf"(?:(?:[{UP}]\.[\s-]?){{1,3}}\s?)?"
_AND = r"(?:\s?,?\s?&\s?|,?\s(?:and|und|y|et)\s)"
_ET_AL = (
    r"(?:,?\s(?:et\.?\sal\b\.?|and\s(?:her\s|his\s|their\s)?"
    r"(?:colleagues|co-?workers|co-?authors|others|associates|team)\b|&\scolleagues\b)['’]?)"
)
_YEAR = r"(?:1[89]|20)\d\d[a-z]?"
_YEARS = rf"{_YEAR}(?:(?:,|\sand|\s&)\s?(?:{_YEAR}|[b-f]\b)){{0,5}}"
_LEAD = (
    r"(?:(?:see(?:\salso)?|e\.?g\.?|i\.e\.|cf\.?|also|as\s(?:in|reviewed\sin)|reviewed\s(?:in|by)|"
    r"from|source:?|sources:?|data\sfrom|based\son|adapted\sfrom|ref(?:erence)?:|citing|for\sexample|"
    r"after|according\sto|per|study:?)[,:]?\s){0,2}"
)
_AUTHORS = (
    rf"{_GIVEN}(?P<first>{_NAME}){_INITIALS}"
    rf"(?P<more>(?:(?:,\s|{_AND}){_GIVEN}{_NAME}{_INITIALS}){{0,8}})(?P<etal>{_ET_AL})?"
)
_PIECE = re.compile(
    rf"\s*{_LEAD}(?P<work>{_AUTHORS},?\s\(?(?P<year>{_YEARS})\)?)(?P<tail>[,.:;]?\s.{{0,200}}|[,.:]|)\s*\Z",
    re.S,
)
_AFTER_YEAR = re.compile(
    r"pp?\.|n\s?=|doi|pmid|nct|https?:|fig|table|chapter|ch\.|[0-9*\"“]|\w[\w-]*\s?=", re.I
)
_PARENTHESES = re.compile(r"[(\[]([^()\[\]]{5,400})(?=[)\](])")
# Narrative: "Lund et al. (2019)", "Okafor and colleagues reported in 2021".
_NARRATIVE_MANY = re.compile(
    rf"(?<![\w.-])(?P<first>{_NAME})(?P<more>(?:(?:,\s|{_AND}){_NAME}){{0,6}}){_ET_AL}"
    rf"(?:\s?[,(\[]{{0,2}}\s?(?P<year>{_YEARS})\b[)\]]?)?"
)
# What the patterns cannot do without, which is found quickly.
_MANY = re.compile(
    r"et\.?\sal\b|(?:and|&)\s(?:(?:her|his|their)\s)?"
    r"(?:colleagues|co-?workers|co-?authors|others|associates|team)\b"
)
_OPENED_YEAR = re.compile(r"[(\[](?:1[89]|20)\d\d")
_OWNED_YEAR = re.compile(r"['’]s?\s(?:1[89]|20)\d\d")
_WORKS = frozenset("study trial review research paper work analysis article survey".split())
_NARRATIVE_FEW = re.compile(
    rf"(?<![\w.-])(?P<first>{_NAME})(?P<more>(?:(?:,\s|{_AND}){_NAME}){{0,3}})(?:['’]s?)?"
    rf"\s[(\[](?P<year>{_YEARS})(?=[)\],;:])[)\]]?"
)
_POSSESSIVE = re.compile(
    rf"(?<![\w.-])(?P<first>{_NAME})(?P<more>(?:{_AND}{_NAME})?)['’]s?\s(?P<year>{_YEAR})\s"
    r"(?:[\w-]{1,20}\s){0,3}(?:study|trial|review|paper|meta-analysis|article|survey)\b"
)
_STUDY_BY = re.compile(
    r"\b(?:study|trial|review|research|paper|work|meta-analysis|article|survey)\s"
    r"(?:led\s|conducted\s|published\s|written\s|carried\sout\s|run\s|done\s)?by\s"
    rf"(?:(?:Dr|Prof|Professor)\.?\s)?(?:[{UP}][\w'’-]{{0,20}}\.?\s){{0,2}}(?P<first>{_NAME})"
)
_INSTITUTION_AFTER = re.compile(
    r"\s(?:University|Institute|College|Hospital|Clinic|Medical|School|Foundation|Center|Centre|"
    r"Pharma\w*|Inc\b|Ltd\b|Health|Research|researchers|scientists|team|Group|Labs?\b)"
)
# "As seen in Vogue (2021)", "reviewed by Dr Smith (2022)": years of something else.
_PRESS = re.compile(
    r"\b(?:as\s(?:seen|featured|heard)|featured|seen|appeared)\s(?:in|on|by)\b[^.!?]{0,80}\Z"
    r"|\b(?:reviewed|written|updated|edited|posted|checked|verified|founded|led|designed|run|owned)\s"
    r"by\s(?:(?:Dr|Prof|Professor|Mr|Ms|Mrs)\.?\s)?(?:\w+\s){0,2}\Z",
    re.I,
)
# Capitalised words that may stand before an author without being part of a name.
_BEFORE_AUTHOR = frozenset(
    ("In", "By", "And", "But", "While", "As", "Dr", "Both", "Although", "Like", "Unlike", "Yet")
)
# A reading that only counts if the document shows elsewhere that it cites this way.
_UNSURE = "unsure"


def find_authors(text: str, references: ReferenceList, sources: Sources) -> Iterator[Citation]:
    """All works named by author and year, resolved where the document lists them."""
    yield from _parenthetical(text, references, sources)
    yield from _narrative(text, references, sources)


def _parenthetical(text: str, references: ReferenceList, sources: Sources) -> Iterator[Citation]:
    for match in _PARENTHESES.finditer(text):
        group = match.group(1)
        if YEAR.search(group) is None:
            continue
        offset = match.start(1)
        for piece in re.finditer(r"[^;]{5,400}", group):
            yield from _piece(piece, offset, group, references, sources)


def _piece(
    piece: re.Match[str], offset: int, group: str, references: ReferenceList, sources: Sources
) -> Iterator[Citation]:
    found = _PIECE.match(piece.group())
    if found is None:
        return
    first, year = found["first"], found["year"]
    start = offset + piece.start() + found.start("work")
    place = Range(start, offset + piece.start() + found.end("work"))
    many = bool(found["etal"] or found["more"].strip())
    if not is_surname(first, sources):
        return
    # "(Lund 2019 edition)" is no citation; behind a comma anything may follow.
    tail = found["tail"].strip()
    if tail and tail[0] not in ",.:;" and not many and not _AFTER_YEAR.match(tail):
        return
    explained = bool(tail) and bool(
        re.search(r"doi|10\.\d{4}|pmid|nct|http|[A-Z][a-z]+ J\b|\bJ ", group)
    )
    yield _author_year(place, first, found["more"], year, many, references, explained)


def _narrative(text: str, references: ReferenceList, sources: Sources) -> Iterator[Citation]:
    # These patterns start at every capital; most pages have nothing of what they end in.
    many = _NARRATIVE_MANY.finditer(text) if _MANY.search(text) else ()
    for match in many:
        if not is_surname(match["first"], sources):
            continue
        unopened = match.group().endswith((")", "]")) and not re.search(r"[(\[]", match.group())
        place = Range(match.start("first"), match.end() - unopened)
        year = match["year"]
        if year is None:
            if _by_author_only(match["first"], references):
                yield Citation(place, "author-year", match.group().strip())
                continue
            sentence = sentence_around(text, place)
            nearby = YEAR.search(text, place.end, min(sentence.end, place.end + 90))
            if nearby is None and not names_journal(text, sentence, sources):
                continue
            year = nearby.group() if nearby else ""
        yield _author_year(place, match["first"], "et al", year, True, references, False)
    for match in _NARRATIVE_FEW.finditer(text) if _OPENED_YEAR.search(text) else ():
        if not is_surname(match["first"], sources):
            continue
        before = text[max(match.start() - 25, 0) : match.start()].split()
        # "The Golden Door (2003)", "Austin Dental (2019)": the end of a longer name.
        if (
            before
            and re.match(rf"[{UP}]", before[-1])
            and before[-1] not in _BEFORE_AUTHOR
            and not before[-1].endswith((".", ":", "!", "?", ","))
        ):
            continue
        if _PRESS.search(text, max(match.start() - 90, 0), match.start()):
            continue
        yield _of_match(match, references, False)
    for match in _POSSESSIVE.finditer(text) if _OWNED_YEAR.search(text) else ():
        if is_surname(match["first"], sources) and match["first"].islower() is False:
            yield _of_match(match, references, True)
    words = words_of(text)
    for match in _STUDY_BY.finditer(text) if "by" in words and _WORKS & words else ():
        if not is_surname(match["first"], sources) or _INSTITUTION_AFTER.match(text, match.end()):
            continue
        sentence = sentence_around(text, Range(*match.span()))
        year_match = YEAR.search(text, sentence.start, sentence.end)
        if year_match or names_journal(text, sentence, sources):
            year = year_match.group() if year_match else ""
            yield Citation(Range(*match.span()), "author-year", f"{match['first']} {year}".strip())


def _of_match(match: re.Match[str], references: ReferenceList, explained: bool) -> Citation:
    """A citation from a match with the groups `first`, `more` and `year`."""
    return _author_year(
        Range(match.start("first"), match.end()),
        match["first"],
        match["more"],
        match["year"],
        bool(match["more"]),
        references,
        explained,
    )


def _author_year(
    place: Range,
    first: str,
    more: str,
    year: str,
    many: bool,
    references: ReferenceList,
    explained: bool,
) -> Citation:
    label = f"{first}{' et al.' if more.strip() else ''} {year[:4]}".strip()
    entry = references.of_author(surname(first), year) if year else None
    if entry is not None:
        entry.cited = True
        return Citation(
            place, "author-year", label, entry.identified, entry.clears,
            detail="" if entry.clears else f"the entry is {entry.kind.replace('-', ' ')}",
        )  # fmt: skip
    if references.dated and year and not explained:
        return Citation(
            place, "author-year", label, identified=False,
            problem="dangling" if many else _UNSURE,
            detail="the reference list has no such author and year",
        )  # fmt: skip
    return Citation(place, "author-year", label)


def settle(found: list[Citation]) -> list[Citation]:
    """A missing entry is a fault only in a document that cites its list this way."""
    cites = any(each.kind == "author-year" and not each.problem for each in found)
    settled = []
    for each in found:
        if each.kind == "author-year" and each.problem:
            if cites:
                each = Citation(
                    each.text, each.kind, each.label, False, True, "dangling", each.detail
                )
            else:
                each = Citation(each.text, each.kind, each.label)
        settled.append(each)
    return settled


def _by_author_only(first: str, references: ReferenceList) -> bool:
    wanted = surname(first).lower().replace("’", "'")
    return any(wanted in entry.words for entry in references.entries)


def surname(name: str) -> str:
    """The last word of a name with particles, without a possessive."""
    return re.sub(r"['’]s?\Z", "", name.split()[-1])


def is_surname(name: str, sources: Sources) -> bool:
    """Whether a capitalised word before a year may be an author."""
    bare = surname(name)
    lowered = bare.lower()
    if lowered in sources.not_authors or len(bare) < 2:
        return False
    if bare in sources.agency_names:
        return True
    if bare in sources.journal_titles:
        return False
    # An abbreviation that is no known agency is a place, a product or a disease.
    return not (bare.isupper() and len(bare) > 1)
