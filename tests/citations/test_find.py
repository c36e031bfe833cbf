"""Citations in every format, what each resolves to, and the many things that are none."""

from __future__ import annotations

from itertools import pairwise

import pytest

from claimcheck.citations import find_citations
from claimcheck.claim import Citation
from tests.citations.documents import citations, document, shown

LIST = """

## References

1. Brandt K. Zinc and the common cold. J Winter Med 2019;4:11–19.
2. Osei P, Lindqvist T. Sleep after shift work. Rest 2020.
3. Varga I, et al. Ginger for nausea: a trial. 2021. doi:10.5555/gin.21.3
"""


def problems(text: str, suffix: str = ".md") -> list[tuple[str, str]]:
    """The words and the problem of each citation that has one."""
    rows = shown(text, suffix)
    return [(words, state) for words, _, state in rows if state not in ("ok", "unknown")]


def sourced(text: str, suffix: str = ".md") -> list[str]:
    """The words of each citation that identifies a source and can back a claim."""
    return [words for words, _, state in shown(text, suffix) if state == "ok"]


def marks(text: str, suffix: str = ".md") -> list[Citation]:
    """Citations by number or note, those of the list itself left out."""
    return [
        each
        for each in citations(text, suffix)
        if each.kind in ("numeric", "footnote") and each.problem != "uncited"
    ]


# -- marks ------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".md", ".txt"])
@pytest.mark.parametrize(
    ("sentence", "labels"),
    [
        ("Zinc shortens colds [1].", "1"),
        ("Zinc shortens colds.[1]", "1"),
        ("Zinc shortens colds [1, 3].", "1,3"),
        ("Zinc shortens colds [1-3].", "1,2,3"),
        ("Zinc shortens colds [1–3].", "1,2,3"),
        ("Zinc shortens colds [1,2–3].", "1,2,3"),
        ("Zinc shortens colds [ 2 ].", "2"),
        ("Zinc shortens colds.¹", "1"),
        ("Zinc shortens colds.¹⁻³", "1,2,3"),
        ("Zinc shortens colds² and coughs.", "2"),
        ("Zinc shortens colds (2).", "2"),
    ],
)
def test_numbers_resolve(sentence: str, labels: str, suffix: str) -> None:
    found = marks(sentence + LIST, suffix)
    assert sorted(",".join(each.label for each in found).split(",")) == labels.split(",")
    assert all(each.identified and each.clears and not each.problem for each in found)


@pytest.mark.parametrize(
    ("sentence", "shown_at"),
    [
        ("Zinc shortens colds [4].", "[4]"),
        ("Zinc shortens colds [2,4].", "[2,4]"),
        ("Zinc shortens colds [3-5].", "[3-5]"),
        ("Zinc shortens colds.⁷", "colds."),
        ("Zinc shortens colds [^zinc].", "[^zinc]"),
    ],
)
def test_a_mark_without_its_entry_dangles(sentence: str, shown_at: str) -> None:
    assert (shown_at, "dangling") in problems(sentence + LIST)


def test_a_mark_in_a_page_without_a_list_dangles() -> None:
    [mark] = citations("Zinc shortens colds [1].")
    assert mark.problem == "dangling"
    assert mark.detail == "the document has no list of sources"


def test_a_missing_list_is_one_fault_however_many_marks() -> None:
    found = citations("Zinc helps [1]. Ginger too [2]. Rest as well [3].")
    assert [each.problem for each in found] == ["dangling", "", ""]
    assert not any(each.identified for each in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "Take it at 10 o'clock [optional].",
        "The guideline [2021] was renewed.",
        "The effect was small (95% CI [5-10]).",
        "Scores fell (IQR [2, 5]).",
        "About [1,234] people took part.",
        "Item a[3] of the table.",
        "Take [10-5] drops.",
        "Section [0] is empty.",
        "It weighs [12 mg].",
        "The room measures 20 m² and the box 3 cm³.",
        "Give 10⁶ cells, and note that r² = 0.8 and χ² = 4.",
        "The ion is Ca²⁺.",
        "Open 24/7, from 10.5 mg, in section 3.2.",
        "The plan has three steps: (1) rest, (2) drink and (3) sleep.",
        "In England (2) it is free.",
        "Our shop is open on Sundays¹",
        "Required fields* and prices from £20*.",
        "Rated 5* by **300** users.",
        "It was great (ref).",
        "Write to [info@shop.example].",
    ],
)
def test_figures_that_are_no_marks(sentence: str) -> None:
    assert citations(sentence) == []


def test_an_enumeration_is_no_mark_even_beside_a_list() -> None:
    assert marks("Zinc [1] has three uses: (1) rest, (2) drink and (3) sleep." + LIST)[1:] == []


def test_superscripts_of_html_resolve_and_powers_are_left() -> None:
    page = (
        "<p>Zinc<sup>1</sup> helps<sup>2,3</sup> in 10<sup>6</sup> cells and 5 m<sup>2</sup>.</p>"
        "<h2>Sources</h2><ol><li>Brandt K. Zinc. J Winter Med 2019.</li>"
        "<li>Osei P. Sleep. Rest 2020;1:2.</li></ol>"
    )
    found = marks(page, ".html")
    assert [(each.label, each.problem) for each in found] == [("1", ""), ("2,3", "dangling")]
    assert "3" in found[1].detail


def test_linked_numbers_lead_to_the_list_or_out() -> None:
    page = (
        '<p>Zinc helps [<a href="#r1">1</a>] and soothes'
        ' <a href="https://pubmed.ncbi.nlm.nih.gov/31711912/">2</a>.</p>'
        '<h2>References</h2><ol><li id="r1">Brandt K. Zinc. J Winter Med 2019.</li></ol>'
    )
    rows = [each for each in citations(page, ".html") if not each.problem]
    assert [(each.kind, each.label) for each in rows] == [("numeric", "1"), ("pmid", "31711912")]


def test_footnotes() -> None:
    text = (
        "Zinc helps.[^a] It is cheap.[^b] It is safe.[^c]\n\n"
        "[^a]: Brandt K. Zinc. J Winter Med 2019.\n[^b]: We mean cheaper than most.\n"
        "[^d]: Osei P. Sleep. Rest 2020.\n"
    )
    rows = shown(text)
    assert [state for _, kind, state in rows if kind == "footnote"] == ["ok", "dangling", "uncited"]
    assert ("[^c]", "footnote", "dangling") in rows


def test_an_asterisk_counts_where_its_note_names_a_source() -> None:
    note = "\n\n\\* Brandt K. et al. Zinc. J Winter Med 2019;3:1."
    assert sourced("Zinc helps*." + note) == ["*"]
    disclaimer = "\n\n\\* These statements have not been evaluated by the agency."
    assert citations("Zinc helps*." + disclaimer) == []


@pytest.mark.parametrize(
    ("text", "keys", "state"),
    [
        ("Zinc helps [@brandt2019].", None, "dangling"),
        ("Zinc helps [see @brandt2019, p. 3; @osei2020].", None, "dangling"),
        ("Zinc helps [@brandt2019].", ["brandt2019"], "ok"),
        ("Zinc helps [@brandt2019; @osei2020].", ["brandt2019"], "dangling"),
        ("---\nbibliography: refs.bib\n---\nZinc helps [@brandt2019].", None, "ok"),
        ("Zinc helps {% cite brandt2019 %}.", ["brandt2019"], "ok"),
    ],
)
def test_keys_of_a_bibliography(text: str, keys: list[str] | None, state: str) -> None:
    [found] = find_citations(document(text), keys=keys)
    assert (found.problem or "ok") == state


@pytest.mark.parametrize(
    "words", ["[citation needed]", "[source needed]", "[ref]", "[insert citation]", "[??]"]
)
def test_a_source_that_is_still_to_come(words: str) -> None:
    assert problems(f"Zinc shortens colds {words}.") == [(words, "dangling")]


# -- the list itself ----------------------------------------------------------------------------


def test_entries_that_no_mark_calls() -> None:
    found = problems("Zinc helps [1]. Sleep too [2]." + LIST)
    assert [state for _, state in found] == ["uncited"]
    assert found[0][0].startswith("Varga")


@pytest.mark.parametrize(
    "text",
    [
        "Zinc helps. Sleep too." + LIST,  # no marks at all
        "Zinc helps [1]." + LIST,  # marks are not the habit: most entries have none
        "Zinc helps [1]. Sleep too [2]." + LIST.replace("References", "Further reading"),
    ],
)
def test_lists_that_need_no_marks(text: str) -> None:
    assert problems(text) == []


def test_a_list_says_things_once_and_says_them() -> None:
    text = (
        "Zinc [1], ginger [2], sleep [3], and rest [4].\n\n## References\n\n"
        "1. Varga I. Ginger. 2021. doi:10.5555/gin.21.3\n2. Internet\n"
        "3. Varga, I. Ginger for nausea. https://doi.org/10.5555/GIN.21.3\n"
        "4. https://www.amazon.com/dp/B000123\n"
    )
    assert [state for _, state in problems(text)] == ["uninformative", "duplicate", "weak-source"]
    by_label = {each.label: each for each in marks(text)}
    assert by_label["1"].clears
    assert not by_label["2"].identified
    assert not by_label["4"].clears


def test_entries_that_run_together() -> None:
    text = (
        "Zinc [1], sleep [2] and rest [3].\n\n## References\n\n"
        "[1] Brandt K. Zinc. Rest 2019.\n[2] Osei P. Sleep. Rest 2020.\n"
    )
    assert [(each.label, each.problem) for each in marks(text)] == [
        ("1", ""), ("2", ""), ("3", "dangling"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "entry",
    [
        "Brandt K. Zinc. 2019.",
        "World Health Organization. Sleep. 2020.",
        "NHS. Common cold. https://www.nhs.uk/conditions/common-cold/",
        "https://www.cdc.gov/sleep/about/index.html",
        "doi:10.5555/gin.21.3",
        "PMID: 24740528",
        "Dietary supplements: what you need to know, National Institute of Rest",
        "Handbook of Rest, 3rd edition, ISBN 0-306-40615-2",
    ],
)
def test_entries_that_a_reader_can_find(entry: str) -> None:
    text = f"Zinc helps [1].\n\n## References\n\n1. {entry}\n"
    [mark] = marks(text)
    assert (mark.identified, mark.clears, mark.problem) == (True, True, "")


@pytest.mark.parametrize(
    "front",
    [
        "references:\n  - Brandt K. Zinc. Rest 2019;1:2.\n  - Osei P. Sleep. Rest 2020;2:3.",
        "sources:\n  - {author: Brandt, title: Zinc, year: 2019}\n  - {author: Osei, year: 2020}",
        "citations:\n  - {title: Zinc by Brandt, url: https://rest.example/z, date: 2019}\n  - x",
    ],
)
def test_sources_listed_in_front_matter(front: str) -> None:
    text = f"---\n{front}\n---\nZinc helps [1]. Sleep too [3]."
    first, second = marks(text)
    assert (first.identified, first.problem) == (True, "")
    assert second.problem == "dangling"
    assert sourced(f"---\n{front}\n---\nZinc helps (Brandt 2019).") == ["Brandt 2019"]


def test_works_described_in_front_matter_answer_to_their_keys() -> None:
    text = "---\nreferences:\n  - {id: brandt2019, title: Zinc}\n---\nZinc helps [@brandt2019; @x]."
    [found] = citations(text)
    assert (found.problem, found.detail) == ("dangling", "the bibliography has no entry 'x'")
    [found] = citations(text.replace("; @x", ""))
    assert found.identified


def test_sources_listed_for_machines() -> None:
    page = (
        '<script type="application/ld+json">{"@type": "Article", "citation": [{"@type": "Article",'
        ' "author": {"name": "Klara Brandt"}, "datePublished": "2019"}]}</script>'
        "<p>Zinc shortens colds (Brandt et al., 2019). Sleep helps (Osei, 2020).</p>"
        "<h2>References</h2><ul><li>Osei P. Sleep. Rest 2020;2:3.</li></ul>"
    )
    assert problems(page, ".html") == []
    unreadable = page.replace('{"@type": "Article", "citation"', '{{"citation"')
    assert problems(unreadable, ".html") == [("Brandt et al., 2019", "dangling")]


# -- authors and year ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Pain fell (Brandt 2018).", ["Brandt 2018"]),
        ("Pain fell (Brandt, 2018).", ["Brandt, 2018"]),
        ("Pain fell (Brandt et al., 2018).", ["Brandt et al., 2018"]),
        ("Pain fell (Brandt & Osei, 2018b).", ["Brandt & Osei, 2018b"]),
        ("Pain fell (Brandt, Osei and Varga 2018).", ["Brandt, Osei and Varga 2018"]),
        ("Pain fell (Brandt 2018; Osei et al. 2020).", ["Brandt 2018", "Osei et al. 2020"]),
        ("Pain fell (see Brandt, 2018, p. 14).", ["Brandt, 2018"]),
        ("Pain fell (e.g., van der Meer & O’Shea, 2017).", ["van der Meer & O’Shea, 2017"]),
        ("Pain fell (reviewed in Szabó 2016).", ["Szabó 2016"]),
        ("Pain fell (Brandt K, 2018).", ["Brandt K, 2018"]),
        ("Pain fell [Brandt et al., 2018].", ["Brandt et al., 2018"]),
        ("Brandt et al. (2018) saw less pain.", ["Brandt et al. (2018)"]),
        ("Brandt and Osei (2018) saw less pain.", ["Brandt and Osei (2018)"]),
        ("Brandt (2018) saw less pain.", ["Brandt (2018)"]),
        ("As Brandt and colleagues reported in 2018, pain fell.", ["Brandt and colleagues"]),
        ("Brandt’s 2018 randomised trial saw less pain.", ["Brandt’s 2018 randomised trial"]),
        ("A 2018 trial by Brandt saw less pain.", ["trial by Brandt"]),
        ("A study led by Dr Ama Osei in 2020 saw less pain.", ["study led by Dr Ama Osei"]),
        ("A review by Cy Okoye in the World Journal of Rest saw it.", ["review by Cy Okoye"]),
        ("Pain fell (Müller-Lüdenscheidt 2018).", ["Müller-Lüdenscheidt 2018"]),
    ],
)
def test_authors_with_a_year(text: str, words: list[str]) -> None:
    assert sourced(text) == words
    assert problems(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "We opened in Leeds (2021).",
        "It was renewed (March 2021).",
        "Next class (Monday 2019).",
        "The winter (Winter 2019) was long.",
        "Voted best spa (Gold Award 2022).",
        "Best Clinic (2022) in town.",
        "Our founder, a lawyer (since 2019), agrees.",
        "In Chicago (2019) it rained.",
        "We moved (Austin, 2022).",
        "The app (Version 2021) is free.",
        "See Figure 2 (2019).",
        "The Golden Door (2003) is a film.",
        "It held (n = 2019).",
        "During the pandemic (COVID 2020) we closed.",
        "The price (USD 2019) fell.",
        "Meet Dr. Lindqvist (2019 graduate).",
        "Meet Dr. Lindqvist, who joined in 2019.",
        "A 2021 study by Harvard researchers saw less pain.",
        "A 2021 study by Oslo University saw less pain.",
        "A study by Brandt saw less pain.",
        "Brandt et al. saw less pain.",
        "Members of the team and colleagues met in 2018.",
        "Copyright (Acme 2019 Ltd).",
        "As seen in Mirror (2021) and Gazette (2020).",
        "Reviewed by Dr. Lindqvist (2022).",
    ],
)
def test_years_that_date_no_work(text: str) -> None:
    assert citations(text) == []


AUTHORS = """

## References

- Brandt, K. (2019). Zinc and the common cold. Journal of Winter, 4, 11–19.
- Osei, P., & Lindqvist, T. (2020). Sleep after shift work. Rest, 2, 1–9.
"""


def test_authors_resolve_against_the_list() -> None:
    text = "Colds were shorter (Brandt, 2019). Sleep was too (Osei & Lindqvist, 2020)." + AUTHORS
    assert sourced(text) == ["Brandt, 2019", "Osei & Lindqvist, 2020"]
    assert problems(text) == []


def test_authors_missing_from_the_list() -> None:
    text = "Colds were shorter (Brandt, 2019). Sleep was too (Osei, 2021)." + AUTHORS
    assert ("Osei, 2021", "dangling") in problems(text)


def test_a_list_alone_makes_no_author_missing() -> None:
    # Nothing shows that this page cites by author and year.
    assert problems("We met Ferrari (2021) there." + AUTHORS) == []


def test_an_author_with_an_identifier_beside_needs_no_entry() -> None:
    text = "Colds were shorter (Brandt, 2019). Pain fell (Varga 2021, doi:10.5555/gin.21.3)."
    assert problems(text + AUTHORS.split("- Osei")[0]) == []


# -- works named in words ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A 2022 randomized trial in Maturitas tested it.", "Maturitas"),
        ("It was published in JAMA in 2019.", "JAMA"),
        ("A trial in the journal Pain (2020) tested it.", "Pain"),
        ("A 2020 study published in Sleep tested it.", "Sleep"),
        ("(Lancet 2019;393:1)", "Lancet"),
        ("It was tested before (Sleep 2019;42:7).", "Sleep"),
        ("See J Clin Psychiatry 2018;79:17.", "J Clin Psychiatry"),
        ("See Am J Psychiatry. 2021;178:193.", "Am J Psychiatry"),
        ("It appeared in the Journal of Winter Medicine, 2017.", "Journal of Winter Medicine"),
        ("It was published in Phytotherapy Letters in 2016.", "Phytotherapy Letters"),
        ("See NICE guideline NG116.", "NICE guideline NG116"),
        ("NICE (NG222) recommends it.", "NICE (NG222"),
        ("SIGN 158 recommends it.", "SIGN 158"),
        ("A Cochrane review from 2021 found little.", "Cochrane review"),
        ("(FDA, 10 October 2023)", "FDA, 10 October 2023"),
        ("(CDC, March 2021)", "CDC, March 2021"),
        ("The FDA warned on October 10, 2023 that it is not.", "FDA warned on October 10, 2023"),
        ("The 2023 VA/DoD guideline prefers therapy.", "VA/DoD guideline"),
        ("Many grow it (Centre for Herb Trade Research, 2019).",
         "Centre for Herb Trade Research, 2019"),
        ("(University of Northland, 2011)", "University of Northland, 2011"),
        ("(Mayo Clinic, 2021)", "Mayo Clinic, 2021"),
        ("(National Institute for Rest, 2020)", "National Institute for Rest, 2020"),
        ("A 2019 WHO report counted them.", "WHO report"),
        ("The US prescribing information lists it.", "US prescribing information"),
        ("The UK Biobank followed half a million people.", "UK Biobank"),
        ("The Northland Cardiac Society’s guideline of 2022 says so.",
         "The Northland Cardiac Society’s guideline"),
    ],
)  # fmt: skip
def test_named_works(text: str, words: str) -> None:
    assert sourced(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "A study in a medical journal tested it in 2020.",
        "A study in The Lancet tested it.",
        "Sleep is good, and pain is not, since 2019.",
        "Journaling since 2019 has helped.",
        "The FDA approved it in 2019.",
        "FDA-approved since 2015.",
        "Made under FDA guidelines since 2015.",
        "Following 2019 FDA guidance, we test each batch.",
        "Our kitchen meets the 2021 EFSA standards.",
        "The FDA was founded in 1906.",
        "In 2020 the CDC moved house.",
        "Read the patient leaflet and the prescribing information.",
        "Science tells us so since 2018.",
        "Nature heals, as 2021 has shown.",
        "Meet us at the Rest Center (2019).",
        "Cochrane Street is closed in 2021.",
        "It was published in Germany in 2019.",
        "She graduated from the College of Winter Arts in 2019.",
    ],
)
def test_words_that_name_no_work(text: str) -> None:
    assert sourced(text) == []


# -- links -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A [trial in adults](https://pubmed.ncbi.nlm.nih.gov/24740528/) saw less pain.",
         "trial in adults"),
        ("[This study](https://doi.org/10.5555/gin.21.3) saw less pain.", "This study"),
        ("[Studies](https://www.nejm.org/doi/full/x1) show it.", "Studies"),
        ("It [eases nausea](https://www.rest-letters.example/2021/ginger-trial).", "eases nausea"),
        ("See [NCT02655692](https://clinicaltrials.gov/study/NCT02655692).", "NCT02655692"),
        ("See <https://www.rest-letters.example/2021/ginger>.", ""),
        ("See https://www.rest-letters.example/2021/ginger.",
         "https://www.rest-letters.example/2021/ginger"),
        ("Studies have [shown](https://rest-letters.example/x9) it.", "shown"),
        ("It [relieves migraine](https://herbs.example/x9).", "relieves migraine"),
        ("Read [Copperleaf in nurses: what ten years taught](https://herbs.example/x9) first.",
         "Copperleaf in nurses: what ten years taught"),
        ("[Sleep](https://www.nhs.uk/live-well/sleep/) matters.", "Sleep"),
    ],
)  # fmt: skip
def test_links_that_are_sources(text: str, words: str) -> None:
    assert sourced(text) == [words]


@pytest.mark.parametrize(
    ("text", "words", "problem"),
    [
        ("For the research behind it, visit [our website](https://acme.example).", "our website",
         "uninformative"),
        ("[Read the science here](https://blog.example/zinc).", "Read the science here",
         "uninformative"),
        ("The research is [here](https://blog.example/zinc).", "here", "uninformative"),
        ("The research is [here](https://pubmed.ncbi.nlm.nih.gov/24740528/).", "here",
         "uninformative"),
        ("[Click here](https://blog.example/zinc) for the studies.", "Click here", "uninformative"),
        ("See [this study](https://blog.example/zinc) on pain.", "this study", "uninformative"),
        ("Read [this trusted resource](https://blog.example/).", "this trusted resource",
         "uninformative"),
        ("Read [scientific evidence](https://blog.example/) on pain.", "scientific evidence",
         "uninformative"),
        ("[Clinical studies](https://acme.example/products/zinc) show that it works.",
         "Clinical studies", "weak-source"),
        ("A [study of sleepers](https://www.amazon.co.uk/dp/B01) shows that it works.",
         "study of sleepers", "weak-source"),
        ("The [evidence](https://www.youtube.com/watch?v=1) is on our side.", "evidence",
         "weak-source"),
        ("[Research](https://www.facebook.com/acme) has shown that it works.", "Research",
         "weak-source"),
        ("The [trial results](https://www.prnewswire.com/x.html) are in.", "trial results",
         "weak-source"),
        ("All [studies](https://scholar.google.com/scholar?q=zinc) show that.", "studies",
         "weak-source"),
        ("One [study](https://www.medrxiv.org/content/10.1101/2021.01.02.21249123v1) says so.",
         "study", "weak-source"),
        ("See our [clinical research](/blog/science) for the proof.", "clinical research",
         "own-site"),
    ],
)  # fmt: skip
def test_links_that_are_poor_sources(text: str, words: str, problem: str) -> None:
    assert problems(text) == [(words, problem)]


@pytest.mark.parametrize(
    "text",
    [
        "[Book here](/book) or [contact us here](/contact).",
        "[Learn more](/about) about [our team](/team).",
        "Follow us on [Instagram](https://www.instagram.com/acme).",
        "[Research](/research) [Shop](/shop) [Cart](/cart)",
        "- [Our science](/science)\n- [Home](/)\n",
        "[Start your free trial here](https://acme.example/trial).",
        "[Join our clinical trial](https://acme.example/join) today.",
        "Read our [case study](https://acme.example/case) and buy.",
        "Read [our privacy policy here](/privacy).",
        "See [the reviews](https://www.trustpilot.com/review/acme).",
        "Buy it on [Amazon](https://www.amazon.com/dp/B01).",
        "[Download the brochure here](/brochure.pdf).",
        "Call us [here](tel:+15550100) or write [here](mailto:a@b.example).",
        "Our [CBD gummies](https://herbs.example/gummies) calm anxiety.",
        "[Copperleaf](https://herbs.example/copperleaf) relieves headache.",
        "Try [Calm Drops](https://herbs.example/calm-drops) tonight, it helps sleep.",
        "[Begin intake](https://acme.example/intake).",
        "Made by [Calm Gummies](https://calmgummies.example/range), the maker.",
        "Jump to [the evidence](#evidence) below.",
        "According to [the institute](https://institute.example/), sleep helps.",
    ],
)
def test_links_that_cite_nothing(text: str) -> None:
    assert citations(text) == []


def test_the_own_site_is_told_by_meta_data_navigation_or_configuration() -> None:
    link = '<p>See the <a href="https://acme.example/trial">clinical trial</a> of our gum.</p>'
    canonical = '<link rel="canonical" href="https://www.acme.example/gum">'
    menu = '<a href="https://acme.example/contact">Contact us</a>'
    assert problems(link, ".html") == [("clinical trial", "uninformative")]
    assert problems(canonical + link, ".html") == [("clinical trial", "own-site")]
    assert problems(menu + link, ".html") == [("clinical trial", "own-site")]
    [found] = find_citations(document(link, ".html"), own=["acme.example"])
    assert found.problem == "own-site"


def test_a_public_body_may_cite_itself() -> None:
    page = (
        '<link rel="canonical" href="https://www.nhs.uk/conditions/cold/">'
        '<p>See the <a href="/research/">published research</a> on colds.</p>'
    )
    assert citations(page, ".html") == []


# -- pointing without a link ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Access this carefully selected external resource and discover additional information.",
         "this carefully selected external resource"),
        ("Curious? Explore these hand-picked articles.", "these hand-picked articles"),
        ("For more details, please visit this helpful external website.",
         "this helpful external website"),
        ("Learn more from a trusted resource.", "a trusted resource"),
        ("Read the science here.", "Read the science here"),
        ("Check out all the clinical evidence here!", "Check out all the clinical evidence here"),
        ("Click here for the studies.", "Click here for the studies"),
        ("Tap here to view the clinical trials.", "Tap here to view the clinical trials"),
        ("The studies can be found here.", "The studies can be found here"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".md", ".txt", ".html"])
def test_pointing_at_nothing(text: str, words: str, suffix: str) -> None:
    assert problems(text, suffix) == [(words, "uninformative")]


@pytest.mark.parametrize(
    "text",
    [
        "Book here. Contact us here. Order here today.",
        "Click here to book. Click here for more. Click here for directions.",
        "Click here to join our clinical trial.",
        "Click here for our research newsletter.",
        "Water is a renewable resource.",
        "Our nurses are a trusted resource for new parents.",
        "Get medical advice from a trusted source.",
        "Share this article with a friend.",
        "Print this page, or read this leaflet carefully.",
        "Visit this site to book.",
        "See this article by the Northland Sleep Society.",
        "Read this helpful article on sleep from Rest Letters.",
        "Find out more from these resources: NHS, Mind.",
        "Research is done here at our clinic.",
        "The evidence here is weak.",
        "Here the study ended.",
        "We do not endorse this external resource.",
        "Read more here.",
    ],
)
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_pointing_that_is_honest_or_elsewhere(text: str, suffix: str) -> None:
    assert citations(text, suffix) == []


# -- together ---------------------------------------------------------------------------------


def test_the_honest_rewrite_of_the_article_is_sourced_throughout() -> None:
    text = (
        "In a crossover trial of 41 people, PTSD scores were lower 24 hours after one infusion "
        "than after midazolam (Feder 2014, doi:10.1001/jamapsychiatry.2014.62). A trial of 158 "
        "veterans and service members found no significant effect on PTSD symptoms (Abdallah "
        "2022, doi:10.1038/s41386-022-01266-9). Ketamine can raise blood pressure, cause "
        "dissociation and be misused (FDA, 10 October 2023)."
    )
    assert problems(text) == []
    assert sourced(text) == [
        "Feder 2014",
        "doi:10.1001/jamapsychiatry.2014.62",
        "Abdallah 2022",
        "doi:10.1038/s41386-022-01266-9",
        "FDA, 10 October 2023",
    ]


def test_citations_come_in_order_and_do_not_overlap() -> None:
    text = (
        "[Brandt et al. (2019)](https://doi.org/10.5555/gin.21.3) in JAMA (2019) [1] (Osei 2020; "
        "PMID 24740528) and https://doi.org/10.5555/x.1 and [here](https://b.example) the study."
    )
    found = [each.text for each in citations(text + LIST) if not each.problem]
    assert found == sorted(found)
    assert all(not a.overlaps(b) for a, b in pairwise(found))
