"""The tokenizer of the bundled English pipeline: the same one in training and at run time.

It follows the conventions of Universal Dependencies English EWT ("do n't", "well - known",
"10 - 15 %") and adds what health copy needs: "COVID-19", "24/7" and "mg/kg" are one token, trade
marks, citation brackets and raised footnote figures are split from their word.

Time is linear in the length of the text. spaCy's own tokenizer peels affixes one by one, which is
quadratic on a long run of them; here every alternative of the one pattern either consumes what it
looked at or gives up after a bounded distance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

# Longer than any word, shorter than anything that would make lexical features expensive.
MAX_TOKEN = 256
# Chunks seen before are looked up. Both bounds keep hostile text from filling memory.
_CACHE_ENTRIES = 50_000
_CACHE_CHUNK = 48

# A letter or digit: not a raised figure; combining marks, soft hyphens and joiners are part of it.
_W = r"[^\W\u00b2\u00b3\u00b9\u2070-\u2079_\u00bc-\u00be]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060]"
_APOSTROPHE = "['\u2019\u02bc]"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ABBREVIATIONS = _words(
    """
    a.m. p.m. e.g. i.e. et. al. approx. appt. Appt. dept. Dept. est. Est. fig. figs. Fig. Figs.
    eq. ref. refs. Ref. Refs. ca. cf. vs. v. viz. vol. vols. Vol. ed. eds. Eds. pp. ibid. etc. Dr.
    Drs. Mr. Mrs. Ms. Prof. Rev. Hon. St. Ste. Ft. Mt. Jr. Sr. Esq. Gen. Col. Lt. Sgt. Capt. Gov.
    Sen. Rep. Inc. Ltd. Co. Corp. Bros. Assn. Univ. Ph.D. Ave. Blvd. Rd. Jan. Feb. Mar. Apr. Jun.
    Jul. Aug. Sep. Sept. Oct. Nov. Dec. Mon. Tue. Tues. Wed. Thu. Thur. Thurs. Fri. mins. min.
    hrs. hr. yrs. yr. oz. lb. lbs. tsp. tbsp. wk. wks.
    """
)
# These end a sentence as often as not, so the word after decides; the others keep their full stop
# unless nothing follows.
_OPEN_ENDED = _words(
    """
    etc. a.m. p.m. Inc. Ltd. Co. Corp. Jr. Sr. min. mins. hr. hrs. yr. yrs. oz. lb. lbs. tsp.
    tbsp. wk. wks. Ph.D. al. est. ed.
    """
)
# "No. 5" and "p. 2", but "No." alone is an answer.
_NUMBERED = _words("No. no. Nos. nos. p. Art. art. Sec. sec.")
# "Vitamin C." ends a sentence, "Mary C. Smith" does not.
_LETTERED = _words(
    """
    vitamin vitamins hepatitis type group grade class category appendix part plan factor influenza
    schedule level stage phase provitamin coenzyme figure table section option
    """
)

_UNIT = (
    r"(?:[munpk\u00b5\u03bc]?g|mcg|kgs?|[mdc\u00b5\u03bc]?[lL]|m?mol|nmol|pmol|[kMm]?IU|U|"
    r"[munc\u00b5\u03bc]?m|k?cal|kcals|kJ|m?Eq|oz|lbs?|ft|in|hrs?|h|mins?|sec|s|"
    r"days?|d|wk|week|month|yr|year|m[\u00b2\u00b32]|cm[\u00b2\u00b3]|dose|serving|bpm|mmHg|ppm|CFU)"
)
# Written without a space after a figure: "500mg", "9am", "10k", "30min".
_ATTACHED = (
    r"(?:[mk\u00b5\u03bcn]?g|mcg|kgs?|[mdc]l|mL|dL|l|L|IU|iu|mmol|nmol|[cmk]?m|km|mmHg|bpm|kcal|kJ|"
    r"oz|lbs?|ft|k|K|M|bn|hrs?|hours?|h|mins?|minutes?|secs?|s|days?|wks?|weeks?|months?|yrs?|years?|"
    r"am|pm|AM|PM|[ap]\.m\.|Hz|kHz|MHz|GHz|x|X)"
)
_NEGATED = (
    "(?i:do|does|did|is|was|were|are|ai|wo|would|could|should|ca|has|have|had|might|must|need|sha)"
)
_TLD = "(?:com|org|net|edu|gov|info|io|ai|(?:co|org|nhs|ac)[.]uk|uk|eu|de|ca|au|health|clinic)"

_PATTERN = re.compile(
    "|".join(
        (
            # Addresses. A full stop or bracket at the end belongs to the sentence.
            r"(?:https?://|ftp://|www\.)[^\s<>\"\u201c\u201d]{0,2000}[^\s<>\"\u201c\u201d.,;:!?)\]'\u2019\u201d]",
            r"[\w.+%-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?!\w)",
            r"10\.\d{4,9}/[^\s<>\"\u201c\u201d]{0,2000}[^\s<>\"\u201c\u201d.,;:!?)\]'\u2019]",
            rf"(?:[A-Za-z0-9-]{{1,63}}\.){{1,4}}{_TLD}(?![\w@-])(?:/[^\s<>\"\u201c\u201d]{{0,2000}}[^\s<>\"\u201c\u201d.,;:!?)\]'\u2019])?",
            r"@\w{2,40}|[A-Za-z]{1,40}@[A-Za-z]{2,40}(?!\w)",
            r"[\w.-]{1,64}\.(?i:pdf|docx?|xlsx?|pptx?|html?|jpe?g|png|gif|txt|csv|zip|exe)(?!\w)",
            # Emoticons and emoji.
            r"[:;=]-?(?:[()]+|[DPp])(?!\w)",
            r"[\U0001f000-\U0001faff\u2600-\u27bf][\ufe0f\u200d\U0001f3fb-\U0001f3ff\u2640\u2642]*",
            # An editor's letter: "[r]elieves" is the word that was quoted.
            r"\[[A-Za-z]\][a-z]{2,40}(?!\w)",
            # Names with a figure that is part of the name: COVID-19, SARS-CoV-2, IL-6, PCSK9-2.
            r"(?i:covid|sars-cov|mers-cov)-?\d{1,4}(?!\w)",
            r"[A-Z]{2,8}(?:-[A-Z][A-Za-z]{0,6}){0,2}-\d{1,4}[A-Za-z]?(?![\w-])",
            # Dates, 24/7, 120/80, telephone numbers.
            r"\d{1,4}/\d{1,4}(?:/\d{1,4})?(?!\w)",
            r"(?:\+?\d{1,3}-)?\d{3}-(?:\d{3}-)?\d{4}(?!\w)",
            # Units over units: mg/kg, kg/m2, mg/kg/day.
            rf"{_UNIT}(?:/{_UNIT}){{1,3}}(?!\w)",
            # Figures, and decades ("the 60's"), ordinals.
            rf"\d{{1,40}}(?:[.,:]\d{{1,40}}){{0,20}}(?:{_APOSTROPHE}?s|st|nd|rd|th)(?!{_W})",
            rf"\d{{1,40}}(?:[.,:]\d{{1,40}}){{0,20}}(?={_ATTACHED}(?!{_W}))",
            rf"\d{{1,40}}(?:[.,:]\d{{1,40}}){{1,20}}(?!{_W})",
            rf"\.\d+(?!{_W})",
            # Abbreviations and initials.
            "(?:"
            + "|".join(
                re.escape(a) for a in sorted(_ABBREVIATIONS | _NUMBERED, key=len, reverse=True)
            )
            + ")",
            r"(?:[A-Za-z]\.){2,8}(?!\w)",
            r"[A-Z]\.(?=$|,|['\u2019]s)",
            # The parts of contractions, also "cannot", "gonna" and those typed without apostrophe.
            rf"{_NEGATED}(?=[nN]{_APOSTROPHE}?[tT](?!{_W}))",
            rf"[nN]{_APOSTROPHE}?[tT](?!{_W})",
            rf"(?i:can)(?=(?i:not)(?!{_W}))|(?i:gon|wan)(?=(?i:na)(?!{_W}))|(?i:got)(?=(?i:ta)(?!{_W}))",
            rf"(?:[Tt]hat|[Tt]here|[Hh]ere|[Ww]hat)(?=s(?!{_W}))|I(?=(?:m|ve)(?!{_W}))",
            rf"(?:[Yy]ou|[Tt]hey)(?=re(?!{_W}))|(?:[Ii]t|[Tt]hat)(?=ll(?!{_W}))",
            rf"{_APOSTROPHE}(?i:s|m|d|re|ve|ll|em|cause|til|tis)(?!{_W})",
            rf"{_APOSTROPHE}\d\ds?(?!{_W})",
            # Words. An apostrophe inside is part of one (O'Connell) unless a contraction follows.
            r"[A-Z]{1,3}&[A-Z]{1,3}(?!\w)",
            r"[Ee]-mails?(?!\w)",
            r"[wcWC]/[ocOC](?!\w)|[wW]/(?=\w)",
            rf"(?:{_W}){{1,{MAX_TOKEN}}}(?:{_APOSTROPHE}(?!(?i:s|m|d|re|ve|ll)(?!{_W}))(?:{_W}){{2,24}})?",
            # Runs of the same or of sentence-ending marks.
            r"\.{2,64}|[!?]{2,64}|-{2,64}|={2,64}|\*{2,64}|~{2,64}|_{2,64}|#{2,64}|<{2,64}|>{2,64}",
            r"[\u00b2\u00b3\u00b9\u2070-\u2079]{1,16}(?:[,\u2013-][\u00b2\u00b3\u00b9\u2070-\u2079]{1,16}){0,16}",
            r"''|``",
            r".",
        )
    ),
    re.DOTALL,
)


class CopyTokenizer:
    """Text -> `Doc` whose tokens lie at the same code points as in the text.

    Every single white-space character (also a line feed) becomes the space after its token, so a
    wrapped line does not put a token into the sentence; of a longer run, the rest is one
    white-space token. Hence `doc.text` has the length of `text` but may differ in white space.
    """

    def __init__(self, vocab: Vocab | None = None) -> None:
        self.vocab = vocab
        self._cache: dict[str, list[str]] = {}

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        words, spaces = self.split(text)
        if self.vocab is None:
            raise ValueError("a tokenizer without a vocabulary can only split")
        return Doc(self.vocab, words=words, spaces=spaces)

    def split(self, text: str) -> tuple[list[str], list[bool]]:
        """The tokens, and whether a space follows each; needs neither a vocabulary nor spaCy."""
        words: list[str] = []
        spaces: list[bool] = []
        chunks = [match.span() for match in _CHUNK.finditer(text)]
        end = 0
        for index, (start, stop) in enumerate(chunks):
            _white_space(text[end:start], words, spaces)
            end = stop
            pieces = self._pieces(text[start:stop])
            last = pieces[-1]
            if last[-1] == "." and len(last) > 1 and last[-2] != ".":
                before = text[slice(*chunks[index - 1])] if index else ""
                after = text[slice(*chunks[index + 1])] if index + 1 < len(chunks) else ""
                if _ends_sentence(last, before, after):
                    pieces = [*pieces[:-1], last[:-1], "."]
            words.extend(pieces)
            spaces.extend([False] * len(pieces))
        _white_space(text[end:], words, spaces)
        return words, spaces

    def _pieces(self, chunk: str) -> list[str]:
        known = self._cache.get(chunk)
        if known is not None:
            return known
        pieces = _PATTERN.findall(chunk)
        if len(chunk) <= _CACHE_CHUNK and len(self._cache) < _CACHE_ENTRIES:
            self._cache[chunk] = pieces
        return pieces

    def pipe(self, texts: Iterable[str]) -> Iterator[Doc]:
        for text in texts:
            yield self(text)

    # The tokenizer has no state of its own to store; the pipeline's configuration names it.
    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> CopyTokenizer:
        return self

    def to_disk(self, _path: Any, **_: Any) -> None:
        return None

    def from_disk(self, _path: Any, **_: Any) -> CopyTokenizer:
        return self


_CHUNK = re.compile(r"\S+")


def _white_space(run: str, words: list[str], spaces: list[bool]) -> None:
    if not run:
        return
    if words and not spaces[-1]:
        spaces[-1] = True
        run = run[1:]
    if run:
        words.append(run)
        spaces.append(False)


def _ends_sentence(last: str, before: str, after: str) -> bool:
    """Whether the full stop of the abbreviation `last` is rather the sentence's."""
    if not after:
        return True
    if last in _NUMBERED:
        return not after[0].isdigit()
    if len(last) == 2:
        named = before[:1].isupper() and before.lower() not in _LETTERED
        return not (after[0].isupper() and (named or not before))
    if last.count(".") > 1:
        return False
    return last in _OPEN_ENDED and after[0].isupper()


_STRAIGHT = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u201a"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u00ab\u00bb"), '"'),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-"),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060"), None),
    ord("\u2014"): "--",
    ord("\u2026"): "...",
}


def normalise(word: str) -> str:
    """The form that the model sees: lower case, plain quotes and hyphens, nothing invisible."""
    return word.translate(_STRAIGHT).lower() or word
