"""Who a verb speaks of where it has no subject of its own: orders, purposes, clipped praise.

"To prevent infection, cook thoroughly" says what to do; "able to prevent infection", "its power to
prevent infection" and "a natural way to prevent infection" say that something does.
"""

from __future__ import annotations

from claimcheck.claim import Sentence

# After these a "to" goes on with what the thing does.
_DOES = frozenset(
    """
    able proven proved shown formulated designed made created developed engineered crafted
    guaranteed known blended built found tested selected demonstrated clinically helps works work
    working acts act acting begins starts continues certain sure tailored optimised optimized
    concocted composed compounded documented believed said reported
    """.split()
)
# What a thing has in it to do; "your body's ability to heal" is the body's.
_ABILITY = frozenset(
    """
    ability abilities power powers capacity potential capability capabilities strength knack
    virtue virtues
    """.split()
)
_BODILY = frozenset(
    """
    your my our his her their body's body bodies skin's skin liver's brain's cells cells' heart's
    immune system system's person's patient's patients patient people's people one's child's
    """.split()
)
# Ways, which are advice unless they are praised.
_WAYS = frozenset(
    """
    way ways means method approach solution answer secret key trick choice option tool aid weapon
    recipe route path alternative treatment remedy therapy help formula
    """.split()
)
_PRAISE = frozenset(
    """
    good great gentle natural easy effective proven powerful simple perfect ideal safe fast quick
    quickest fastest easiest safest soothing holistic brilliant wonderful excellent amazing
    fantastic superb delicious tasty painless affordable reliable smart smarter new unique
    revolutionary clever healthy healthier drug noninvasive invasive convenient potent surefire
    foolproof traditional ancient trusted gentlest tested unbeatable efficient cost luxurious
    better all 100% % lovely non pleasant cheap comfortable discreet advanced innovative
    """.split()
)
_CLIPPED = frozenset("uses works acts helps combines contains blends".split())
_ORDERS = frozenset({"VB", "VBP"})
_ADVERB = frozenset("help also naturally gently quickly safely effectively further even".split())


def infinitive_to(sentence: Sentence, verb: int) -> int | None:
    """The "to" that a verb hangs on, or the verb before it that it is joined to."""
    for _ in range(3):
        word = verb - 1
        while word >= 0 and verb - word < 5:
            if sentence.words[word] == "to":
                return word
            if sentence.tags[word] != "RB" and sentence.words[word] not in _ADVERB:
                break
            word -= 1
        above = sentence.heads[verb]
        if sentence.deps[verb] != "conj" or above >= verb:
            return None
        verb = above
    return None


def promises(sentence: Sentence, to: int) -> bool | None:
    """Whether what stands before a "to" makes the verb after it a promise.

    None where it is the body or the reader that is able.
    """
    before = to - 1
    while before > 0 and (
        sentence.tags[before] == "RB" or sentence.words[before] in ("it", "us", "you", "help")
    ):
        before -= 1
    if before < 0:
        return False
    word = sentence.words[before]
    if word in _DOES:
        return True
    if word in _ABILITY:
        return None if _BODILY & set(sentence.words[max(0, before - 4) : before]) else True
    if word in _WAYS and is_praised(sentence, before):
        return True
    return any(
        signal.end == before + 1 and signal.name.startswith(("intervention", "product-noun"))
        for signal in sentence.signals
    ) and not any(tag in ("VB", "VBP", "VBZ", "VBD", "MD") for tag in sentence.tags[: before + 1])


def is_praised(sentence: Sentence, noun: int) -> bool:
    """ "a natural, effective way": an adjective of praise before the noun."""
    return bool(_PRAISE & set(sentence.words[max(0, noun - 5) : noun]))


def is_clipped(sentence: Sentence) -> bool:
    """ "Uses cold air to remove fat": about the product, which is left out."""
    return sentence.tags[0] == "VBZ" or sentence.words[0] in _CLIPPED


def mood(sentence: Sentence, verb: int) -> str:
    """What stands in for a subject that is not there.

    `reader` for an order ("Reduce stress"), `infinitive` for a purpose ("To prevent infection,
    cook thoroughly"), `none` for a clipped sentence about the product ("Relieves migraine").
    """
    to = infinitive_to(sentence, verb)
    if to is not None:
        alone = to == 0 and sentence.deps[verb] == "ROOT"  # "To heal irritated skin."
        return "none" if alone or is_clipped(sentence) or promises(sentence, to) else "infinitive"
    return "reader" if sentence.tags[verb] in _ORDERS else "none"
