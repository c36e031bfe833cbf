"""Works that are named in words: authors and year, journal and year, an agency's dated paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.citations.entries import YEAR, ReferenceList
from claimcheck.citations.sources import Sources
from claimcheck.claim import Citation
from claimcheck.source import Range

_UP = "A-ZÀ-ÖØ-ÞŁŠŽĆČĐŐŰŚŻŞİ"
_PARTICLE = (
    r"(?:(?:van|von|de|del|della|di|da|dos|du|la|le|el|al|bin|ibn|ter|ten|den|der|zu)\s){0,3}"
)
_NAME = rf"{_PARTICLE}[{_UP}][\w'’‑-]{{1,30}}"
_INITIALS = rf"(?:,?\s(?:[{_UP}]\.?[\s-]?){{1,3}}(?![\w]))?"
_GIVEN = rf"(?:(?:[{_UP}]\.[\s-]?){{1,3}}\s?)?"
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
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH},?\s(?:1[89]|20)\d\d"
    rf"|{_MONTH}\s(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s)?(?:1[89]|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)\b",
    re.I,
)
# Narrative: "Lund et al. (2019)", "Okafor and colleagues reported in 2021".
_NARRATIVE_MANY = re.compile(
    rf"(?<![\w.-])(?P<first>{_NAME})(?P<more>(?:(?:,\s|{_AND}){_NAME}){{0,6}}){_ET_AL}"
    rf"(?:\s?[,(\[]{{0,2}}\s?(?P<year>{_YEARS})\b[)\]]?)?"
)
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
    rf"(?:(?:Dr|Prof|Professor)\.?\s)?(?:[{_UP}][\w'’-]{{0,20}}\.?\s){{0,2}}(?P<first>{_NAME})"
)
_INSTITUTION_AFTER = re.compile(
    r"\s(?:University|Institute|College|Hospital|Clinic|Medical|School|Foundation|Center|Centre|"
    r"Pharma\w*|Inc\b|Ltd\b|Health|Research|researchers|scientists|team|Group|Labs?\b)"
)
_ABBREVIATED = re.compile(
    r"(?<![\w.])(?!(?:See|In|From|The|Also|Source|Published|Ref)\b)"
    rf"(?:[{_UP}][a-z]{{1,12}}\.?\s){{0,3}}(?:J|Ann|Arch|Int|Acta|Br|Am|Eur|Clin|Curr)\.?\s"
    rf"(?:[{_UP}][a-z]{{0,14}}\.?\s?){{1,5}}"
)
_JOURNAL_OF = re.compile(
    rf"(?:(?:\b[{_UP}][a-z]{{2,15}}\s){{1,3}}(?:Journal|Archives|Annals|Bulletin)"
    rf"|\b(?:Journal|Annals|Archives|Proceedings|Acta|Bulletin|Frontiers|Advances|Reviews|Seminars))"
    rf"(?:\s(?:of|in|for|on|the|and|&|[{_UP}][\w’'-]{{1,20}})){{1,9}}"
)
_PUBLISHED_IN = re.compile(
    r"\b(?:[Pp]ublished|[Aa]ppear(?:ed|ing|s)|[Pp]rinted|[Rr]eported)\s(?:online\s)?"
    r"(?:in\s(?:19|20)\d\d\s)?in\s(?P<the>the\s(?:peer-reviewed\s)?(?:medical\s|scientific\s)?journal\s)?"
    rf"(?:the\s)?(?P<title>[{_UP}][\w&’'-]{{2,25}}(?:\s(?:(?:of|and|for|in|the|&|on)\s){{0,2}}"
    rf"[{_UP}][\w&’'-]{{1,25}}){{0,7}})"
)
_IN_JOURNAL = re.compile(r"\bin\s(?:the\s(?:peer-reviewed\s)?(?:journal\s)?)?\Z", re.I)
_STUDY_NOUN = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|reviews?|paper|article|report(?:ed)?|meta-analysis|published|"
    r"survey|analysis|cohort|appeared)\b",
    re.I,
)
_SOCIETY = re.compile(
    rf"\b(?:[{_UP}][\w’'-]{{2,20}}\s(?:(?:of|for|and|on|the)\s){{0,2}}){{0,6}}"
    r"(?:Society|Association|College|Academy|Institute|Federation|Organi[sz]ation|Council|Agency|"
    r"Administration|Ministry|Collaboration|Task\sForce|Authority|Department|Office|Bureau|Commission|"
    r"Committee|Cent(?:re|er|ers)(?=\sfor\s))\b"
    rf"(?:\s(?:of|for|on|in|and)(?:\sthe)?(?:\s[{_UP}][\w’'-]{{2,20}}){{1,4}}){{0,4}}"
)
_GUIDELINE_ID = re.compile(
    r"\b(?:NICE(?:\s(?:clinical\s)?guidel?i?n?e?(?:\s|,\s)|\s)?(?:guidance\s)?\(?(?:NG|CG|TA|QS|PH|MTG|IPG|DG|HST)\s?\d{1,4}"
    r"|SIGN\s(?:guideline\s)?\d{2,3}|(?:NG|CG)\d{1,3}(?=\s?\)))\b"
)
_COCHRANE = re.compile(
    r"\bCochrane\s(?:systematic\s)?(?:review|meta-analysis|Library|overview)s?\b"
)
_SENTENCE_END = re.compile(
    r"(?<![A-Z])(?<!\bal)(?<!\bvol)(?<!\bno)(?<!\bDr)[.!?](?=\s+[\"“'(]?[A-Z0-9])|\n"
)
_WINDOW = 220
_QUALIFIED_LABEL = re.compile(
    rf"(?:\b(?:U\.?S\.?A?|UK|EU|FDA|European|Australian|Canadian|[{_UP}][a-z]{{3,20}})(?:['’]s)?\s"
    r"(?:full\s)?|\b(?:its|the)\s[\w-]{0,20}\s?)\Z"
)


def find_names(text: str, references: ReferenceList, sources: Sources) -> list[Citation]:
    """All works named in words, in order; where two readings overlap, the longer stays."""
    found = [
        *_parenthetical(text, references, sources),
        *_narrative(text, references, sources),
        *_journals(text, sources),
        *_agencies(text, sources),
    ]
    found.sort(key=lambda each: (each.text.start, -each.text.end))
    kept: list[Citation] = []
    for each in found:
        if kept and each.text.start < kept[-1].text.end:
            if kept[-1].problem and not each.problem:
                kept[-1] = each
            continue
        kept.append(each)
    return _settle(kept)


# -- authors and year -------------------------------------------------------------------------

# Capitalised words that may stand before an author without being part of a name.
_BEFORE_AUTHOR = frozenset(
    ("In", "By", "And", "But", "While", "As", "Dr", "Both", "Although", "Like", "Unlike", "Yet")
)
# A reading that only counts if the document shows elsewhere that it cites this way.
_UNSURE = "unsure"


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
    for match in _NARRATIVE_MANY.finditer(text):
        if not is_surname(match["first"], sources):
            continue
        unopened = match.group().endswith((")", "]")) and not re.search(r"[(\[]", match.group())
        place = Range(match.start("first"), match.end() - unopened)
        year = match["year"]
        if year is None:
            sentence = sentence_around(text, place)
            nearby = YEAR.search(text, place.end, min(sentence.end, place.end + 90))
            journal = any(True for _ in sources.journals.find(text[sentence.start : sentence.end]))
            known = _by_author_only(match["first"], references)
            if known:
                yield Citation(place, "author-year", match.group().strip())
                continue
            if nearby is None and not journal:
                continue
            year = nearby.group() if nearby else ""
        yield _author_year(place, match["first"], "et al", year, True, references, False)
    for match in _NARRATIVE_FEW.finditer(text):
        if not is_surname(match["first"], sources):
            continue
        before = text[max(match.start() - 25, 0) : match.start()].split()
        # "The Golden Door (2003)", "Austin Dental (2019)": the end of a longer name.
        if (
            before
            and re.match(rf"[{_UP}]", before[-1])
            and before[-1] not in _BEFORE_AUTHOR
            and not before[-1].endswith((".", ":", "!", "?", ","))
        ):
            continue
        place = Range(match.start("first"), match.end())
        yield _author_year(
            place,
            match["first"],
            match["more"],
            match["year"],
            bool(match["more"]),
            references,
            False,
        )
    for match in _POSSESSIVE.finditer(text):
        if is_surname(match["first"], sources) and match["first"].islower() is False:
            place = Range(match.start("first"), match.end())
            yield _author_year(
                place,
                match["first"],
                match["more"],
                match["year"],
                bool(match["more"]),
                references,
                True,
            )
    for match in _STUDY_BY.finditer(text):
        if not is_surname(match["first"], sources) or _INSTITUTION_AFTER.match(text, match.end()):
            continue
        sentence = sentence_around(text, Range(*match.span()))
        year_match = YEAR.search(text, sentence.start, sentence.end)
        stop = sentence.end
        titles = [*sources.journals.find(text[match.end() : stop])]
        if year_match or titles or _JOURNAL_OF.search(text, match.end(), stop):
            year = year_match.group() if year_match else ""
            yield Citation(Range(*match.span()), "author-year", f"{match['first']} {year}".strip())


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


def _settle(found: list[Citation]) -> list[Citation]:
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


# -- journals ---------------------------------------------------------------------------------


def _journals(text: str, sources: Sources) -> Iterator[Citation]:
    for place in sources.journals.find(text):
        yield from _with_year(text, place)
    for place in sources.journal_words.find(text):
        before = text[max(place.start - 40, 0) : place.start]
        beside = re.match(r",?\s\(?(?:1[89]|20)\d\d\b", text[place.end : place.end + 8])
        sentence = sentence_around(text, place)
        study = _STUDY_NOUN.search(text, sentence.start, place.start)
        said = before.lower().endswith("journal ") or (_IN_JOURNAL.search(before) and study)
        volume = ";" in text[place.end : place.end + 12] and before.endswith(("(", "; "))
        if said or (beside and volume):
            yield from _with_year(text, place)
    for pattern in (_JOURNAL_OF, _ABBREVIATED):
        for match in pattern.finditer(text):
            if len(match.group().split()) >= 2:
                end = match.start() + len(match.group().rstrip(" ."))
                yield from _with_year(text, Range(match.start(), end), near=pattern is _ABBREVIATED)
    for match in _PUBLISHED_IN.finditer(text):
        words = match["title"].lower().split()
        if match["the"] or not any(word in sources.not_authors for word in words[:1]):
            yield from _with_year(text, Range(*match.span("title")))


def _with_year(text: str, place: Range, *, near: bool = False) -> Iterator[Citation]:
    """The journal as a named work if a year (or the authors) stands in the sentence."""
    sentence = sentence_around(text, place)
    # An abbreviation ends in a full stop that ends no sentence: "Am J Psychiatry. 2021".
    high = min(len(text), place.end + 30) if near else sentence.end
    year = YEAR.search(text, place.end, high)
    if year is None and not near:
        year = YEAR.search(text, sentence.start, place.start)
    if year is not None:
        label = f"{' '.join(text[place.start : place.end].split())} {year.group()}"
        yield Citation(place, "named-work", label)


# -- agencies ---------------------------------------------------------------------------------


def _agencies(text: str, sources: Sources) -> Iterator[Citation]:
    for match in _GUIDELINE_ID.finditer(text):
        yield Citation(Range(*match.span()), "named-work", match.group())
    for match in _COCHRANE.finditer(text):
        yield from _with_year(text, Range(*match.span()))
    for place in sources.named_studies.find(text):
        yield Citation(place, "named-work", text[place.start : place.end])
    for place in sources.labels.find(text):
        qualifier = _QUALIFIED_LABEL.search(text[max(place.start - 30, 0) : place.start])
        if qualifier is not None and not qualifier.group().lower().startswith(("the ", "its ")):
            start = place.start - len(qualifier.group())
            first = qualifier.group().split()[0].lower()
            if first not in ("see", "read", "please", "full", "current", "and", "complete", "view"):
                yield Citation(Range(start, place.end), "named-work", text[start : place.end])
    for place in sources.agencies.find(text):
        yield from _agency(text, place, sources)
    for match in _SOCIETY.finditer(text):
        if " " not in match.group():
            continue
        yield from _agency(text, Range(*match.span()), sources)


def _agency(text: str, place: Range, sources: Sources) -> Iterator[Citation]:
    """An agency with a date, or with a kind of paper and a year."""
    name = text[place.start : place.end]
    # "(FDA, 10 October 2023)", "FDA (2023)"
    after = text[place.end : place.end + 40]
    opened = text[max(place.start - 30, 0) : place.start].rpartition("(")
    in_brackets = bool(opened[1]) and ")" not in opened[2]
    direct = re.match(rf",?\s?[(\[]?(?:(?:{_DATE.pattern})|{_YEAR}\b)", after, re.I)
    if direct is not None and (in_brackets or "(" in direct.group() or "[" in direct.group()):
        closed = "(" in direct.group() and text.startswith(")", place.end + direct.end())
        yield Citation(
            Range(place.start, place.end + direct.end() + closed),
            "named-work",
            f"{name}{direct.group()}".replace("(", "").replace("[", ""),
        )
        return
    sentence = sentence_around(text, place)
    low, high = max(sentence.start, place.start - 80), min(sentence.end, place.end + 120)
    nearby = text[low:high]
    date = _DATE.search(nearby)
    if date is not None and any(True for _ in sources.acts.find(text[place.end : high])):
        yield Citation(
            Range(place.start, max(place.end, low + date.end())),
            "named-work",
            f"{name}, {date.group()}",
        )
        return
    year = YEAR.search(nearby)
    if year is None:
        return
    lowered_after = text[place.end : min(high, place.end + 70)]
    lowered_before = text[max(low, place.start - 40) : place.start]
    for part, offset in ((lowered_after, place.end), (lowered_before, max(low, place.start - 40))):
        document = next(iter(sources.documents.find(part)), None)
        if document is not None:
            start = min(place.start, offset + document.start)
            end = max(place.end, offset + document.end)
            yield Citation(Range(start, end), "named-work", f"{name} {year.group()}")
            return


def sentence_around(text: str, place: Range) -> Range:
    """The sentence that holds `place`, roughly, cut at a bounded distance on either side."""
    low, high = max(place.start - _WINDOW, 0), min(place.end + _WINDOW, len(text))
    start = low
    for match in _SENTENCE_END.finditer(text, low, place.start):
        start = match.end()
    end = _SENTENCE_END.search(text, place.end, high)
    return Range(start, end.start() + 1 if end else high)
