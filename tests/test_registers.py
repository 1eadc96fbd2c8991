"""What is named once: every record of a register is whole, and what the package does with it knows all of them."""

import string

import pytest

from conftest import same
from takarusim.experiments import summary
from takarusim.experiments.relax import relaxations
from takarusim.kpis import counts, finished, money, partnerships
from takarusim.language.words import WORDS
from takarusim.outcome import tables
from takarusim.quantities.inverses import INVERSES, MEANS
from takarusim.registers.causes import CAUSES, STATES, TOGETHER, life
from takarusim.registers.families import FAMILIES, PARAMETERS, key_of
from takarusim.registers.kpis import KPIS, Name, about, is_whole
from takarusim.registers.reasons import REASONS
from takarusim.scenario import reading


def test_every_kpi_is_counted_and_all_that_is_counted_is_a_kpi():
    counted = {*counts.__all__, *finished.__all__, *money.__all__, *partnerships.__all__}

    same(counted, KPIS, "__all__ of takarusim/kpis/counts.py, finished.py, money.py or partnerships.py")


def test_every_kpi_says_why_it_is_undefined_and_no_reason_is_idle():
    same(REASONS, {kpi.undefined for kpi in KPIS.values()}, "takarusim/registers/reasons.py")


@pytest.mark.parametrize(
    "text", ["otif", "utilisation[workshop=C]", "lead_time_within[30 days]", "lead_time_within[2.5 h, sme=a]"]
)
def test_the_name_of_a_kpi_reads_back(text):
    name = Name.parsed(text)

    assert str(name) == text
    assert about(text) is KPIS[name.kpi]
    assert is_whole(text) == (name.whole == name)


@pytest.mark.parametrize(
    "text",
    ["", "otif[", "otif[]", "otif[partner=]", "OTIF", "otif[a=b][c=d]", "otif[1 h,]", "otif[1 h, a]"],
)
def test_what_is_no_name_of_a_kpi_is_none(text):
    assert Name.parsed(text) is None


def test_what_the_experiments_lift_is_known_to_the_ledger():
    names = {name.partition(" ")[0] for name in relaxations(reading.read_scenario("scenarios/lik-takaru.yaml"))}

    lifted = {*TOGETHER, *(cause.lifted for cause in CAUSES.values())} - {"", "cash"}

    same(names, lifted, "what takarusim/experiments/relax.py lifts")


def test_causes_are_shown_in_the_order_of_an_order_s_life():
    charged = {state.name: place for place, state in enumerate(STATES.values()) if state.name != "stock"}
    states = [cause.state for cause in CAUSES.values() if cause.state in charged]

    assert states == sorted(states, key=charged.__getitem__)
    assert set(life()) == {*CAUSES, *(f"closed {cause.state}" for cause in CAUSES.values() if cause.state)}
    assert life().index("closed work") == life().index("down") + 1 == life().index("outside") - 1


def test_the_ledger_charges_the_causes_of_the_register_and_what_waits_is_a_state():
    charged = tuple(name for name in CAUSES if name not in ("workshop", "other"))

    assert charged == tables.CAUSES, "takarusim/outcome/tables.py: CAUSES"
    assert tables.STATES[tables.IN_QUEUE] == "queue"
    assert {name for name, state in STATES.items() if not state.is_wait} == {"work", "outside", "travel"}
    assert life() == summary.LIFE


def test_every_family_has_an_inverse_and_a_mean():
    same(INVERSES, FAMILIES, "takarusim/quantities/inverses.py: INVERSES")
    same(MEANS, FAMILIES, "takarusim/quantities/inverses.py: MEANS")


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_a_family_has_words_for_each_way_that_its_parameters_are_given_in(family):
    for way, words in zip(family.ways, family.words, strict=True):
        holes = {name for _, name, _, _ in string.Formatter().parse(words[1]) if name}

        assert holes == set(way) <= set(PARAMETERS)
        assert WORDS[key_of(family.name, way)] == words
