"""The register of families of distributions: parameters and their rules, forms, words.

A distribution is a family with parameters of its own; its inverse CDF, its mean, and how it is read and written are in
`quantities`. Reading order: Family, FAMILIES.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

__all__ = ["FAMILIES", "PARAMETERS", "Family", "Parameter", "Rule", "key_of", "right", "said"]


Given = dict[str, Any]  # parameters by name, in the base unit


class Parameter(NamedTuple):
    """What a parameter is."""

    dimension: str = ""  # of its own; "": that of the distribution's values
    is_value: bool = False  # a value of the distribution itself, so whole where those are
    is_list: bool = False
    is_bounded: bool = True  # as the values are


PARAMETERS = {
    "value": Parameter(is_value=True),
    "mean": Parameter(),
    "sd": Parameter(is_bounded=False),
    "cv": Parameter("number"),  # standard deviation over mean
    "shape": Parameter("number"),
    "stages": Parameter("count"),
    "low": Parameter(is_value=True),
    "mode": Parameter(is_value=True),
    "high": Parameter(is_value=True),
    "values": Parameter(is_value=True, is_list=True),
    "weights": Parameter("number", is_list=True),
    "means": Parameter(is_list=True),
    "shares": Parameter("number", is_list=True),
}


class Rule(NamedTuple):
    """What parameters must meet."""

    holds: Callable[[Given], bool]
    key: str
    words: tuple[str, str]  # Indonesian, English: what would be right


class Family(NamedTuple):
    """A family of distributions."""

    name: str
    ways: tuple[tuple[str, ...], ...]  # that its parameters may be given in, the usual one first; keys of PARAMETERS
    words: tuple[tuple[str, str], ...]  # of each way: Indonesian, English
    form: tuple[str, str]  # in a scenario file, in the words of a mistake
    rules: tuple[Rule, ...]
    meaning: str  # in the reference
    is_list: bool = False  # written as a list of its parameters


_MEAN = Rule(lambda p: p["mean"] > 0, "mean_above_0", ("rata-rata di atas 0", "a mean above 0"))
_CV = Rule(
    lambda p: 1e-4 <= p.get("cv", 1) <= 100,
    "cv_between",
    ("cv dari 0.0001 sampai 100", "a cv from 0.0001 to 100"),
)
_SD_OF_MEAN = Rule(
    lambda p: 1e-4 * p["mean"] <= p.get("sd", p["mean"]) <= 100 * p["mean"],
    "sd_of_mean",
    ("sd dari 0.0001 sampai 100 kali rata-rata", "an sd from 0.0001 to 100 times the mean"),
)
_NARROW = Rule(
    lambda p: p["sd"] >= 1e-6 * p["mean"],
    "sd_not_narrow",
    ("sd paling sedikit sepersejuta rata-rata", "an sd of at least a millionth of the mean"),
)
_SD = Rule(lambda p: p.get("sd", 1) > 0, "sd_above_0", ("sd di atas 0", "an sd above 0"))
_STAGES = Rule(
    lambda p: 1 <= p["stages"] <= 10_000,
    "stages_between",
    ("dari satu sampai 10.000 tahap", "from one to 10,000 stages"),
)
_SHAPE = Rule(
    lambda p: 0.05 <= p["shape"] <= 1000,
    "shape_between",
    ("shape dari 0.05 sampai 1000", "a shape from 0.05 to 1000"),
)
_IN_ORDER = Rule(
    lambda p: p["low"] <= p["mode"] <= p["high"] and p["low"] < p["high"],
    "in_order",
    ("low, mode, high, berurutan dari kecil ke besar", "low, mode, high, in order"),
)
_ENDS = Rule(lambda p: p["low"] < p["high"], "low_below_high", ("low di bawah high", "low below high"))
_PHASES = (
    Rule(
        lambda p: p.get("mean", 1) > 0 and all(each > 0 for each in p.get("means", ())),
        "means_above_0",
        ("rata-rata di atas 0", "means above 0"),
    ),
    Rule(lambda p: 1 <= p.get("cv", 1) <= 100, "cv_of_1", ("cv dari 1 sampai 100", "a cv from 1 to 100")),
    Rule(
        lambda p: len(p.get("shares", ())) == len(p.get("means", ())),
        "as_many_shares",
        ("shares sebanyak means", "as many shares as means"),
    ),
    Rule(
        lambda p: all(each > 0 for each in p.get("shares", ())),
        "shares_above_0",
        ("shares di atas 0", "shares above 0"),
    ),
)
_WEIGHTS = (
    Rule(
        lambda p: len(p["values"]) == len(p["weights"]),
        "as_many_weights",
        ("weights sebanyak values", "as many weights as values"),
    ),
    Rule(lambda p: all(each > 0 for each in p["weights"]), "weights_above_0", ("weights di atas 0", "weights above 0")),
    Rule(
        lambda p: len(set(p["values"])) == len(p["values"]),
        "each_once",
        ("tiap nilai sekali", "each value once"),
    ),
)


def _same(form: str) -> tuple[str, str]:
    return form, form


# fmt: off
_FAMILIES = (
    Family(
        "constant",
        (("value",),), (("{value}", "{value}"),),
        ("misalnya '3 days'", "such as '3 days'"), (),
        "always the same",
    ),
    Family(
        "exponential",
        (("mean",),), (("eksponensial, rata-rata {mean}", "exponential, mean {mean}"),),
        _same("{exponential: 3 days}"), (_MEAN,),
        "memoryless: gaps between independent orders, lives without wear",
    ),
    Family(
        "gamma",
        (("mean", "cv"), ("mean", "sd")),
        (
            ("gamma, rata-rata {mean}, koefisien variasi {cv}", "gamma, mean {mean}, coefficient of variation {cv}"),
            ("gamma, rata-rata {mean}, simpangan baku {sd}", "gamma, mean {mean}, standard deviation {sd}"),
        ),
        (
            "{gamma: {mean: 3 days, cv: 0.5}}, atau sd: 36 h sebagai ganti cv",
            "{gamma: {mean: 3 days, cv: 0.5}}, or sd: 36 h instead of cv",
        ), (_MEAN, _CV, _SD, _SD_OF_MEAN),
        "positive, as spread as its sd (standard deviation) or its cv (the same over the mean) says",
    ),
    Family(
        "erlang",
        (("mean", "stages"),),
        (("Erlang, rata-rata {mean}, tahap {stages}", "Erlang, mean {mean}, stages {stages}"),),
        _same("{erlang: {mean: 2 h, stages: 3}}"), (_MEAN, _STAGES),
        "the sum of so many exponential stages: more regular than one",
    ),
    Family(
        "lognormal",
        (("mean", "cv"), ("mean", "sd")),
        (
            (
                "lognormal, rata-rata {mean}, koefisien variasi {cv}",
                "lognormal, mean {mean}, coefficient of variation {cv}",
            ),
            ("lognormal, rata-rata {mean}, simpangan baku {sd}", "lognormal, mean {mean}, standard deviation {sd}"),
        ),
        (
            "{lognormal: {mean: 2 h, cv: 1}}, atau sd: 2 h sebagai ganti cv",
            "{lognormal: {mean: 2 h, cv: 1}}, or sd: 2 h instead of cv",
        ), (_MEAN, _CV, _SD, _SD_OF_MEAN),
        "positive, with a long tail: repairs",
    ),
    Family(
        "weibull",
        (("mean", "shape"),),
        (("Weibull, rata-rata {mean}, bentuk {shape}", "Weibull, mean {mean}, shape {shape}"),),
        _same("{weibull: {mean: 200 h, shape: 1.5}}"), (_MEAN, _SHAPE),
        "lives: a shape above 1 wears out, below 1 fails early",
    ),
    Family(
        "triangular",
        (("low", "mode", "high"),),
        ((
            "segitiga, {low} sampai {high}, paling sering {mode}",
            "triangular, {low} to {high}, most often {mode}",
        ),),
        _same("{triangular: [5 min, 12 min, 40 min]}"), (_IN_ORDER,),
        "all that is known are the ends and the most frequent value",
        is_list=True,
    ),
    Family(
        "uniform",
        (("low", "high"),), (("seragam, {low} sampai {high}", "uniform, {low} to {high}"),),
        _same("{uniform: [1 h, 2 h]}"), (_ENDS,),
        "any value between the ends",
        is_list=True,
    ),
    Family(
        "normal",
        (("mean", "sd"),),
        (("normal, rata-rata {mean}, simpangan baku {sd}", "normal, mean {mean}, standard deviation {sd}"),),
        _same("{normal: {mean: 2 h, sd: 20 min}}"), (_SD, _NARROW),
        "symmetric, cut off below 0; the mean is that before the cut",
    ),
    Family(
        "discrete",
        (("values", "weights"),),
        (("diskret, nilai {values}, bobot {weights}", "discrete, values {values}, weights {weights}"),),
        _same("{discrete: {5 min: 0.2, 10 min: 0.8}}"), _WEIGHTS,
        "these values, with these weights",
    ),
    Family(
        "empirical",
        (("values",),), (("sampel: {values}", "a sample: {values}"),),
        (
            "{empirical: [5 min, 7 min, 6 min]}, atau berkas CSV dengan kolom dan satuan",
            "{empirical: [5 min, 7 min, 6 min]}, or a CSV file with column and unit",
        ), (),
        "the values of a sample, each equally likely",
    ),
    Family(
        "hyperexponential",
        (("mean", "cv"), ("shares", "means")),  # two phases with balanced means, or any
        (
            (
                "hipereksponensial, rata-rata {mean}, koefisien variasi {cv}",
                "hyperexponential, mean {mean}, coefficient of variation {cv}",
            ),
            (
                "campuran eksponensial, rata-rata {means}, porsi {shares}",
                "mixed exponentials, means {means}, shares {shares}",
            ),
        ),
        (
            "{hyperexponential: {mean: 3 days, cv: 2}} atau {shares: [0.8, 0.2], means: [1 day, 9 days]}",
            "{hyperexponential: {mean: 3 days, cv: 2}} or {shares: [0.8, 0.2], means: [1 day, 9 days]}",
        ), _PHASES,
        "mostly short, sometimes very long: a cv of 1 or more",
    ),
)
# fmt: on
FAMILIES = {family.name: family for family in _FAMILIES}


def key_of(family: str, names: tuple[str, ...]) -> str:
    """Returns the key of the words of a family whose parameters are given so.

    Examples
    --------
    >>> key_of("gamma", ("mean", "cv"))
    'family.gamma'
    """
    is_usual = names == FAMILIES[family].ways[0]
    return ".".join(("family", family) if is_usual else ("family", family, *names))


def right() -> dict[str, tuple[str, str]]:
    """Returns what would be right of parameters in Indonesian and English, by key, as templates."""
    forms = {f"form.{family.name}": family.form for family in _FAMILIES}
    rules = {f"rule.{rule.key}": rule.words for family in _FAMILIES for rule in family.rules}
    return {name: (_literal(one), _literal(other)) for name, (one, other) in (forms | rules).items()}


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def said() -> dict[str, tuple[str, str]]:
    """Returns what is said of distributions in Indonesian and English, by key."""
    return {
        key_of(family.name, names): words
        for family in _FAMILIES
        for names, words in zip(family.ways, family.words, strict=True)
    }
