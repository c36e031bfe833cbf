"""The forms of an English word, so that a lexicon says it once."""

from __future__ import annotations

_IRREGULAR_VERBS = {
    "be": "is are was were been being am",
    "beat": "beats beat beaten beating",
    "become": "becomes became becoming",
    "begin": "begins began begun beginning",
    "bind": "binds bound binding",
    "break": "breaks broke broken breaking",
    "bring": "brings brought bringing",
    "build": "builds built building",
    "buy": "buys bought buying",
    "clear": "clears cleared clearing",
    "come": "comes came coming",
    "cut": "cuts cut cutting",
    "do": "does did done doing",
    "drive": "drives drove driven driving",
    "fall": "falls fell fallen falling",
    "feel": "feels felt feeling",
    "draw": "draws drew drawn drawing",
    "eat": "eats ate eaten eating",
    "fight": "fights fought fighting",
    "find": "finds found finding",
    "flee": "flees fled fleeing",
    "forget": "forgets forgot forgotten forgetting",
    "freeze": "freezes froze frozen freezing",
    "get": "gets got gotten getting",
    "give": "gives gave given giving",
    "go": "goes went gone going",
    "grow": "grows grew grown growing",
    "have": "has had having",
    "hold": "holds held holding",
    "keep": "keeps kept keeping",
    "know": "knows knew known knowing",
    "lead": "leads led leading",
    "leave": "leaves left leaving",
    "lose": "loses lost losing",
    "make": "makes made making",
    "mean": "means meant meaning",
    "put": "puts put putting",
    "rebuild": "rebuilds rebuilt rebuilding",
    "regrow": "regrows regrew regrown regrowing",
    "reset": "resets reset resetting",
    "rid": "rids rid ridding",
    "ring": "rings rang rung ringing",
    "run": "runs ran running",
    "say": "says said saying",
    "see": "sees saw seen seeing",
    "sell": "sells sold selling",
    "send": "sends sent sending",
    "set": "sets set setting",
    "show": "shows showed shown showing",
    "shrink": "shrinks shrank shrunk shrinking",
    "sleep": "sleeps slept sleeping",
    "speak": "speaks spoke spoken speaking",
    "speed": "speeds sped speeded speeding",
    "spread": "spreads spread spreading",
    "stand": "stands stood standing",
    "swear": "swears swore sworn swearing",
    "take": "takes took taken taking",
    "tell": "tells told telling",
    "think": "thinks thought thinking",
    "throw": "throws threw thrown throwing",
    "undergo": "undergoes underwent undergone undergoing",
    "understand": "understands understood understanding",
    "wake": "wakes woke woken waking",
    "wear": "wears wore worn wearing",
    "win": "wins won winning",
    "withdraw": "withdraws withdrew withdrawn withdrawing",
    "write": "writes wrote written writing",
    "say goodbye": "says goodbye said goodbye saying goodbye",
}
_IRREGULAR_NOUNS = {
    "analysis": "analyses",
    "bacterium": "bacteria",
    "child": "children",
    "crisis": "crises",
    "datum": "data",
    "diagnosis": "diagnoses",
    "foot": "feet",
    "fungus": "fungi",
    "hypothesis": "hypotheses",
    "life": "lives",
    "man": "men",
    "metastasis": "metastases",
    "mouse": "mice",
    "ovum": "ova",
    "person": "people",
    "prognosis": "prognoses",
    "psychosis": "psychoses",
    "thrombosis": "thromboses",
    "tooth": "teeth",
    "woman": "women",
}
# Two-syllable verbs stressed on the last syllable double their consonant; the rest do not.
_DOUBLING = {
    "abet", "admit", "ban", "blur", "calm down", "chop", "clog", "commit", "compel", "concur",
    "control", "cram", "curb", "deter", "dim", "dip", "drop", "equip", "excel", "expel", "flag",
    "flip", "flog", "forget", "grab", "gut", "hit", "hop", "hug", "incur", "jog", "knit", "nag",
    "nip", "occur", "omit", "patrol", "permit", "pin", "plan", "plug", "pop", "prefer", "quit",
    "rebel", "recur", "refer", "regret", "repel", "rid", "rip", "rob", "rub", "scan", "shed",
    "shop", "shred", "shut", "sip", "skip", "slam", "slim", "slip", "snap", "spot", "stem",
    "step", "stir", "stop", "strip", "submit", "sum", "swap", "tan", "tap", "top", "transfer",
    "transmit", "trim", "unclog", "unplug", "upset", "wrap", "zap",
}  # fmt: skip
_VOWELS = "aeiou"


def verb_forms(phrase: str) -> list[str]:
    """All forms of a verb; in a phrase ("get rid of") the first word inflects.

    The base form comes first.
    """
    head, _, rest = phrase.partition(" ")
    tail = f" {rest}" if rest else ""
    return [form + tail for form in dict.fromkeys([head, *_verb_forms(head)])]


def noun_forms(phrase: str) -> list[str]:
    """The singular and plural of a noun; in a phrase the last word inflects.

    The phrase as given comes first.
    """
    rest, _, head = phrase.rpartition(" ")
    lead = f"{rest} " if rest else ""
    return list(dict.fromkeys([phrase, lead + plural(head)]))


def plural(noun: str) -> str:
    """The plural of a singular noun."""
    if noun in _IRREGULAR_NOUNS:
        return _IRREGULAR_NOUNS[noun]
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and len(noun) > 1 and noun[-2] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + "s"


def _verb_forms(verb: str) -> list[str]:
    if verb in _IRREGULAR_VERBS:
        return _IRREGULAR_VERBS[verb].split()
    if verb in _DOUBLING:
        last = verb[-1]
        return [_third_person(verb), f"{verb}{last}ed", f"{verb}{last}ing"]
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return [verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y") and len(verb) > 1 and verb[-2] not in _VOWELS:
        return [verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    if verb.endswith("ee"):
        return [verb + "s", verb + "d", verb + "ing"]
    return [_third_person(verb), verb + "ed", verb + "ing"]


def _third_person(verb: str) -> str:
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
