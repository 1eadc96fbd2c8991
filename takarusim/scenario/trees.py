"""Scenarios as plain trees that know the place of every key: inlining, merging, composing.

Nothing here knows whether a value is right; `reading` makes a Scenario of a tree and says what is wrong where.
Reading order: normal, plain_tree, merged, composed.
"""

import os
from collections.abc import Iterator, Mapping
from functools import reduce
from pathlib import Path
from typing import Any, NamedTuple

from takarusim.errors import Mistake, Problem, located
from takarusim.language.mistakes import Nearest, Text
from takarusim.registers.families import FAMILIES
from takarusim.scenario import entries, files, lists, shapes, workbooks
from takarusim.scenario.cells import Cell
from takarusim.scenario.files import Place, Steps, Tree
from takarusim.scenario.layout import Column
from takarusim.scenario.scenario import Part
from takarusim.scenario.shapes import SCENARIO, Shape

__all__ = ["composed", "normal", "plain_tree"]

NEEDED = ("placed", "component", "quantity")  # columns of a book
DAY = Shape("leaf", holds="date")

# --- lists in files of their own, and the short forms, written out


def normal(tree: Tree, folder: Path) -> Tree:
    """Returns a tree without references to files with lists, and without the short form of parts."""
    found = Tree({}, dict(tree.places), list(tree.problems))
    places = found.places

    def walk(raw: Any, shape: Shape | None, steps: Steps) -> Any:
        if shape is None or raw is None:
            return raw
        if shape.kind == "short" and shapes.written_out(shape, raw) is not raw:
            for old in [each for each in places if each[: len(steps)] == steps]:
                places[(*steps, shapes.alone(shape), *old[len(steps) :])] = places[old]
            raw = shapes.written_out(shape, raw)
        if shape.kind in ("part", "short", "each") and isinstance(raw, Mapping):
            return {key: walk(value, shapes.within(shape, key), (*steps, key)) for key, value in raw.items()}
        try:
            return _inlined(raw, shape, steps, folder, found)
        except Mistake as mistake:
            found.problems.append(Problem.of(mistake, steps, found.places.get(steps, Place())))
            return raw

    return found._replace(data=walk(tree.data, SCENARIO, ()))


def _inlined(raw: Any, shape: Shape, steps: Steps, folder: Path, found: Tree) -> Any:
    """Returns what a reference to a file with a list stands for; anything else as it is."""
    if shape.kind == "distribution" and isinstance(raw, dict) and isinstance(raw.get("empirical"), str):
        column = str(raw.get("column", "value"))
        rows, _ = lists.rows(folder, raw["empirical"], (column,))
        told = [row[column][0] for row in rows if column in row]
        kept = {key: value for key, value in raw.items() if key != "column"}
        return {**kept, "empirical": [files.number(cell) if isinstance(cell, str) else cell for cell in told]}
    if not lists.is_list(raw):
        return raw
    if shape.kind == "rows" and shape.of and shape.of.part:
        others = [key for key in shapes.fields(shape.of.part) if key not in Part.model_fields]
        needed = [key for key in others if key in NEEDED]
        rows, said = lists.rows(folder, raw, needed, others)
    elif steps[:1] == ("holidays",):
        rows, said = lists.rows(folder, raw, ("date",))
    else:
        return raw
    if said:
        found.problems.append(Problem.of(said, steps, (str(folder / raw), 0)))
    inlined: list[Any] = []
    for row in rows:
        here = (*steps, str(len(inlined)))
        found.places[here] = next(iter(row.values()))[1]
        if shape.kind == "rows":
            inlined.append({key: _listed(row[key], (*here, key), found) for key in row})
        elif "date" in row:
            inlined.append(_listed(row["date"], here, found))
    return inlined


def _listed(given: tuple[Cell, Place], steps: Steps, found: Tree) -> Any:
    """Returns what a cell of a list says, and notes where it stands and what is wrong with it."""
    (cell, place), column = given, Column(steps[-1:], shapes.at(steps) or DAY)
    found.places[steps] = place
    try:
        said = entries.value(cell, column)
    except Mistake as mistake:
        found.problems.append(Problem.of(mistake, steps, place))
        return cell
    return files.number(said) if column.shape.dimension and isinstance(said, str) else said


def plain_tree(data: Mapping[str, Any]) -> Tree:
    """Returns plain mappings as a tree that has no file: every key as text."""

    def keyed(raw: Any) -> Any:
        if isinstance(raw, Mapping):
            return {str(key): keyed(value) for key, value in raw.items()}
        return [keyed(each) for each in raw] if isinstance(raw, list | tuple) else raw

    tree = _stated([normal(Tree(keyed(data), {}, []), Path())])[0]
    return tree._replace(data=_without_nulls(tree.data, SCENARIO))


# --- merging


def merged(base: Tree, over: Tree) -> Tree:
    """Returns a tree over its base: mappings merge key by key, a null takes an inherited key away."""
    said = _Said(set(), set(), set())
    data = _merge(base.data, over.data, SCENARIO, (), said)
    replaced = said.gone | said.new
    places = {each: place for each, place in base.places.items() if not _lies_in(each, replaced)}
    places |= {
        k: place for k, place in over.places.items() if _lies_in(k, said.new) or (k and _lies_in(k[:-1], said.beside))
    }
    places[()] = over.places.get((), Place())
    return Tree(data, places, base.problems + over.problems)


class _Said(NamedTuple):
    """Where a tree says something over its base."""

    gone: set[Steps]  # what it takes away
    new: set[Steps]  # what is its own from there on
    beside: set[Steps]  # of what in the base it says something more


def _merge(base: Any, over: Any, shape: Shape | None, steps: Steps, said: _Said) -> Any:
    if shape and isinstance(base, dict) and isinstance(over, dict) and (shape.kind in ("part", "short", "each")):
        result = dict(base)
        for key, value in over.items():
            inner = (*steps, key)
            if value is None and key in base:
                result.pop(key)
                said.gone.add(inner)
            else:
                result[key] = _merge(base.get(key), value, shapes.within(shape, key), inner, said)
        return result
    if shape and base is not None and _adds_to_number(shape, over):
        said.beside.add(steps)
        return {**(base if isinstance(base, dict) else {"value": base}), **over}
    said.new.add(steps)
    return over


def _lies_in(steps: Steps, among: set[Steps]) -> bool:
    return any(steps[:length] in among for length in range(len(steps) + 1))


def _adds_to_number(shape: Shape, over: Any) -> bool:
    """Returns whether a mapping says something about an inherited number without replacing it."""
    is_number = shape.kind in ("quantity", "distribution") and isinstance(over, dict)
    return is_number and not any(key == "value" or key in FAMILIES for key in over)


def _chain(file: Path, seen: tuple[Path, ...] = ()) -> list[Tree]:
    """Returns a file and what it extends, the base first; of several bases first what they have in common."""
    tree = workbooks.load(file) if workbooks.is_workbook(file) else files.load(file)
    seen = (*seen, _real(file))
    base = tree.data.pop("extends", None)
    place = tree.places.pop(("extends",), Place())
    over = normal(tree, file.parent)
    names = _split(base, file.parent) if isinstance(base, str) else [base]
    wrong = [] if base is None else [each for name in names if (each := _no_base(name, file.parent, seen))]
    over.problems.extend(Problem.of(each, ("extends",), place) for each in wrong[:1])
    if base is None or wrong:
        return [over]
    return [*_side_by_side([_chain(file.parent / name, seen) for name in names]), over]


def _split(path: str | Path, folder: Path = Path()) -> list[str]:
    """Returns the files that a path names: several with a plus between them, unless there is a file of that name."""
    return [str(path)] if files.is_file(folder / path) else [name.strip() for name in str(path).split("+")]


def _side_by_side(chains: list[list[Tree]]) -> list[Tree]:
    """Returns what siblings come to, each over those before it; what two set to different values is a mistake."""
    common = 0
    while all(len(chain) > common and _file(chain[common]) == _file(chains[0][common]) for chain in chains):
        common += 1
    if len(chains) == 1:
        return chains[0]
    trees = chains[0][:common]
    ends = [_together(chain[common:]) for chain in chains if len(chain) > common]
    for i, over in enumerate(ends):
        for other in ends[:i]:
            over.problems.extend(_conflicts(other, over))
    for over in ends:
        below = reduce(merged, trees, Tree({}, {}, []))
        trees.append(over if over is ends[0] or len(ends) == 1 else _titled(below, over))
    return trees


def _stated(trees: list[Tree]) -> list[Tree]:
    """Returns trees, each over those before it, with a mistake for each null that takes nothing away."""
    for i, tree in enumerate(trees):
        nulls = [steps for steps, value in _leaves(tree.data, SCENARIO, ()) if value is None and not _is_key(steps)]
        base = reduce(merged, trees[:i], Tree({}, {}, [])).data if nulls else {}
        for steps in nulls:
            names = _names(base, steps[:-1])
            if steps[-1] not in names:
                wrong = Mistake("nothing_to_take_away", got=steps[-1], right=Nearest(steps[-1], tuple(names)))
                tree.problems.append(Problem.of(wrong, steps, tree.places.get(steps, Place())))
    return trees


def _is_key(steps: Steps) -> bool:
    """Returns whether the last step is a key that the part around it may have, and so may be null."""
    shape = shapes.at(steps[:-1])
    return shape is not None and shape.part is not None and steps[-1] in shapes.fields(shape.part)


def _names(raw: Any, steps: Steps) -> list[str]:
    """Returns the keys that a tree has at a path."""
    for step in steps:
        raw = raw.get(step) if isinstance(raw, dict) else None
    return list(raw) if isinstance(raw, dict) else []


def _no_base(base: object, folder: Path, seen: tuple[Path, ...]) -> Mistake | None:
    """Returns why a file cannot extend a base, None if it can."""
    if not isinstance(base, str):
        return Mistake("not_a_file", got=base)
    others = sorted(each.name for each in folder.glob("*.yaml") if _real(each) not in seen)
    if not files.is_file(folder / base):
        return Mistake("no_such_file", got=base, right=Nearest(base, tuple(others)))
    if _real(folder / base) in seen:
        return Mistake("extends_itself", got=base)
    return None


def composed(path: str | Path) -> Tree:
    """Returns one or several files ("a.yaml+b.yaml") with all they extend, as one tree.

    Siblings extend a common base; a path that two of them set to different values is a mistake.
    """
    chains = [_stated(_chain(Path(name))) for name in _split(path)]
    tree = reduce(merged, _side_by_side(chains), Tree({}, {}, []))
    return Tree(_without_nulls(tree.data, SCENARIO), tree.places, tree.problems)


def _real(path: Path) -> Path:
    """Returns where a path leads, as far as it does."""
    return path if "\0" in str(path) else Path(os.path.realpath(path))


def _file(tree: Tree) -> Path:
    return _real(Path(tree.places[()].file))


def _together(trees: list[Tree]) -> Tree:
    """Returns what a file and its bases above the common one change: their nulls stay."""
    result = trees[0]
    for over in trees[1:]:
        kept = {steps: None for steps, value in _leaves(over.data, SCENARIO, ()) if value is None}
        result = merged(result, over)
        for steps in kept:
            _put(result.data, steps, None)
            result.places[steps] = over.places.get(steps, Place())
    return result


def _leaves(raw: Any, shape: Shape | None, steps: Steps) -> Iterator[tuple[Steps, Any]]:
    if shape and shape.kind in ("part", "short", "each") and isinstance(raw, dict):
        for key, value in raw.items():
            yield from _leaves(value, shapes.within(shape, key), (*steps, key))
    else:
        yield steps, raw


TITLES = ("title", "question", "note")


def _conflicts(one: Tree, two: Tree) -> Iterator[Problem]:
    first = dict(_leaves(one.data, SCENARIO, ()))
    for steps, value in _leaves(two.data, SCENARIO, ()):
        if steps in first and first[steps] != value and steps[0] not in TITLES:
            place = one.places.get(steps, Place())
            where = Text(located(*place))
            wrong = Mistake("set_twice", got=value, other=first[steps], where=where)
            yield Problem.of(wrong, steps, two.places.get(steps, Place()))


def _titled(tree: Tree, over: Tree) -> Tree:
    """Returns a sibling whose lines for people follow those of the siblings before it."""

    def both(old: Any, new: Any, between: str) -> Any:
        if isinstance(old, dict) and isinstance(new, dict):
            keys = (*old, *(key for key in new if key not in old))
            return {key: both(old.get(key, ""), new.get(key, ""), between) for key in keys}
        return between.join(filter(None, (str(old), str(new)))) if old != new else new

    shared = [key for key in TITLES if key in tree.data and key in over.data]
    lines = {key: both(tree.data[key], over.data[key], " + " if key == "title" else "; ") for key in shared}
    return over._replace(data={**over.data, **lines})


def _without_nulls(raw: Any, shape: Shape | None) -> Any:
    if not (shape and shape.kind in ("part", "short", "each") and isinstance(raw, dict)):
        return raw
    return {key: _without_nulls(value, shapes.within(shape, key)) for key, value in raw.items() if value is not None}


def _put(data: dict[str, Any], steps: Steps, value: Any) -> None:
    for step in steps[:-1]:
        data = data.setdefault(step, {})
    data[steps[-1]] = value
