"""Parts that several views have: the full answer with its progress, what differs, mistakes, pictures."""

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from takarusim.app import answers, choices, shown
from takarusim.app.choices import Chosen
from takarusim.app.visit import Visit
from takarusim.errors import ScenarioError
from takarusim.figures.canvas import Axes, Stamp
from takarusim.figures.pictures import Drawing
from takarusim.language.numerals import Language
from takarusim.language.words import say
from takarusim.results import runs
from takarusim.results.comparisons import Outcome
from takarusim.scenario.scenario import Scenario

__all__ = [
    "Side",
    "choice",
    "compiling",
    "differing",
    "drawn",
    "figure",
    "mistakes",
    "passing",
    "plain",
    "ran",
    "refined",
    "side",
]

FEW = 8  # rows that are shown without being asked for


def compiling(visit: Visit) -> DeltaGenerator:
    """Returns where it is said that the engine is compiled, where that has not been done before."""
    from takarusim.engine import kernel
    from takarusim.outcome import chronicle

    place = st.empty()
    if not (chronicle.is_compiled() and kernel.is_compiled()):
        place.info(say("message.compiling", visit.language))
    return place


@contextmanager
def passing(visit: Visit, key: str) -> Iterator[Callable[..., None]]:
    """Yields what shows how much is done, in a place that is empty afterwards: (done, of how many, what)."""
    place, text = st.empty(), say(key, visit.language)
    bar = place.progress(0.0, text)

    def watch(done: int, of: int, what: str = "") -> None:
        bar.progress(min(done / max(of, 1), 1.0), what or text)

    yield watch
    place.empty()


def refined(visit: Visit) -> Outcome:
    """Returns the full answer, with a bar as long as it is not there."""

    def make() -> Outcome:
        with passing(visit, "app.refining") as watch:
            return answers.refined(visit.chosen, visit.memory, watch)

    return visit.once(("refined", visit.chosen), make)


def choice(visit: Visit, key: str, of: Collection[str]) -> str:
    """Returns which of several views is to be shown."""
    names = {each: say(f"app.{key}.{each}", visit.language) for each in of}
    chosen = st.segmented_control(
        say(f"app.view.{key}", visit.language),
        list(of),
        format_func=names.__getitem__,
        default=next(iter(of)),
        required=True,
        key=key,
        label_visibility="collapsed",
    )
    return chosen or next(iter(of))


class Side(NamedTuple):
    """The scenario that is looked at."""

    chosen: Chosen  # that it comes of
    scenario: Scenario


def side(visit: Visit) -> Side:
    """Returns the scenario that is to be looked at: before or after."""
    chosen = visit.chosen
    if chosen.is_changed and choice(visit, "side", ("after", "before")) == "after":
        return Side(chosen, choices.after(chosen))
    return Side(chosen.plain, choices.before(chosen))


def ran(visit: Visit, side: Side) -> runs.Outcome:
    """Returns a run of a scenario, with a bar as long as it is not there."""

    def make() -> runs.Outcome:
        with passing(visit, "app.running") as watch:
            return answers.ran(side.scenario, visit.memory.out, lambda _, done, of: watch(done, of))

    return visit.once(("run", side.chosen), make)


def differing(outcome: Outcome, language: Language) -> None:
    """Shows what differs between the inputs."""
    table = shown.differing(outcome, language)
    st.markdown(f"**{say('app.differs', language, n=len(table))}**")
    heads = list(table)
    if len(table):
        st.table(table[:FEW].set_index(heads[0]))
    if len(table) > FEW:
        with st.expander(say("app.more", language, n=len(table) - FEW)):
            st.table(table[FEW:].set_index(heads[0]))


def mistakes(error: ScenarioError, visit: Visit) -> None:
    """Shows every mistake of a scenario, with files by their names alone."""
    lines = [re.sub(r"\S*/(?=own-)", "", problem.said(visit.language)) for problem in error.problems]
    st.error("\n".join(f"- {plain(line)}" for line in lines))


def drawn(drawing: Drawing, stamp: Stamp, language: Language) -> None:
    """Shows a picture."""
    axes = drawing.draw(language=language, stamp=stamp)
    if axes is None:
        st.info(say("message.nothing_to_draw", language, figure=drawing.of))
    else:
        figure(axes)


def figure(axes: Axes) -> None:
    """Shows a figure; where it is wider than there is room for with letters that can be read, it moves sideways."""
    st.html(shown.image(axes))


def plain(text: str) -> str:
    """Returns a text that Markdown shows as it is."""
    return re.sub(r"([\\`*_{}\[\]<>#|$~:])", r"\\\1", text)
