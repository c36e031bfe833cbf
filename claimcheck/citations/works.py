"""Works named by where they appeared: journal and year, an agency's dated paper, a known study."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.citations.entries import YEAR
from claimcheck.citations.sources import Sources, words_of
from claimcheck.claim import Citation
from claimcheck.source import Range

UP = "A-ZÀ-ÖØ-ÞŁŠŽĆČĐŐŰŚŻŞİ"
_YEAR = r"(?:1[89]|20)\d\d[a-z]?"
ANY_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH},?\s(?:1[89]|20)\d\d"
    rf"|{_MONTH}\s(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s)?(?:1[89]|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)\b",
    re.I,
)
_ABBREVIATED = re.compile(
    r"(?<![\w.])(?!(?:See|In|From|The|Also|Source|Published|Ref)\b)"
    rf"(?:[{UP}][a-z]{{1,12}}\.?\s){{0,3}}(?:J|Ann|Arch|Int|Acta|Br|Am|Eur|Clin|Curr)\.?\s"
    rf"(?:[{UP}][a-z]{{0,14}}\.?\s?){{1,5}}"
)
_JOURNAL_OF = re.compile(
    rf"(?:(?:\b[{UP}][a-z]{{2,15}}\s){{1,3}}(?:Journal|Archives|Annals|Bulletin)"
    rf"|\b(?:Journal|Annals|Archives|Proceedings|Acta|Bulletin|Frontiers|Advances|Reviews|Seminars))"
    rf"(?:\s(?:of|in|for|on|the|and|&|[{UP}][\w’'-]{{1,20}})){{1,9}}"
)
# One of these stands in whatever the two patterns match.
_JOURNAL_WORDS = frozenset(
    "Journal Archives Annals Bulletin Proceedings Acta Frontiers Advances Reviews Seminars".split()
)
_ABBREVIATIONS = frozenset("J Ann Arch Int Acta Br Am Eur Clin Curr".split())
_PUBLISHED_IN = re.compile(
    r"\b(?:[Pp]ublished|[Aa]ppear(?:ed|ing|s)|[Pp]rinted|[Rr]eported)\s(?:online\s)?"
    r"(?:in\s(?:19|20)\d\d\s)?in\s(?P<the>the\s(?:peer-reviewed\s)?(?:medical\s|scientific\s)?journal\s)?"
    rf"(?:the\s)?(?P<title>[{UP}][\w&’'-]{{2,25}}(?:\s(?:(?:of|and|for|in|the|&|on)\s){{0,2}}"
    rf"[{UP}][\w&’'-]{{1,25}}){{0,7}})"
)
_IN_JOURNAL = re.compile(r"\bin\s(?:the\s(?:peer-reviewed\s)?(?:journal\s)?)?\Z", re.I)
_STUDY_NOUN = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|reviews?|paper|article|report(?:ed)?|meta-analysis|published|"
    r"survey|analysis|cohort|appeared)\b",
    re.I,
)
_SOCIETY = re.compile(
    rf"\b(?:[{UP}][\w’'-]{{2,20}}\s(?:(?:of|for|and|on|the)\s){{0,2}}){{0,6}}"
    r"(?:Society|Association|College|Academy|Institute|Federation|Organi[sz]ation|Council|Agency|"
    r"Administration|Ministry|University|School|Collaboration|Task\sForce|Authority|Department|Office|Bureau|Commission|"
    r"Committee|Cent(?:re|er|ers)(?=\sfor\s))\b"
    rf"(?:\s(?:of|for|on|in|and)(?:\sthe)?(?:\s[{UP}][\w’'-]{{2,20}}){{1,4}}){{0,4}}"
)
_SOCIETY_WORDS = frozenset(
    """
    Society Association College Academy Institute Federation Organisation Organization Council
    Agency Administration Ministry University School Collaboration Task Authority Department Office
    Bureau Commission Committee Centre Center Centers
    """.split()
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
_SINCE = re.compile(r"\bsince\s\Z", re.I)
_WINDOW = 220
_QUALIFIED_LABEL = re.compile(
    rf"(?:\b(?:U\.?S\.?A?|UK|EU|FDA|European|Australian|Canadian|[{UP}][a-z]{{3,20}})(?:['’]s)?\s"
    r"(?:full\s)?|\b(?:its|the)\s[\w-]{0,20}\s?)\Z"
)


def find_works(text: str, sources: Sources) -> Iterator[Citation]:
    """All works named by journal, agency or their own name, in no particular order."""
    yield from _journals(text, sources)
    yield from _agencies(text, sources)


def names_journal(text: str, sentence: Range, sources: Sources) -> bool:
    """Whether a sentence names a journal by its title."""
    words = text[sentence.start : sentence.end]
    return any(True for _ in sources.journals.find(words)) or bool(_JOURNAL_OF.search(words))


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
    words = words_of(text)
    for pattern, needed in ((_JOURNAL_OF, _JOURNAL_WORDS), (_ABBREVIATED, _ABBREVIATIONS)):
        for match in pattern.finditer(text) if needed & words else ():
            if len(match.group().split()) >= 2:
                end = match.start() + len(match.group().rstrip(" ."))
                yield from _with_year(text, Range(match.start(), end), near=pattern is _ABBREVIATED)
    for match in _PUBLISHED_IN.finditer(text):
        first = match["title"].lower().split()[:1]
        if match["the"] or not any(word in sources.not_authors for word in first):
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


def _agencies(text: str, sources: Sources) -> Iterator[Citation]:
    if any(word in text for word in ("NICE", "SIGN", "NG", "CG")):
        for match in _GUIDELINE_ID.finditer(text):
            yield Citation(Range(*match.span()), "named-work", match.group())
    if "Cochrane" in text:
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
    if ANY_YEAR.search(text) is None:
        return  # what an agency says is found by its year
    for place in sources.agencies.find(text):
        yield from _agency(text, place, sources)
    for match in _SOCIETY.finditer(text) if _SOCIETY_WORDS & words_of(text) else ():
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
    year = next(
        (each for each in YEAR.finditer(nearby) if not _SINCE.search(nearby, 0, each.start())), None
    )
    before = text[max(place.start - 50, 0) : place.start].lower().split()[-4:]
    if year is None or sources.kept_to.intersection(before):
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
