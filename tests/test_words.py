"""Every word is there in Indonesian and English, and numbers read as each language writes them."""

import re
import string
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

import takarusim
from takarusim.briefing import answer
from takarusim.experiments.summary import Band
from takarusim.language import numerals, words
from takarusim.language.numerals import LANGUAGES, day, number, percent, rupiah, span
from takarusim.language.words import WORDS, cause, measure, say, unit
from takarusim.outcome.tables import CAUSES, STATES
from takarusim.registers.kpis import KPIS

WORDS_TABLE = Path(words.__file__).read_text("utf-8").partition("\n}\n")[0]
SOURCES = sorted(Path(takarusim.__file__).parent.rglob("*.py"))


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_take_the_same_values():
    differ = [key for key, (indonesian, english) in WORDS.items() if holes(indonesian) != holes(english)]
    one_only = [key for key, (indonesian, english) in WORDS.items() if bool(indonesian) != bool(english)]

    assert not differ
    assert not one_only


def test_every_key_that_the_package_says_is_there():
    said = {key for path in SOURCES for key in re.findall(r'\bsay\(\s*"([a-z_.]+)"', path.read_text("utf-8"))}
    missing = sorted(said - set(WORDS))

    assert not missing, "takarusim/language/words.py has no such key"


def test_no_key_is_there_that_nothing_says():
    source = "".join(path.read_text("utf-8") for path in SOURCES)
    source = source.replace(WORDS_TABLE, "")
    families = set(re.findall(r'f"([a-z_.]+)\.\{', source)) | {"word", "cause", "lift", "family"}
    idle = [key for key in WORDS if f'"{key}"' not in source and not any(key.startswith(f"{f}.") for f in families)]

    assert not idle


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", KPIS)
def test_every_kpi_has_words_for_itself_its_unit_its_direction_and_its_groups(name, language):
    kpi = KPIS[name]

    assert words.kpi(name, language)
    assert unit(kpi.unit, language) or kpi.unit in ("number", "Rp")  # that stands before the number
    assert say(f"better.{kpi.better}", language)
    assert say(f"undefined.{kpi.undefined.replace(' ', '_')}", language)
    assert all("x" in words.kpi(f"{name}[{group}=x]", language) for group in kpi.groups)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_and_cause_of_the_ledger_has_words(language):
    assert all(cause(name, language) for name in (*CAUSES, "workshop C"))
    assert all(say(f"waits.{state}", language, type="C") for state in STATES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_the_table_has_a_head(language):
    assert all(say(f"column.{name}", language, confidence="95%") for name in answer.COLUMNS if name != "target")
    assert all(say(f"band.{name}", language) for name in get_args(Band))


def test_a_word_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        say("figure.nothing", "en")
    with pytest.raises(KeyError):
        say("message.results", "en")


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (5_600_000, "Rp 5,6 juta", "Rp 5.6 million"),
        (1_000_000, "Rp 1 juta", "Rp 1 million"),
        (999_999_999, "Rp 1 miliar", "Rp 1 billion"),
        (250_400_000_000, "Rp 250 miliar", "Rp 250 billion"),
        (5_600, "Rp 5.600", "Rp 5,600"),
        (-2_500_000, "−Rp 2,5 juta", "−Rp 2.5 million"),
        (-5_600, "−Rp 5.600", "−Rp 5,600"),
        (-0.4, "Rp 0", "Rp 0"),
        (float("nan"), "–", "–"),
    ],
)
def test_money_is_scaled_in_the_words_of_the_language(value, indonesian, english):
    assert (rupiah(value, "id"), rupiah(value, "en")) == (indonesian, english)


@pytest.mark.parametrize(
    ("value", "like", "told"),
    [
        (1_300_400_000, 1_300_400_000, "Rp 1.30 billion"),
        (1_306_000_000, 1_300_400_000, "Rp 1.31 billion"),
        (990_000_000, 1_300_400_000, "Rp 0.99 billion"),
        (-860_000, 1_170_000, "−Rp 0.86 million"),
        (999_996_000, 999_996_000, "Rp 1.00 billion"),
        (250_400_000_000, 250_000_000_000, "Rp 250 billion"),
        (1_200_000, 860_000, "Rp 1,200,000"),
        (5.0, float("nan"), "Rp 5"),
    ],
)
def test_money_has_the_scale_and_the_places_of_what_it_is_told_with(value, like, told):
    assert rupiah(value, "en", like) == told


def test_an_interval_of_money_says_its_scale_once():
    assert span("Rp 1,30 miliar", "Rp 1,31 miliar") == "Rp 1,30 – 1,31 miliar"
    assert span("Rp 12.693", "Rp 12.926") == "Rp 12.693 – 12.926"
    assert span("Rp 900 juta", "Rp 1 miliar") == "Rp 900 juta – Rp 1 miliar"
    assert span("−Rp 1 juta", "Rp 1 juta") == "−Rp 1 juta – Rp 1 juta"
    assert span("0.28", "0.30") == "0.28 – 0.30"


def test_numbers_have_the_marks_of_the_language():
    assert (number(12_345.678, "id", 1), number(12_345.678, "en", 1)) == ("12.345,7", "12,345.7")
    assert (percent(0.625, "id"), percent(0.625, "en")) == ("62,5%", "62.5%")
    assert number(-0.04, "en", 1) == "0.0"
    assert number(7, "id") == "7"


def test_dates_have_the_months_of_the_language():
    when = date(2024, 8, 3)

    assert (day(when, "id"), day(when, "en")) == ("3 Agu 2024", "3 Aug 2024")
    assert (day(when, "id", "long"), day(when, "en", "month")) == ("3 Agustus 2024", "Aug 2024")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_is_there(language):
    assert [len(set(months[language])) for months in (numerals.MONTHS, numerals.SHORT_MONTHS)] == [12, 12]


def test_units_and_values_go_together():
    assert f"{measure(12.34, 'order/month', 'id', like=12.3)} {unit('order/month', 'id')}" == "12,3 pesanan per bulan"
    assert (measure(0.5, "share", "en", like=0.5), measure(0.5, "share", "en")) == ("50.0%", "50%")
    assert measure(5_600_000, "Rp/month", "en") == "Rp 5.6 million"


def test_a_cause_of_the_ledger_names_its_workshop_type():
    assert cause("workshop C", "id") == "bengkel C"
    assert cause("workshop C", "en", "lift") == "the number of workshops of type C"


@pytest.mark.parametrize(
    ("level", "indonesian", "english"),
    [
        (0.5, "0,5", "0.5"),
        (1500, "1.500", "1,500"),
        ("2.5 days", "2,5 hari", "2.5 days"),
        ("14 days", "14 hari", "14 days"),
        ("1 h", "1 jam", "1 h"),
        ("2.5 t", "2,5 t", "2.5 t"),
        ("3 %", "3%", "3%"),
        ("Rp 5.6 million", "Rp 5,6 juta", "Rp 5.6 million"),
        ("on_change", "on_change", "on_change"),
        ("2025-07-01", "1 Jul 2025", "1 Jul 2025"),
        (True, "true", "true"),
    ],
)
def test_levels_are_written_as_the_language_writes_numbers(level, indonesian, english):
    assert (words.level(level, "id"), words.level(level, "en")) == (indonesian, english)


def test_a_kpi_that_asks_for_a_value_is_told_with_it():
    name = "lead_time_within[30 days, partner=market-1]"

    assert words.kpi(name, "en") == "Lead time of at most 30 days, partner market-1"
    assert words.kpi(name, "id") == "Pesanan dengan waktu tunggu paling lama 30 hari, mitra market-1"
