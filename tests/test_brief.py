"""A briefing says what its run came to, in one language, on four to eight pages, the same bytes each time."""

import io
import re
import shlex
from dataclasses import replace
from pathlib import Path

import docx
import numpy as np
import pypdf
import pytest
from docx.oxml.ns import qn
from PIL import Image
from typer.testing import CliRunner

from takarusim.briefing import answer, brief, decision, pages, passages
from takarusim.commands.application import app
from takarusim.figures import gallery
from takarusim.language import words
from takarusim.language.numerals import LANGUAGES, day
from takarusim.results import runs
from takarusim.results.folder import ResultsFolder
from takarusim.scenario import reading

SMALL = reading.read_scenario(Path(__file__).parent / "small.yaml")


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    plan = runs.Plan(SMALL, replications=3, seed=1, jobs=1, out=tmp_path_factory.mktemp("results"))
    return runs.carry_out(plan, relax=True)


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def briefing(outcome, language):
    return brief.made(outcome.plan.folder, language)[0]


def takarusim(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def printed(briefing):
    """Returns the text of each page, spaces and line breaks as one space."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(briefing.pdf)).pages]


def edited(briefing):
    """Returns the text of the docx."""
    document = docx.Document(io.BytesIO(briefing.docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_it_has_four_to_eight_pages_with_run_and_seed_on_each(outcome, briefing):
    texts = printed(briefing)

    assert 4 <= len(texts) <= 8
    assert all(outcome.plan.id in text for text in texts)
    assert all(re.search(rf"(seed|benih acak) {outcome.plan.seed}\b", text) for text in texts)


def test_the_first_page_is_for_who_decides(outcome, language):
    """The question, the answer, one picture, how sure it is and what comes next, dated, on one page; then the annex."""
    content = brief.paper(outcome, language, "Bupati Tegal")
    first, second, *_ = printed(brief.Briefing(pages.pdf(content), b""))
    before = content.blocks[: [type(block).__name__ for block in content.blocks].index("Break")]

    assert all(words.say(key, language) in first for key in ("brief.answer", "brief.evidence"))
    assert answer.sentences(outcome, language)[0] in first
    assert day(ResultsFolder(outcome.plan.folder).made, language, "long").upper() in first
    assert "BUPATI TEGAL" in first
    assert [type(block).__name__ for block in before].count("Picture") == 1
    assert second.startswith(words.say("decide.annex", language))


def test_what_to_do_and_what_to_find_out_stand_beside_how_sure_it_is(language):
    page = decision.Page("?", ["yes", "but"], [], ["sure"], ["do"], []).blocks(language)
    heads = tuple(words.say(key, language) for key in ("brief.evidence", "decide.do"))

    assert page[-1] == pages.Columns(heads, (("sure",), ("do",)))


def test_no_page_but_the_last_is_less_than_half_full(outcome, language):
    """Ink reaches below the middle of each page, its footer left out."""
    drawn = pages._set(brief.paper(outcome, language), format="png", ppi=40)
    for page in drawn[:-1]:
        ink = np.asarray(Image.open(io.BytesIO(page)).convert("L"))
        above = ink[: int(0.92 * len(ink))]

        assert np.flatnonzero((above < 128).any(axis=1)).max() > len(ink) / 2


def test_a_word_processor_checks_its_spelling_in_its_language(briefing, language):
    document = docx.Document(io.BytesIO(briefing.docx))
    spoken = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}

    assert spoken == {{"id": "id-ID", "en": "en-GB"}[language]}


def test_it_says_the_answer_in_the_words_of_the_run(outcome, briefing, language):
    whole, document = " ".join(printed(briefing)), edited(briefing)

    for sentence in answer.sentences(outcome, language):
        assert sentence in document
        assert sentence[:30] in whole


def test_lifting_is_offered_where_it_was_not_done(outcome, language):
    hint, found = words.say("answer.lift", language), replace(outcome, relaxed=None)

    assert hint in answer.sentences(found, language)
    assert hint not in answer.sentences(outcome, language)


@pytest.mark.parametrize(
    ("required", "said", "head"), [(False, "outside the range", "plausible range"), (True, "not met", "target")]
)
def test_what_nothing_requires_is_never_said_to_be_met(outcome, required, said, head):
    scenario = reading.scenario_from(reading.tree_of(SMALL) | {"targets": {"wip": {"low": 1e6, "required": required}}})
    found = runs.Outcome(replace(outcome.plan, scenario=scenario), outcome.responses, outcome.orders, outcome.ledger)

    row = next(row for row in answer.rows(found, "en") if row.target)

    assert (row.verdict, row.is_met) == (said, False if required else None)
    assert answer.head("target", found, "en") == head
    assert any(("Targets: 0 met" in sentence) is required for sentence in answer.sentences(found, "en")[-1:])


def test_every_kpi_stands_with_its_interval_and_verdict(outcome, briefing, language):
    document = edited(briefing)
    whole = " ".join(printed(briefing))

    for row in answer.rows(outcome, language):
        assert {row.kpi, row.mean, row.interval, row.verdict} - {""} <= set(document.split("\n"))
        assert row.interval.partition(" – ")[0] in whole


def test_no_word_of_the_other_language_is_in_it(outcome, briefing, language):
    mine, theirs = (LANGUAGES.index(one) for one in (language, *set(LANGUAGES) - {language}))
    document = edited(briefing)
    heads = [text for key, text in words.WORDS.items() if key.startswith("brief.") and "{" not in text[0]]

    strange = [text[theirs] for text in heads if len(text[theirs]) > 20 and text[mine] != text[theirs]]

    assert not [text for text in strange if text in document]
    assert len([text for text in heads if text[mine] in document]) > 20


def test_the_same_run_gives_the_same_bytes(outcome, briefing, language):
    content = brief.paper(outcome, language)

    assert pages.pdf(content) == briefing.pdf
    assert pages.docx(content) == briefing.docx


def test_its_commands_make_it_again_wherever_it_is_kept(outcome, briefing, language, monkeypatch):
    ran, briefed = (shlex.split(each)[1:] for each in re.findall("^takarusim [a-z].+", edited(briefing), re.MULTILINE))
    monkeypatch.chdir(outcome.plan.out)

    assert takarusim(*ran, "--quiet").stdout == f"{outcome.plan.id}\n"
    assert takarusim(*briefed).exit_code == 0
    assert (outcome.plan.folder / f"briefing-{language}.pdf").read_bytes() == briefing.pdf
    assert [path.name for path in outcome.plan.out.iterdir()] == [outcome.plan.id]


def test_a_picture_is_there_for_each_figure_that_the_run_has(outcome, briefing, language):
    drawn = list((outcome.plan.folder / "figures").glob(f"*-{language}.png"))

    assert len(drawn) == len(gallery.figures(outcome))
    assert len(docx.Document(io.BytesIO(briefing.docx)).inline_shapes) == len(drawn)


def test_short_tables_of_the_docx_are_not_broken_over_pages_and_no_head_stands_alone(briefing):
    tables = docx.Document(io.BytesIO(briefing.docx)).tables
    kept = [[row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows] for table in tables]
    headed = [each for each in kept if any(each)]  # all but columns of words

    assert {len(each) <= 1 + pages.SHORT for each in headed} == {True, False}
    for each in headed:
        led = len(each) - 1 if len(each) <= 1 + pages.SHORT else 3
        assert each == [True] * led + [False] * (len(each) - led)


def test_the_command_writes_both_files_where_it_is_told(outcome, tmp_path):
    done = takarusim("brief", outcome.plan.folder, "--lang", "en", "--out", tmp_path / "new")

    assert done.exit_code == 0
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"briefing-en.pdf", "briefing-en.docx"}


def test_an_edited_copy_is_not_overwritten(outcome, tmp_path):
    (tmp_path / "briefing-en.docx").write_bytes(b"mine")
    done = takarusim("brief", outcome.plan.folder, "--lang", "en", "--out", tmp_path)

    assert done.exit_code == 2
    assert (tmp_path / "briefing-en.docx").read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["", "nothing"])
def test_what_is_no_folder_of_results_is_refused(tmp_path, name):
    done = takarusim("brief", tmp_path / name)

    assert done.exit_code == 2
    assert "not a folder of results, got no manifest.json; one that `takarusim run`" in done.stderr


def test_a_sweep_is_refused_with_what_draws_it(tmp_path):
    ResultsFolder(tmp_path / "swept").keep({}, {"kind": "sweep"})
    done = takarusim("brief", tmp_path / "swept")

    assert done.exit_code == 2
    assert f"no briefing of a sweep, got one; `takarusim plot {tmp_path / 'swept'}`" in done.stderr


def test_a_folder_that_was_renamed_is_refused(outcome, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    for path in outcome.plan.folder.iterdir():
        if path.is_file():
            (other / path.name).write_bytes(path.read_bytes())
    done = takarusim("brief", other)

    assert done.exit_code == 2
    assert "renamed" in done.stderr


def test_the_widest_assumptions_stand_in_the_words_of_the_language(language):
    estate = reading.read_scenario(Path(__file__).parents[1] / "scenarios" / "lik-takaru.yaml")
    (table,) = [block for block in passages.assumptions(estate, language, 300) if isinstance(block, pages.Table)]

    assert len(set(table.head)) == len(table.head)
    assert not [row for row in table.rows if "*" in "".join(row)]
    assert any(
        row[:3]
        == (
            words.say("input.several", language, owner=words.say("input.materials", language)),
            words.say("key.loss", language),
            "1%",
        )
        for row in table.rows
    )
    assert any("0,5 kg" in row[3] for row in table.rows) == (language == "id")


def test_the_days_of_table_and_figure_are_told_apart(language):
    assert words.say("cause.rework", language) in words.say("brief.held.note", language)
