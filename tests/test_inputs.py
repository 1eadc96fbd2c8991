"""What differs between inputs is said in words, with units, in both languages; nothing is left without words."""

import re
from datetime import date
from typing import Literal, get_args, get_origin

import pytest

from cases import SCENARIOS
from conftest import same
from takarusim.briefing import inputs
from takarusim.language.keys import KEYS
from takarusim.language.numerals import LANGUAGES
from takarusim.language.words import WORDS
from takarusim.registers.families import FAMILIES
from takarusim.scenario import reading, shapes, sources, titles
from takarusim.scenario.reading import read_scenario
from takarusim.scenario.scenario import BookedOrder, Group, Part, Scenario, WorkshopOf
from test_versus import SMALL

BASE = read_scenario(SMALL)


def parts(part):
    """Returns every kind of part that a scenario is made of."""
    return {part, *(inner for one in part.__subclasses__() for inner in parts(one))} - {Part}


def literals(annotation):
    """Returns the words that a key may have as its value."""
    if get_origin(annotation) is Literal:
        return {word for word in get_args(annotation) if word}
    return {word for one in get_args(annotation) for word in literals(one)}


def keys():
    return {
        (shapes.key(name, field), field)
        for part in parts(Part)
        if part not in (sources.Source, BookedOrder, Group)  # none is told key by key
        for name, field in part.model_fields.items()
        if shapes.key(name, field) not in (*inputs.BESIDE, WorkshopOf.ALONE)
    }


def set_to(path, value):
    return reading.with_value(BASE, path, value)


def test_every_key_of_a_scenario_has_words():
    sections = {name for name in shapes.fields(shapes.SCENARIO.part) if name not in inputs.BESIDE}

    assert not [name for name in sections if f"input.{name}" not in WORDS]
    assert not [key for key, _ in keys() if key not in sections and f"key.{key}" not in WORDS]


def test_every_word_that_a_key_may_have_as_its_value_has_words():
    for key, field in keys():
        for word in literals(field.annotation):
            assert key in titles.WORDED, key
            assert f"choice.{word}" in WORDS


def test_every_distribution_has_words():
    assert not {f"family.{family}" for family in FAMILIES} - set(WORDS), "takarusim/registers/families.py"


@pytest.mark.parametrize(
    ("path", "value", "indonesian", "english"),
    [
        (
            "partners.maker.demand",
            1.5,
            ("mitra maker", "pengali permintaan", "1", "1,5"),
            ("partner maker", "factor on demand", "1", "1.5"),
        ),
        (
            "partners.maker.contract.due",
            "1 day",
            ("mitra maker", "kontrak, tenggat setelah", "12 hari", "1 hari"),
            ("partner maker", "contract, due after", "12 days", "1 day"),
        ),
        (
            "components.bracket.mass",
            "2.5 kg",
            ("komponen bracket", "bahan per buah", "2 kg", "2,5 kg"),
            ("component bracket", "material per piece", "2 kg", "2.5 kg"),
        ),
        (
            "components.bracket.reject_rate",
            0.025,
            ("komponen bracket", "tingkat cacat", "5%", "2,5%"),
            ("component bracket", "reject rate", "5%", "2.5%"),
        ),
        (
            "components.bracket.price",
            "Rp 12,500",
            ("komponen bracket", "harga", "Rp 0", "Rp 12.500"),
            ("component bracket", "price", "Rp 0", "Rp 12,500"),
        ),
        (
            "rules.setup",
            "on_change",
            ("aturan", "penyetelan", "setiap lot", "bila berganti"),
            ("rules", "set-up", "each lot", "on a change"),
        ),
        (
            "materials.steel.reorder.lead_time",
            {"triangular": ["2 days", "3 days", "9 days"]},
            (
                "bahan baku steel",
                "pembelian, waktu tunggu",
                "seragam, 3 hari sampai 9 hari",
                "segitiga, 2 hari sampai 9 hari, paling sering 3 hari",
            ),
            (
                "material steel",
                "purchases, lead time",
                "uniform, 3 days to 9 days",
                "triangular, 2 days to 9 days, most often 3 days",
            ),
        ),
        (
            "calendars.day.hours.monday-friday",
            "08:00-12:00",
            ("kalender day", "jam kerja Senin–Jumat", "08:00-12:00, 13:00-16:00", "08:00-12:00"),
            ("calendar day", "hours Monday–Friday", "08:00-12:00, 13:00-16:00", "08:00-12:00"),
        ),
    ],
)
def test_a_change_is_told_with_its_units(path, value, indonesian, english):
    other = set_to(path, value)

    assert [tuple(one) for one in inputs.changes(BASE, other, "en")] == [english]
    assert [tuple(one) for one in inputs.changes(BASE, other, "id")] == [indonesian]


def test_nothing_differs_from_a_scenario_itself():
    again = set_to("partners.maker.demand", {"value": 1, "source": "assumption", "low": 0.5, "high": 2, "note": "so"})

    assert inputs.changes(BASE, BASE, "en") == []
    assert inputs.changes(BASE, again, "en") == []  # where a number comes from is no input


def test_a_part_that_is_new_or_taken_away_says_so():
    newer = set_to("workshops.B", {"units": 2})
    newer = reading.with_value(newer, "changes.more", {"from": date(2024, 2, 1), "units": {"B": 3}})
    told, gone = inputs.changes(BASE, newer, "en"), inputs.changes(newer, BASE, "en")

    assert [tuple(one) for one in told] == [
        ("workshop type B (new)", "buildings", "–", "2"),
        ("change more (new)", "from", "–", "1 Feb 2024"),
        ("change more (new)", "buildings B, buildings", "–", "3"),
    ]
    assert [tuple(one) for one in gone] == [
        ("workshop type B (taken away)", "all of it", "there", "–"),
        ("change more (taken away)", "all of it", "there", "–"),
    ]


def test_what_changes_on_a_date_is_told_by_what_it_changes():
    road = {"from": date(2024, 2, 1), "times": {"partners.maker.demand": 2}, "set": {"partners.market.demand": 3}}
    changed = reading.with_value(BASE, "changes.road", road)

    assert [tuple(one) for one in inputs.changes(BASE, changed, "en")] == [
        ("change road (new)", "from", "–", "1 Feb 2024"),
        ("change road (new)", "multiplied: partner maker, factor on demand", "–", "2"),
        ("change road (new)", "set: partner market, factor on demand", "–", "3"),
    ]


def test_assumptions_of_what_was_changed_have_their_ranges_and_no_other_is_there():
    number = {"value": 1.5, "source": "assumption", "low": 1, "high": 2.5}
    spread = {"exponential": "20 h", "source": "assumption", "low": "10 h", "high": "40 h"}
    other = reading.with_value(set_to("partners.maker.demand", number), "partners.maker.orders.every", spread)
    bare = reading.with_value(other, "partners.market.demand", 2)

    assert [tuple(one) for one in inputs.assumed(BASE, bare, "id")] == [
        ("mitra maker", "pesanan, selang waktu", "eksponensial, rata-rata 20 jam", "rata-rata 10 jam – 40 jam"),
        ("mitra maker", "pengali permintaan", "1,5", "1 – 2,5"),
        ("mitra market", "pengali permintaan", "2", "tanpa sumber dan rentang"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_estate_as_shipped_differs_from_its_variants_in_words(language):
    base = read_scenario(SCENARIOS / "lik-takaru.yaml")
    for name in ("add-heavy-equipment-partner", "add-type-c-slowly", "dak-2025"):
        other = read_scenario(SCENARIOS / f"{name}.yaml")
        told, assumed = inputs.changes(base, other, language), inputs.assumed(base, other, language)

        assert len(told) > 5
        assert all(one.range for one in assumed)
        assert not [one for one in told if {"{", "_"} & set("".join(one))]


def test_every_number_of_a_register_is_stated_with_its_unit_and_a_round_range():
    repair = {"lognormal": {"mean": "5.5 h", "cv": 1.2}, "source": "assumption", "low": "2.5 h", "high": "8 h"}
    factor = {"workshops.C.failures": {"life": "300 h", "repair": repair}, "components.bracket.price": "Rp 1,234,567"}
    scenario = reading.with_values(BASE, factor)
    paths = [path for path, _ in sources.numbers(scenario)]
    stated = dict(zip(paths, inputs.stated(scenario, "id"), strict=True))

    assert stated["workshops.C.failures.repair"] == (
        "lognormal, rata-rata 5,5 jam, koefisien variasi 1,2",
        "rata-rata 2,5 jam – 8 jam",
    )
    assert stated["components.bracket.price"] == ("Rp 1.234.567", "")


def test_another_workshop_type_is_told_as_the_operations():
    name, component = next(iter(BASE.components.items()))
    path = f"components.{name}.routing.{next(iter(component.routing))}.workshop"
    other = reading.with_value(BASE, path, "none")

    (told,) = inputs.changes(BASE, other, "en")
    assert told.what.endswith(", workshop type")
    assert told.other == "none"


def test_what_has_names_of_its_own_is_told_by_them():
    named = {
        key for part in parts(Part) - {Scenario} for key, shape in shapes.fields(part).items() if shape.kind == "each"
    }

    same(titles.NAMING, named, "takarusim/scenario/titles.py: NAMING")


def test_every_key_is_described_in_indonesian_and_nothing_else_is():
    told = {
        " ".join((field.description or "").split())
        for part in {Part, *parts(Part)}
        for field in part.model_fields.values()
    }

    same(KEYS, told, "takarusim/language/keys.py")
    for english, indonesian in KEYS.items():
        assert sorted(re.findall("`[^`]+`", english)) == sorted(re.findall("`[^`]+`", indonesian)), english
