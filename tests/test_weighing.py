"""A comparison's briefing says what was found, in one language, on four to eight pages, and ranks nothing untold."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from cases import comparison
from takarusim.briefing import brief, pages, verdicts, weighing
from takarusim.language import words
from takarusim.language.numerals import LANGUAGES
from takarusim.results import comparisons
from takarusim.scenario import reading
from takarusim.statistics import estimates
from test_brief import edited, printed, takarusim
from test_versus import BASE, SCENARIOS


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    plan = comparisons.Plan(SCENARIOS, seed=1, replications=4, out=tmp_path_factory.mktemp("results"))
    return comparisons.carry_out(plan)


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def briefing(outcome, language):
    return brief.made(outcome.plan.folder, language)[0]


def found(values, headline="served"):
    """Returns a comparison of scenarios a, b, c ... with given values of one KPI: (scenarios, replications)."""
    values = np.asarray(values, float)[:, :, None]
    scenarios = dict.fromkeys("abcdef"[: len(values)], BASE)
    plan = comparisons.Plan(scenarios, seed=1, replications=values.shape[1], headline=headline)
    names = (headline, *(kpi for kpi in verdicts.BESIDE if kpi != headline))
    padded = np.concatenate([values, *[np.full_like(values, np.nan)] * (len(names) - 1)], axis=2)
    return comparisons.Outcome(plan, comparison(scenarios, names, padded, headline))


NOISE = np.random.default_rng(1).normal(0, 0.01, 12)
LOW, HIGH, WIDE = 0.5 + NOISE, 0.7 + NOISE, 0.7 + NOISE + np.tile([0.2, -0.19], 6)


def test_it_has_four_to_eight_pages_with_run_and_seed_on_each(outcome, briefing):
    texts = printed(briefing)

    assert 4 <= len(texts) <= 8
    assert all(outcome.plan.id in text for text in texts)
    assert all(re.search(rf"(seed|benih acak) {outcome.plan.seed}\b", text) for text in texts)


@pytest.mark.parametrize("others", [1, 6])
def test_it_stays_short_with_one_other_scenario_and_with_many(others, tmp_path):
    factors = (1.5, 0.5, 2, 1.2, 0.8, 1.7)[:others]
    scenarios = {"base": BASE} | {f"other-{x}": reading.with_value(BASE, "partners.maker.demand", x) for x in factors}
    plan = comparisons.Plan(scenarios, seed=1, replications=2, out=tmp_path)
    comparisons.carry_out(plan)

    assert 4 <= len(printed(brief.made(plan.folder, "id")[0])) <= 9


def test_what_was_changed_and_what_that_does_are_told(outcome, briefing, language):
    document, whole = edited(briefing), " ".join(printed(briefing))

    assert verdicts.lead(outcome, language) in document
    for sentence in (*verdicts.sentences(outcome, language), *verdicts.ranking(outcome, language)):
        assert sentence in document
        assert sentence[:25] in whole
    for label in outcome.comparison.differences:
        for row in verdicts.rows(outcome, label, 5, language):
            assert {row.kpi, row.difference, row.interval, row.verdict} <= set(document.split("\n"))
    assert {"id": "pengali permintaan", "en": "factor on demand"}[language] in document
    assert f" {outcome.plan.id}/scenario-small.resolved.yaml" in document


def test_no_word_of_the_other_language_is_in_it(briefing, language):
    mine, theirs = (LANGUAGES.index(one) for one in (language, *set(LANGUAGES) - {language}))
    document = "\n".join(line for line in edited(briefing).split("\n") if not line.startswith("takarusim "))
    families = ("brief.", "versus.", "verdict.", "waits.", "key.", "input.", "kpi.")
    heads = [text for key, text in words.WORDS.items() if key.startswith(families) and "{" not in text[0]]
    strange = {text[theirs] for text in heads if len(text[theirs]) > 3} - {text[mine] for text in heads}

    assert not [text for text in strange if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", document)]
    assert len([text for text in heads if text[mine] in document]) > 40


def test_the_same_comparison_gives_the_same_bytes(outcome, briefing, language):
    again, _ = brief.made(outcome.plan.folder, language)

    assert again == briefing


def test_the_command_writes_both_files(outcome, tmp_path):
    done = takarusim("brief", outcome.plan.folder, "--lang", "en", "--out", tmp_path / "new")

    assert done.exit_code == 0
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"briefing-en.pdf", "briefing-en.docx"}


def test_a_comparisons_folder_that_was_renamed_is_refused(outcome, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    for path in outcome.plan.folder.iterdir():
        if path.is_file():
            (other / path.name).write_bytes(path.read_bytes())
    done = takarusim("brief", other)

    assert done.exit_code == 2
    assert "renamed" in done.stderr
    assert "takarusim compare" in done.stderr


@pytest.mark.parametrize(
    ("values", "leaders"),
    [
        ((LOW, HIGH), ("b",)),
        ((HIGH, LOW), ("a",)),
        ((LOW, LOW + 0.0), ("a", "b")),
        ((LOW, HIGH, LOW - 0.1), ("b",)),
        ((LOW, HIGH, WIDE), ("b", "c")),  # c is higher in the mean only
        ((HIGH, LOW, LOW - 0.1), ("a",)),
        ((LOW, np.full(12, np.nan), HIGH), ("c",)),
    ],
)
def test_a_scenario_leads_only_where_the_intervals_separate_it_from_all_others(values, leaders):
    assert found(values).comparison.leaders == leaders


def test_an_equal_scenario_is_left_out_of_the_leaders_no_oftener_than_the_confidence_says():
    """Four are equal: all that is said of them holds at once, not the base's differences and the others' apart."""
    values = 0.5 + 0.02 * np.random.default_rng(8).normal(size=(400, 4, 12))
    left_out = sum(len(found(four).comparison.leaders) < 4 for four in values)

    assert left_out <= 22  # of 400, at 95 percent; 42 where they are two families


def test_what_is_said_of_the_headline_is_one_family():
    comparison = found((LOW, HIGH, WIDE, LOW + 0.2)).comparison
    told = [one["served"] for one in comparison.differences.values()] + list(comparison.pairs.values())

    assert len(told) == 6
    assert {one.is_adjusted for one in told} == {True}
    values = comparison.responses.column("served")
    joint = estimates.simultaneous([values[j] - values[i] for i, j in combinations(range(4), 2)], seed=comparison.seed)
    assert told[0].difference.high == pytest.approx(min(1, joint[0].high))


def test_what_the_intervals_do_not_separate_is_not_ranked_and_says_how_many_replications_would():
    outcome = found((LOW, HIGH, WIDE))
    (told,) = verdicts.ranking(outcome, "en")

    assert (
        verdicts.lead(outcome, "en")
        == "For service level (on time in full), none is proven best; those not told apart: b and c."
    )
    assert told.startswith("b and c are not ranked")
    assert re.search(r"About [\d,]+ more replications would tell\.$", told)
    assert "better than" not in told


def test_what_the_intervals_separate_is_ranked_with_its_interval():
    outcome = found((LOW, HIGH, LOW - 0.1))

    assert verdicts.lead(outcome, "en").startswith("For service level (on time in full), the best is: b.")
    assert verdicts.ranking(outcome, "id") == [
        "b lebih baik daripada c, dengan selisih 30,0 poin persen (selang 95%: 30,0 sampai 30,0)."
    ]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((LOW, LOW - 0.1 + np.tile([0.01, -0.01], 6)), r"lower \(95% interval: [\d.]+ to [\d.]+\)\. That is worse\.$"),
        ((LOW, HIGH + np.tile([0.01, -0.01], 6)), r"higher \(95% interval: [\d.]+ to [\d.]+\)\. That is better\.$"),
        ((LOW, LOW), r"exactly the same in every replication\.$"),
        (
            (LOW, LOW + np.tile([0.1, -0.09], 6)),
            r"cannot be told.* from −[\d.]+ percentage points to \+.*would tell\.$",
        ),
        ((LOW, np.full(12, np.nan)), r"undefined, as no order is due\.$"),
    ],
)
def test_each_verdict_has_its_sentence(values, sentence):
    (told,) = verdicts.sentences(found(values), "en")

    assert re.search(sentence, told)


def test_a_kpi_without_a_better_side_is_never_called_better():
    outcome = found((LOW, HIGH, LOW - 0.1), headline="utilisation")
    told = " ".join(
        [verdicts.lead(outcome, "en"), *verdicts.sentences(outcome, "en"), *verdicts.ranking(outcome, "en")]
    )

    assert "better" not in told
    assert "b is higher than c" in told


def test_scenarios_without_titles_of_their_own_are_called_by_their_labels(outcome):
    assert verdicts.names(outcome, "en") == {"small": "small", "busier": "busier", "wider": "wider"}
    assert "busier; wider" in weighing.paper(outcome, "en").title


def by_kind(**moves):
    """Returns a comparison in which on time in full of kinds of partner moves by so much, 0.5 in the base."""
    names = ("served", *(f"served[kind={kind}]" for kind in moves), *verdicts.BESIDE[1:])
    values = np.full((2, 12, len(names)), np.nan)
    values[:, :, : 1 + len(moves)] = 0.5 + NOISE[:, None]
    values[1, :, 1 : 1 + len(moves)] += list(moves.values())
    scenarios = dict.fromkeys("ab", BASE)
    plan = comparisons.Plan(scenarios, seed=1, replications=12)
    return comparisons.Outcome(plan, comparison(scenarios, names, values, "served"))


def test_the_kind_that_moves_most_is_told_from_where_to_where():
    said = verdicts.sentences(by_kind(auto=-0.01, heavy=-0.16, market=0.05), "en")

    assert len(said) == 2
    assert said[1].startswith("The change is largest for heavy partners: service level (on time in full) is 34.")
    assert said[1].endswith("That is worse.")


@pytest.mark.parametrize(("withheld", "kpis"), [(0.0, ["served"]), (0.1, ["served", "otif"])])
def test_on_time_in_full_is_told_once_where_no_order_is_withheld(withheld, kpis):
    values = np.stack([np.stack([level, level + withheld], axis=1) for level in (LOW, HIGH)])
    scenarios = dict.fromkeys("ab", BASE)
    told = comparison(scenarios, ("served", "otif"), values, "served")

    assert verdicts.shown(told, "b") == kpis


def test_no_kind_is_named_where_none_surely_moves():
    assert len(verdicts.sentences(by_kind(auto=0, heavy=0), "en")) == 1
    assert by_kind(heavy=-0.5).comparison.moved("b") is None  # it is the whole estate


@pytest.fixture(scope="module")
def joined(tmp_path_factory):
    """A comparison with a scenario that has one more partner."""
    tree = reading.tree_of(BASE)
    tree["partners"]["newcomer"] = tree["partners"]["maker"]
    scenarios = {"small": BASE, "one-more": reading.scenario_from(tree)}
    return comparisons.carry_out(comparisons.Plan(scenarios, 1, 3, out=tmp_path_factory.mktemp("results")))


def test_a_partner_of_one_scenario_only_is_new_and_shown_with_its_own_value(joined):
    found = joined.comparison
    one = found.differences["one-more"]["served[partner=newcomer]"]
    row = next(row for row in verdicts.rows(joined, "one-more", 28, "en") if "newcomer" in row.kpi)
    back = comparison(dict(reversed(found.scenarios.items())), found.kpis, found.values[::-1], "served")

    assert one.verdict == row.verdict == "new"
    assert row.other == f"{100 * one.other.mean:.1f}%"
    assert (row.base, row.difference, row.unit) == ("–", "–", "")
    assert any(said.startswith("New: partner newcomer") for said in verdicts.sentences(joined, "en"))
    assert back.differences["small"]["served[partner=newcomer]"].verdict == "gone"


def test_on_time_in_full_by_kind_stays_with_many_scenarios(outcome):
    for label in outcome.comparison.differences:
        kpis = [row.kpi for row in verdicts.rows(outcome, label, 4, "en")]
        assert kpis[0] == "Service level (on time in full)"
        assert kpis[1].startswith("Service level (on time in full), ")


@pytest.mark.parametrize(
    ("shift", "verdict", "difference"),
    [(0.0002, "hardly any change", "0.0"), (-0.0002, "hardly any change", "0.0"), (-0.0026, "worse", "−0.3")],
)
def test_what_is_certain_but_too_small_to_be_shown_is_hardly_any_change(shift, verdict, difference):
    outcome = found((LOW, LOW + shift))
    (row,) = verdicts.rows(outcome, "b", 9, "en")
    (told,) = verdicts.sentences(outcome, "en")

    assert outcome.comparison.differences["b"]["served"].verdict == ("better" if shift > 0 else "worse")
    assert (row.verdict, row.difference) == (verdict, difference)
    assert row.is_better is (None if "hardly" in verdict else False)
    assert ("hardly changes" in told) == ("hardly" in verdict)


@pytest.mark.parametrize(
    ("shift", "spread", "interval"),
    [(0.002, 0.0025, "0.03 – 0.37"), (0.002, 0.0031, "−0.01 – 0.41"), (0.01, 0.0025, "0.8 – 1.2")],
)
def test_an_interval_shows_on_which_side_of_nothing_its_ends_are(shift, spread, interval):
    (row,) = verdicts.rows(found((LOW, LOW + shift + spread * np.tile([1, -1], 6))), "b", 9, "en")

    assert row.interval == interval


def test_more_replications_are_named_only_as_far_as_anybody_would_run_them():
    near, far = (found((LOW, LOW + 0.004 + spread * np.tile([1, -1], 6))) for spread in (0.01, 0.25))
    (row,) = verdicts.rows(far, "b", 9, "en")
    told = [each.comparison.differences["b"]["served"] for each in (near, far)]

    assert told[1].needed > verdicts.MOST
    assert [verdicts.needed_for(one) for one in told] == [told[0].needed, 0]
    assert row.verdict == "cannot be told apart"


def test_what_no_scenario_defines_has_no_row_of_the_command_s_table(tmp_path):
    """Neither has a prospect to be won as a partner."""
    files = [str(tmp_path / f"{name}.yaml") for name in ("base", "more")]
    for file, demand in zip(files, (1, 2), strict=True):
        text = reading.text_of(reading.with_value(BASE, "partners.maker.demand", demand))
        Path(file).write_text(text)
    done = takarusim("compare", *files, "--replications", 2, "--out", tmp_path / "out", "--lang", "en")
    lines = [line.split("  ")[0] for line in done.stdout.splitlines()]

    assert "On time" in lines
    assert "Partners won" not in lines


def test_a_gain_beyond_all_bounds_is_told_as_more_than_a_thousand():
    assert verdicts.times(10_192_467.5, "en") == "more than 1,000"
    assert verdicts.times(6.94, "id") == "6,9"


def test_every_word_of_a_head_has_room_in_its_column(outcome, language):
    tables = [block for block in weighing.paper(outcome, language).blocks if isinstance(block, pages.Table)]
    for table in tables:
        for head, width in zip(table.head, table.widths, strict=True):
            room = pages.WIDTH * width / sum(table.widths) - 0.28  # cm: as much stays free beside a cell's text
            assert max(map(len, head.split()), default=0) * 0.164 <= room, head

    assert len(tables) > 5


def test_brackets_are_explained_only_where_there_are_some(outcome, joined, language):
    for compared in (outcome, joined):
        blocks = weighing._effects(compared, [], language)
        has_brackets = any("(~" in cell for block in blocks for row in getattr(block, "rows", ()) for cell in row)
        notes = [getattr(block, "text", "") for block in blocks]
        assert (words.say("versus.effects.brackets", language) in notes) == has_brackets
        assert (words.say("versus.effects.note", language) in notes) != has_brackets


def test_an_undefined_difference_of_money_is_no_trifle():
    outcome = found((np.full(12, np.nan), np.full(12, np.nan)), headline="revenue")

    assert not verdicts.is_trifle(outcome.comparison.differences["b"]["revenue"])
