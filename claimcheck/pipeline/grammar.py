"""Small questions about a sentence's syntax, with an answer for unparsed sentences too."""

from __future__ import annotations

from claimcheck.claim import Sentence

_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "nsubj:outer", "csubj:pass"})
# Through these a verb takes over the subject of the one above it.
_SHARED = frozenset({"xcomp", "conj", "advcl", "parataxis", "cop", "aux", "ccomp"})
# Around a noun, and hardly ever around a finite verb.
_NOUN_BEFORE = frozenset(
    """
    a an the this that these those my your his her our their its no any some more less most of
    for in with from by at on per and or as , ( : /
    """.split()
)
# Verbs of the lexicon that are nouns as well; the others ("relieves") can only be verbs.
_NOUNS_TOO = frozenset(
    """
    address aid attack balance battle beat benefit block boost build burn calm cause combat control
    cure curb cut delay drop ease end fade fall fight fix flush free fuel gain get give guard halt
    heal help increase lift limit loss lower target treat work stop support shed slow smooth speed
    quiet reverse remedy repair rid report result return reward rise experience find finding feel
    show sleep manage tackle tone triple double trigger transform shrink sharp shield safeguard
    soften save raise reset rebound reduction recover regain promise produce process plump dent
    decline decrease challenge cleanse clear change focus form form function force grow firm bind
    bust cool condition crack cushion dent douse dull fire flush freeze hold inhibit lick mend numb
    open perfect prime pump purge quench ramp refresh relax repel retain sculpt scrub shut sort
    spark starve steady strip trap trim tune turn upgrade wash wipe zap contour power
    """.split()
)
_NOUN_TAGS = frozenset({"JJ", "JJR", "JJS", "DT", "PRP$", "POS", "IN", "CD", "VBN", "VBG"})
_NOUN_AFTER = frozenset(
    """
    of for in on at with from to is are was were and or has have that , . !
    """.split()
)
# What a clipped verb can follow, and how its object can begin.
_OPENS = frozenset({":", ",", "(", "/", "–", "—", "-", "•", "|", "and", "&"})
_OBJECT = frozenset({"NN", "JJ", "DT", "PR", "VB", "CD"})
_RELATIVE = frozenset({"which", "that", "who", "whom"})
_AUXILIARY = frozenset(
    """
    can could may might will would shall should must has have had been be being is are was were
    do does did able also to help helps helped proven proved shown known clinically
    scientifically effectively significantly quickly rapidly naturally safely easily often
    usually generally really truly dramatically drastically greatly instantly permanently gently
    completely totally actually even just potentially designed formulated guaranteed actively
    """.split()
)


def is_verb(sentence: Sentence, word: int) -> bool:
    """Whether a word is used as a verb.

    The tagger takes many a verb of health copy for a noun ("Magnesium lowers blood pressure"), so
    it is believed only where the words around make a noun possible.
    """
    tag = sentence.tags[word]
    if tag in ("VBN", "VBG") and sentence.deps[word] == "amod":
        return False  # "an increased attention"
    if not tag or tag[0] in "VM":
        return True
    if word == 0:
        # "Lower cholesterol naturally" is an order, "Lower cholesterol does not mean" is not.
        return not (tag.startswith("JJ") and {"VBZ", "VBP", "VBD", "MD"} & set(sentence.tags))
    text = sentence.words[word]
    if not text.endswith(("ed", "ing")) and text.removesuffix("s") not in _NOUNS_TOO:
        return tag in ("NN", "NNS", "NNP", "NNPS", "JJ", "JJR")
    before = sentence.words[word - 1]
    following = sentence.tags[word + 1][:2] if word + 1 < len(sentence.words) else ""
    if before in _OPENS and text.endswith("s") and following in _OBJECT:
        return True  # "Anti-ageing: smooths wrinkles", "soothes skin, calms redness"
    after = sentence.words[word + 1] if word + 1 < len(sentence.words) else ""
    if before == "to":
        return True
    if before in _NOUN_BEFORE or sentence.tags[word - 1] in _NOUN_TAGS or after in _NOUN_AFTER:
        return False
    return tag in ("NN", "NNS", "JJR", "JJ", "NNP", "NNPS")


def children(sentence: Sentence, word: int) -> list[int]:
    """The direct dependents of a word."""
    return [other for other, head in enumerate(sentence.heads) if head == word and other != word]


def subject_head(sentence: Sentence, verb: int) -> int | None:
    """The word that is the subject of a verb, looked up through shared subjects and relatives."""
    current = verb
    for _ in range(6):
        # The nearest first: a misread clause before it leaves a second subject behind.
        nearest = sorted(children(sentence, current), key=lambda child: abs(child - current))
        for child in nearest:
            if sentence.deps[child] in _SUBJECTS:
                if sentence.words[child] in _RELATIVE:
                    above = sentence.heads[current]
                    return above if above != current else None
                return child
        dep = sentence.deps[current]
        above = sentence.heads[current]
        if above == current:
            return None
        if dep.startswith("acl"):
            return above
        if dep not in _SHARED:
            return None
        current = above
    return None


def subtree(sentence: Sentence, head: int, *, most: int = 14) -> tuple[int, int]:
    """The words around `head` that hang on it, as one span; clauses hanging on it are left out."""
    start = end = head
    inside = {head}
    for _ in range(4):
        grown = False
        for word, above in enumerate(sentence.heads):
            dep = sentence.deps[word]
            if (
                word in inside
                or above not in inside
                or dep.startswith(("acl", "advcl", "parataxis", "punct", "conj", "appos", "ccomp"))
            ):
                continue
            if abs(word - head) > most:
                continue
            inside.add(word)
            grown = True
        if not grown:
            break
    start, end = min(inside), max(inside)
    return start, end + 1


def is_passive(sentence: Sentence, verb: int) -> bool:
    """Whether the verb is a passive participle with its auxiliary."""
    if sentence.parsed and any(
        sentence.deps[child] in ("aux:pass", "nsubj:pass") for child in children(sentence, verb)
    ):
        return True
    tag = sentence.tags[verb]
    if tag and tag != "VBN":
        return False
    before = sentence.words[max(0, verb - 3) : verb]
    return bool(tag) and bool({"is", "are", "was", "were", "be", "been", "being"} & set(before))


def verb_group_start(sentence: Sentence, verb: int) -> int:
    """Where the verb group begins: its modals, auxiliaries and adverbs included."""
    start = verb
    while (
        start > 0
        and verb - start < 8
        and (sentence.words[start - 1] in _AUXILIARY or sentence.tags[start - 1] == "RB")
    ):
        start -= 1
    # "to relieve" alone is no verb group, "is able to relieve" is.
    while start < verb and (sentence.words[start] == "to" or sentence.words[start] == "that"):
        start += 1
    return start
