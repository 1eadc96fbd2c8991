"""What ids and paths of scenarios are called: where titles stand, the language that knows them, and paths in words.

Reading order: spoken, titled, whose, path, level.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, get_args

from takarusim.language import words
from takarusim.language.numerals import Language
from takarusim.language.titles import Title, called, named
from takarusim.language.words import cause, kpi, say
from takarusim.registers.kpis import KPIS, is_whole
from takarusim.scenario import shapes
from takarusim.scenario.scenario import Scenario, Titled, Weekday, WorkshopOf

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LINES", "group", "ids", "is_line", "level", "moved", "path", "spoken", "titled", "value", "varied", "whose"]

Steps = tuple[str, ...]

LINES = ("title", "question")  # of a scenario
OF = {  # what has ids: its section
    "partner": "partners",
    "kind": "kinds",
    "sme": "smes",
    "workshop": "workshops",
    "component": "components",
    "operation": "operations",
    "material": "materials",
    "channel": "channels",
    "lane": "lanes",
    "calendar": "calendars",
    "change": "changes",
    "programme": "programmes",
    "group": "assumptions",
}
CHOSEN = ("tenancy", "setup", "end_of_shift", "crew_queue", "ties", "clock", "repair_clock", "queue", "weekdays", "by")
WORDED = (*CHOSEN, "when", "rejects", "size")  # keys whose values are words of the scenario's language
NAMING = {  # keys of what has own names, and of what these are ids
    "units": "workshop",
    "stock": "component",
    "routing": "operation",
    "closures": "",
    "spans": "",
    "bans": "",
    "factors": "",
    "components": "component",
    "hours": "",
    "times": "",
    "set": "",
}
HOLDING = {  # keys whose values are ids: of what
    **{key: key for key in ("calendar", "lane", "material", "kind", "channel", "component", "workshop")},
    **{
        "channels": "channel",
        "members": "channel",
        "components": "component",
        "suppliers": "sme",
        "firms": "sme",
        "holidays": "holidays",
    },
    **{"let_to": "sme", "brings": "sme", "tenant_of": "unit", "out": "unit", "alternatives": "workshop"},
}


def spoken(language: Language | None, *scenarios: Scenario) -> Language:
    """Returns a language, or that of the first scenario, that knows what the ids of scenarios are called.

    Of an id that several have, the first title counts.
    """
    titles: dict[str, dict[str, Title]] = {}
    for scenario in scenarios:
        for what, name, title in _titles(scenario):
            known = titles.setdefault(what, {})
            known[name] = known.get(name) or title
    return named(language or scenarios[0].language, titles)


def _titles(scenario: Scenario) -> Iterator[tuple[str, str, Title]]:
    """Yields of what there are ids, each of them, and its title; "" where it has none."""
    for what, section in OF.items():
        parts: dict[str, Titled] = getattr(scenario, section)
        for name, part in parts.items():
            yield what, name, part.title


def ids(scenario: Scenario, what: str) -> dict[str, str]:
    """Returns the id that each title stands for, in either language, and each id for itself."""
    parts: dict[str, Titled] = getattr(scenario, OF[what])
    told = {name: [part.title] if isinstance(part.title, str) else part.title.values() for name, part in parts.items()}
    return {title: name for name, titles in told.items() for title in titles if title} | {name: name for name in parts}


def is_line(steps: Steps) -> bool:
    """Returns whether a line for people stands at a path, maybe in both languages: a scenario's, or an id's title."""
    if len(steps) == 1:
        return steps[0] in LINES
    part = (around := shapes.at(steps[:-1])) and around.part
    return steps[-1:] == LINES[:1] and part is not None and issubclass(part, Titled)


# ---- paths in words


def whose(steps: Steps, language: Language) -> tuple[str, str]:
    """Returns whose value stands at a path, and what it is; `*` among its steps stands for several."""
    section, *rest = steps
    if section == "targets":
        return say("input.targets", language), ", ".join([kpi(rest[0], language), *_keys(rest[1:], language)])
    if section in ("time", "rules", "matching"):
        return say(f"input.{section}", language), ", ".join(_keys(rest, language))
    what = ", ".join(_keys(rest[1:], language)) or say("input.whole", language)
    owner = say(f"input.{section}", language)
    if rest[0] == "*":
        return say("input.several", language, owner=owner), what
    of = next((each for each, known in OF.items() if known == section), "")
    return f"{owner} {called(of, rest[0], language)}", what


def _keys(rest: list[str], language: Language) -> list[str]:
    """Returns the words of keys; what has a name of its own keeps it, next to the key before."""
    said: list[str] = []
    last = ""
    for step in rest:
        if last in ("times", "set") and step != "*":  # a path within a path
            said[-1] = " ".join((said[-1], ", ".join(whose(shapes.steps(step), language))))
            last = ""
        elif last in NAMING or step == "*":
            shown = called(NAMING.get(last, ""), _days(step, language), language)
            said[-1] = said[-1] if step == "*" else f"{said[-1]} {shown}"
            last = ""
        elif step != WorkshopOf.ALONE:  # which is what its part is called
            said.append(say(f"key.{step}", language))
            last = step
    return said


def _days(text: str, language: Language) -> str:
    """Returns the days of a calendar's line in words; any other name as it is."""
    days = text.split("-")
    is_weekdays = set(days) <= set(get_args(Weekday))
    return "–".join(say(f"choice.{name}", language) for name in days) if is_weekdays else text


def path(dotted: str, language: Language) -> str:
    """Returns a path in words, such as `partner market-1: demand`; as it is where nothing stands."""
    steps = shapes.steps(dotted)
    return ": ".join(whose(steps, language)) if shapes.at(steps) else dotted


def value(steps: Steps, text: str, language: Language) -> str:
    """Returns what stands at a path, if it is a word or an id; else as it is."""
    *_, key = (step for step in steps if step != WorkshopOf.ALONE)
    if key in WORDED:
        return say(f"choice.{text}", language)
    if key == "closed" and "." in text:
        return path(text, language)
    return called(HOLDING.get(key, ""), text, language)


def level(dotted: str, of: object, language: Language) -> str:
    """Returns a level of the factor at a path: a number, a date, a word, or what an id is called."""
    steps = shapes.steps(dotted)
    is_word = isinstance(of, str) and (f"choice.{of}" in words.WORDS or steps[-1] in HOLDING)
    return value(steps, str(of), language) if is_word else words.level(of, language)


def titled(frame: "pd.DataFrame", *scenarios: Scenario, language: Language | None = None) -> "pd.DataFrame":
    """Returns a table of results as people read it: ids by their titles; KPIs, causes and verdicts in words.

    Parameters
    ----------
    frame : DataFrame
        Its columns that are named after what has ids (partner, sme, component, group ...), kpi, cause and verdict are
        told, and the names of columns that are KPIs or paths of the scenario; all else stays as it is.
    scenarios : Scenario
        Where the titles stand; of an id that several have, the first one counts.
    language : {"id", "en"}, optional
        That of the first scenario when not given.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> orders = tk.simulate(scenario, seed=1).orders
    >>> tk.titled(orders, scenario, language="en")["partner"].iloc[0]
    'tractor maker'
    """
    told = spoken(language, *scenarios)
    known = {name: TOLD[name] for name in frame.columns if name in TOLD}
    return frame.assign(
        **{
            name: [say_it(each, told) if isinstance(each, str) else each for each in frame[name]]
            for name, say_it in known.items()
        }
    ).rename(columns=lambda name: _head(name, told))


def _head(name: object, language: Language) -> object:
    """Returns the name of a column as people read it, if it is a KPI or a path."""
    if not isinstance(name, str):
        return name
    if "[" in name and name.partition("[")[0] in KPIS:
        return kpi(name, language)
    return path(name, language) if "." in name and re.fullmatch(r"[\w.-]+", name) else name


def group(name: str, language: Language) -> str:
    """Returns what a group of assumptions is called: its title, or the words of the one number that it is."""
    return path(name, language) if "." in name else called("group", name, language)


TOLD: Mapping[str, Callable[[str, Language], str]] = {  # columns of tables, and how what stands in them is told
    **{what: partial(called, what) for what in OF},
    "kpi": kpi,
    "cause": cause,
    "group": group,
    "question": lambda name, language: (kpi if name.partition("[")[0] in KPIS else group)(name, language),
    "verdict": lambda verdict, language: say(f"verdict.{verdict}", language),
}


def varied(name: str, what: str, language: Language) -> str:
    """Returns whose KPI headroom looks at, and what it varies: a partner's demand, that of all, or a path's count."""
    whose_kpi = kpi(name, language) if not is_whole(name) else say("headroom.whole", language, kpi=kpi(name, language))
    return f"{whose_kpi}; {moved(what, language)}"


def moved(what: str, language: Language) -> str:
    """Returns what headroom varies: a partner's demand, that of all, or a path's count."""
    if what == "all":
        return say("headroom.everybody", language)
    if "." in what:
        return say("headroom.count", language, what=path(what, language))
    return say("headroom.demand", language, what=called("partner", what, language))
