"""The tables of docs/scenario.md: every key of every part of a scenario, from the parts themselves.

Each writer gets the document and what stands behind its name in the mark, and returns Markdown.
"""

import re
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from takarusim.language.keys import described
from takarusim.language.mistakes import told
from takarusim.quantities import families, units
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.units import Quantity
from takarusim.registers.families import FAMILIES
from takarusim.scenario import scenario, shapes
from takarusim.scenario.changing import PATHS
from takarusim.scenario.scenario import Part

COMMON = tuple(Part.model_fields)  # keys of every part
LEAVES = [
    (scenario.Id, "id"),
    (scenario.Clock, "time of day, `08:00`"),
    (scenario.Day, "date, `2024-01-31`"),
    (scenario.Weekday, "weekday, `monday`"),
    (scenario.Moment, "date and time, `2024-01-31 08:00`"),
    (str, "text"),
    (float, "number"),
    (int, "whole number"),
]
IDS_OF = {  # keys that hold ids: of which section
    "calendar": "calendars",
    "holidays": "holidays",
    "material": "materials",
    "component": "components",
    "components": "components",
    "lane": "lanes",
    "suppliers": "smes",
    "workshop": "workshops",
}
EXTENDS = (  # read before a file is a scenario
    "`extends`",
    "name of a file",
    "–",
    "A scenario that this one changes: [files that extend others](#files-that-extend-others).",
)
MOMENTS = {  # of what can change: whether it is drawn, and which moment decides
    "smes.ID.crews": (False, "at once: those that come take up what waits, those that leave finish their lots first"),
    "smes.ID.time_factor": (False, "the start of an operation, which keeps it to its end; what is promised, at once"),
    "smes.ID.setup_factor": (False, "the start of an operation"),
    "smes.ID.reject_factor": (False, "inspection"),
    "smes.ID.wear_factor": (False, "the start of an operation, which keeps it to its end"),
    "smes.ID.share": (False, "the placing of an order; who is nominated stays so; not where orders circulate"),
    "smes.ID.capital": (False, "at once: what is free changes by as much, perhaps to less than nothing"),
    "smes.ID.credit": (False, "likewise; without limits there is none to change"),
    "components.ID.price": (False, "the placing of an order"),
    "components.ID.reject_rate": (False, "inspection; a rate of 0 cannot change"),
    "materials.ID.price": (False, "issue; where cash has a limit, the moment at which a lot gets it"),
    "materials.ID.loss": (False, "receipt"),
    "materials.ID.reorder.lead_time": (True, "purchase; what the supplier promises is multiplied, too"),
    "materials.ID.fallback.lead_time": (True, "likewise"),
    "materials.ID.single.lead_time": (True, "the moment at which a lot asks for its material"),
    "materials.ID.single.price": (False, "likewise"),
    "lanes.ID.travel": (True, "the day of departure"),
    "lanes.ID.departures.every": (False, "each departure, which says when the next one leaves"),
    "lanes.ID.truck": (False, "departure"),
    "partners.ID.demand": (False, "the placing of an order: of `every` the rate, of other orders the pieces"),
    "partners.ID.contract.due": (True, "the placing of an order; like all terms, not where orders circulate"),
    "partners.ID.contract.early": (False, "likewise"),
    "partners.ID.contract.late": (False, "likewise"),
    "partners.ID.contract.tolerance": (False, "likewise"),
    "partners.ID.contract.sources": (False, "likewise; the ranking of the nominees stays"),
    "partners.ID.contract.terms": (False, "likewise"),
    "partners.ID.contract.down_payment": (False, "likewise"),
    "partners.ID.contract.penalty": (False, "likewise"),
}
RULES = {
    "fifo": "first come, first served",
    "lifo": "last come, first served",
    "edd": "the earliest due date",
    "spt": "the shortest operation: set-up and processing of the whole lot",
    "lpt": "the longest operation",
    "most_work": "the most work left in its routing",
    "least_work": "the least work left",
    "most_operations": "the most operations left in this pass, this one and those outside included",
    "fewest_operations": "the fewest operations left",
    "critical_ratio": "the least time to the due date for each hour of work left",
    "priority": "the lowest `priority` of the partner",
    "preemptive": "the lowest `priority`; a lot of a higher one is interrupted, and goes on without a new set-up",
}


SECTIONS = {  # whose headings are no paths, in Indonesian
    "A whole scenario": "Seluruh skenario",
    "Sources and ranges": "Sumber dan rentang",
    "Titles": "Sebutan",
    "Dates": "Tanggal",
}


def slug(heading):
    """Returns the anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def link(heading, words=None):
    return f"[{words or heading}](#{slug(heading)})"


def table(head, rows, right=()):
    """Returns a table in Markdown, some columns of it aligned to the right."""
    lines = [f"| {' | '.join(head)} |", "".join("|--:" if k in right else "|---" for k in range(len(head))) + "|"]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows])


def headings(text):
    """Returns (level, heading) of a document, without those in examples."""
    plain = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return [(len(marks), words) for marks, words in re.findall(r"^(##+) (.+)$", plain, re.MULTILINE)]


def homes(text):
    """Returns the heading under which each part of a scenario is described."""
    found, heading = {}, ""
    for line in text.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("<!-- begin: part "):
            found[line.split()[3]] = heading
    return found


def contents(text, _):
    """Lists the sections, those within a section behind it."""
    lines = []
    for level, heading in headings(text):
        if level == 2:
            lines.append(f"- {link(heading)}")
        else:
            short = heading.rpartition(".")[2]
            lines[-1] += f"{' · ' if ': ' in lines[-1] else ': '}{link(heading, short)}"
    return "\n".join(lines)


def numbers(text, _):
    """Lists the dimensions of numbers, and how each is written."""
    known = {
        "duration": "ms, s, min, h, day, week, month, year",
        "mass": "g, kg, t",
        "money": "Rp, Rp thousand, Rp million, Rp billion",
        "share": "none, %, ppm",
        "number": "none",
        "count": "none",
    }
    for dimension, names in known.items():  # what is said here is what is read
        for name in names.split(", "):
            text = f"Rp 1 {name[2:]}" if name.startswith("Rp") else f"1 {name.replace('none', '')}"
            units.quantity(text.strip(), dimension)
    examples = (told(f"example.{dimension}", {}, "en").partition(" such as ")[2] for dimension in known)
    rows = zip(known, known.values(), (re.sub(r"'(.*?)'", r"`\1`", each) for each in examples), strict=True)
    return table(("Dimension", "Units", "Such as"), rows)


def distributions(text, _):
    """Lists the families of distributions, their parameters and what each is for."""
    rows = [
        (f"`{family.name}`", "; or ".join(", ".join(way) for way in family.ways), family.meaning)
        for family in FAMILIES.values()
    ]
    return table(("Family", "Parameters", "Its values"), rows)


def queues(text, _):
    """Lists the queue rules."""
    known = get_args(scenario.QueueRule)
    if set(RULES) != set(known):
        raise SystemExit(f"queue rules described, got {sorted(RULES)}; {sorted(known)}")
    crews = get_args(get_type_hints(scenario.Rules)["crew_queue"])
    rows = [
        (f"`{rule}`", meaning, "units, crews" if rule in crews else "units only") for rule, meaning in RULES.items()
    ]
    return table(("Rule", "Who goes first", "Of"), rows)


def changing(text, _):
    """Lists the paths whose values can change on a date, and at which moment of a run each is looked at."""
    if set(MOMENTS) != set(PATHS):
        raise SystemExit(f"paths described, got {sorted(MOMENTS)}; {sorted(PATHS)}")
    rows = [
        (f"`{path}`", "`times`" if is_drawn else "`times`, `set`", when) for path, (is_drawn, when) in MOMENTS.items()
    ]
    return table(("Path", "By", "Which moment decides"), rows)


def part(text, name):
    """Lists the keys of a part: what may stand there, what holds without it, and what it means."""
    of, places = getattr(scenario, name), homes(text)
    hints = get_type_hints(of, include_extras=True)
    rows = [EXTENDS] if name == "Scenario" else []
    for field, about in of.model_fields.items():
        if field in COMMON and of is not Part:
            continue
        key = shapes.key(field, about)
        value = value_of(key, hints[field], about, places)
        rows.append((f"`{key}`", value, default(about), " ".join((about.description or "").split())))
    return table(("Key", "Value", "When not given", "Meaning"), rows)


def guide(_text, _):
    """Lists, part by part, what each key means in Indonesian."""
    text = (Path(__file__).parent.parent / "docs" / "scenario.md").read_text("utf-8")
    sections = []
    for name, heading in homes(text).items():
        of = getattr(scenario, name)
        fields = [(f, a) for f, a in of.model_fields.items() if f not in COMMON or of is Part]
        rows = [
            (f"`{shapes.key(f, a)}`", default(a).replace("needed", "wajib"), described(a.description or "", "id"))
            for f, a in fields
        ]
        sections.append(f"## {SECTIONS.get(heading, heading)}\n\n{table(('Kunci', 'Bila tidak diisi', 'Arti'), rows)}")
    return "\n\n".join(sections)


def value_of(key, hint, about, places):
    """Returns what may stand at a key."""
    if key in IDS_OF and scenario.Id in _flat(hint) and get_origin(hint) is not dict:
        section = link(IDS_OF[key])
        return f"list of ids of {section}" if _is_list(hint) else f"id of {section}"
    if key == "workshop":
        return f"id of {link('workshops')}, or `none`"
    return _value(hint, about, places)


def _flat(hint):
    """Returns a hint and all that it is made of."""
    inner = [] if get_origin(hint) is Annotated else get_args(hint)
    return [hint, *(each for one in inner for each in _flat(one))]


def _is_list(hint):
    return any(get_origin(each) is tuple for each in _flat(hint))


def _value(hint, about, places):
    for known, words in LEAVES:
        if hint == known:
            return words
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        reads = [each for each in args[1:] if isinstance(each, scenario.Reads)]
        return _number(reads[0], args[0]) if reads else _value(args[0], about, places)
    if origin in (Union, UnionType):
        return " or ".join(_value(each, about, places) for each in args if each is not type(None))
    if origin is Literal and "fifo" in args:
        return link("Queue rules", "queue rule") + ("" if "preemptive" in args else ", not `preemptive`")
    if origin is Literal:
        return ", ".join(f"`{each}`" for each in args if each)
    if origin is dict:
        return _by_id(args, about, places)
    if origin is tuple:
        return "two numbers" if args == (float, float) else f"list of {_value(args[0], about, places)}"
    if isinstance(hint, type) and issubclass(hint, Part):
        return link(places[hint.__name__])
    return "`true` or `false`" if hint is scenario.StrictBool or hint is bool else str(hint)


def _by_id(args, about, places):
    inner = args[1]
    if get_origin(args[0]) is Literal:
        return "`{en: …, id: …}`"
    if get_origin(inner) is tuple:
        return "by id: list of dates"
    kind = {scenario.Id: "id", scenario.Path: "path"}.get(args[0], "name")
    return f"by {kind}: {_value(inner, about, places)}" if inner is not str else "by day: text"


def _number(reads, kind):
    """Returns a number's dimension with its bounds."""
    bounds = dict(reads.bounds)
    name = link(
        "Numbers",
        {"count": "whole number", "money": "amount", "any": "value with its unit"}.get(
            reads.dimension, reads.dimension
        ),
    )
    if kind is Distribution:
        name += f" or {link('Distributions', 'distribution')}"
    if reads.dimension == "any":
        return name
    if bounds.get("minimum", 0) < 0 or not {"minimum", "above"} & set(bounds):
        return f"{name}, also negative"
    if "maximum" in bounds and "minimum" in bounds and reads.dimension in ("share", "count"):
        return f"{name}, {bounds['minimum']:g} to {bounds['maximum']:g}"
    if "above" in bounds:
        return f"{name} above {bounds['above']:g}"
    return f"{name} from {bounds['minimum']:g} on" if reads.dimension in ("count", "number") else name


def default(about: FieldInfo) -> str:
    """Returns the default of a field as a file would say it."""
    value: Any = about.default
    if about.is_required():
        return "**needed**"
    if isinstance(value, Quantity):
        return f"`{units.written(value)}`"
    if isinstance(value, Distribution):
        return f"`{families.written(value)}`"
    if value in (None, "", (), {}) or isinstance(value, Part):
        return "–"
    return f"`{str(value).lower()}`" if isinstance(value, bool) else f"`{value}`"


def keys(text, _):
    """Lists all keys by letter, each with the sections that have it."""
    found, titles = {"extends": ["Files that extend others"]}, [heading for _, heading in headings(text)]
    for name, heading in homes(text).items():
        of = getattr(scenario, name)
        for field, about in of.model_fields.items():
            if field not in COMMON or of is Part:
                key = shapes.key(field, about)
                found.setdefault(key, []).append(key if of is scenario.Scenario and key in titles else heading)
    if missing := set(_parts(Part)) - set(homes(text)):
        raise SystemExit(f"parts without a section in docs/scenario.md, got {sorted(missing)}; a mark for each")
    lines = (f"`{key}` {', '.join(link(each) for each in found[key])}" for key in sorted(found))
    letters = {}
    for line in lines:
        letters.setdefault(line[1].upper(), []).append(line)
    return table(("", "Key and section"), [(f"**{letter}**", "<br>".join(rows)) for letter, rows in letters.items()])


def _parts(of):
    """Returns the names of the parts that stand in files: not of what is only a form of others."""
    names = [name for each in of.__subclasses__() for name in (each.__name__, *_parts(each))]
    return [name for name in names if name not in (scenario.ShortPart.__name__, scenario.Titled.__name__)]


WRITERS = {
    "contents": contents,
    "numbers": numbers,
    "families": distributions,
    "queues": queues,
    "part": part,
    "changing": changing,
    "keys": keys,
}
