"""Build the lemmatizer's tables from the training split."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from claimcheck.pipeline.lemmatizer import (
    _FAMILY,
    _LONGEST_ENDING,
    _NAMES,
    _VERBATIM,
    Endings,
    Forms,
    TableLemmatizer,
)
from claimcheck.pipeline.tokenizer import normalise
from training.convert import Sentence

# Tags whose words are an open class: an unknown one is inflected by its ending.
_OPEN = ("NNS", "VBZ", "VBG", "VBD", "JJR", "JJS", "RBR", "RBS")
_MIN_ENDING = 2


# Words of health copy that the treebank lacks or that its endings would get wrong. Written by us.
_VERBS = """
ache aggravate aid alleviate allow ameliorate amplify arrest assist attack avert awaken balance ban banish battle beat
block blunt boost bounce break breathe burn calm care cause cease chase cleanse clear combat compare
confirm conquer contain control correct counter counteract crave crush cure curb cut damage deactivate
decrease defeat defend deliver demonstrate deplete destroy detox detoxify diagnose digest dilate diminish
disappear dissolve double drive drop ease eliminate enable encourage endorse energise energize enhance ensure
eradicate erase establish exceed excel extend fade fight fix flush fuel gain glow grow guarantee halt halve
harmonise harmonize heal help hydrate ignite improve incline increase infect inhibit inject invigorate
keep kill lengthen lessen lift lighten lose lower maintain manage maximise maximize melt minimise minimize
mitigate moisturise moisturize modulate neutralise neutralize normalise normalize nourish nurture numb optimise optimize
oxidise oxidize outperform overcome permit plump prevent prescribe produce prolong promise promote protect
prove provoke purge purify raise rebalance rebuild recede recommend recover rectify reduce refresh regain
regenerate regrow regulate rehabilitate reinforce rejuvenate relax relieve remedy remove renew repair
repel replace replenish reset resolve restore retain reveal reverse revitalise revitalize revive rid safeguard
seal sedate sharpen shed shield shorten shrink silence slash slim slow smooth soothe speed spike stabilise stabilize
stimulate stop strengthen suppress surge sustain swell tackle target thrive tighten tone transform treat trigger
triple unblock uncover unlock unwind uplift vaccinate validate vanquish verify warrant weaken whiten wipe
""".split()
_DOUBLING = frozenset("ban block chat control excel repel regret rid shed slim stop beat get cut drop".split()) - {
    "block", "beat"
}
_NOUNS = {
    "viruses": "virus", "diagnoses": "diagnosis", "prognoses": "prognosis", "metastases": "metastasis",
    "psychoses": "psychosis", "neuroses": "neurosis", "thromboses": "thrombosis", "crises": "crisis",
    "analyses": "analysis", "meta-analyses": "meta-analysis", "hypotheses": "hypothesis",
    "biases": "bias", "abscesses": "abscess", "sinuses": "sinus", "fungi": "fungus",
    "bacilli": "bacillus", "stimuli": "stimulus", "vertebrae": "vertebra", "criteria": "criterion",
    "bacteria": "bacterium", "carcinomata": "carcinoma", "indices": "index", "appendices": "appendix",
    "cures": "cure", "remedies": "remedy", "placebos": "placebo", "placeboes": "placebo",
    "bonuses": "bonus", "calves": "calf", "cases": "case", "diseases": "disease",
    "doses": "dose", "enzymes": "enzyme", "kidneys": "kidney", "toes": "toe", "lenses": "lens",
    "biopsies": "biopsy", "arthritides": "arthritis", "pancreases": "pancreas", "uteruses": "uterus",
}


def own_words() -> Iterator[tuple[str, str, str]]:
    """Yield (tag family, form, lemma) for every inflected form of the words above."""
    for verb in _VERBS:
        if verb.endswith("e"):
            stem, past = verb[:-1], verb + "d"
        elif verb.endswith("y") and verb[-2] not in "aeiou":
            stem, past = verb, verb[:-1] + "ied"
        elif verb in _DOUBLING:
            stem = verb + verb[-1]
            past = stem + "ed"
        else:
            stem, past = verb, verb + "ed"
        third = verb + "s"
        if verb.endswith("y") and verb[-2] not in "aeiou":
            third = verb[:-1] + "ies"
        elif verb.endswith(("s", "x", "z", "ch", "sh")):
            third = verb + "es"
        yield "VBG", stem + "ing", verb
        yield "VBD", past, verb
        yield "VBZ", third, verb
    for form, lemma in _NOUNS.items():
        yield "NNS", form, lemma


def _edit(word: str, lemma: str) -> tuple[int, str]:
    shared = 0
    while shared < min(len(word), len(lemma)) and word[shared] == lemma[shared]:
        shared += 1
    return len(word) - shared, lemma[shared:]


def build(lemmatizer: TableLemmatizer, sentences: Iterable[Sentence]) -> None:
    """Learn both tables and put them into `lemmatizer`."""
    seen: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for sentence in sentences:
        for word in sentence.words:
            if word.tag in _VERBATIM or word.lemma == "_":
                continue
            family = _FAMILY.get(word.tag, word.tag)
            # The capitals of a name are those of the text.
            lemma = word.lemma.lower() if word.tag in _NAMES else word.lemma
            seen[family][normalise(word.form)][lemma] += 1
    endings: Endings = {}
    for family in _OPEN:
        # Every form once: an ending is a matter of types, and "was" is no pattern.
        votes: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
        for form, lemmas in seen[family].items():
            if not form.replace("-", "").isalpha():
                continue
            edit = _edit(form, lemmas.most_common(1)[0][0].lower())
            for length in range(min(_LONGEST_ENDING, len(form) - 1) + 1):
                if edit[0] <= length + 1:
                    votes[form[len(form) - length :]][edit] += 1
        rules: dict[str, tuple[int, str]] = {}
        for ending in sorted(votes, key=len):
            edit, count = votes[ending].most_common(1)[0]
            if count < (_MIN_ENDING if ending else 1):
                continue
            shorter = next((rules[ending[i:]] for i in range(1, len(ending) + 1) if ending[i:] in rules), None)
            if edit != shorter:
                rules[ending] = edit
        endings[family] = rules
    for tag, form, lemma in own_words():
        seen[tag][form] = Counter({lemma: 1})
    lemmatizer.set_tables({}, endings)
    forms: Forms = {}
    for family, words in seen.items():
        table: dict[str, str] = {}
        for form, lemmas in words.items():
            lemma = lemmas.most_common(1)[0][0]
            if lemmatizer.lemma(form, family) != lemma:
                table[form] = lemma
        forms[family] = table
    lemmatizer.set_tables(forms, endings)
