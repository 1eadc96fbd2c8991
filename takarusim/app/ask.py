"""Ask: how much more a partner can order, what binds, how far guesses carry an answer, why an order was late."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from takarusim.app import answers, parts
from takarusim.app.visit import Visit
from takarusim.briefing import answer, robust, story
from takarusim.experiments import outlook
from takarusim.experiments.ensemble import Ensemble
from takarusim.experiments.search import Search
from takarusim.experiments.why import Why, lates, why
from takarusim.figures import drawing, gallery, pictures
from takarusim.figures.canvas import Stamp
from takarusim.language.numerals import Language
from takarusim.language.words import called, cause, kpi, say
from takarusim.registers.kpis import HEADLINE
from takarusim.results import comparisons, headrooms, runs
from takarusim.scenario import titles

__all__ = ["ask"]

LOSSES = (1, 2, 5, 10)  # percentage points of the headline that may be lost
WORST = 10  # of the latest orders, from which one is chosen


def ask(visit: Visit) -> None:
    """Shows one of the questions."""
    QUESTIONS[parts.choice(visit, "ask", QUESTIONS)](visit)


def _headroom(visit: Visit) -> None:
    """Asks how much more one partner, or all, can order."""
    side = parts.side(visit)
    scenario = side.scenario
    language = titles.spoken(visit.language, scenario)
    rated = [name for name, one in scenario.partners.items() if one.orders.circulating is None]
    partner = _partner(rated, language)
    loss = st.select_slider(
        say("app.loss", language, kpi=kpi(HEADLINE, language)),
        LOSSES,
        value=2,
        format_func=lambda points: f"{points} {say('unit.points', language)}",
        key=f"loss-{language}",
    )
    search = Search(scenario, f"{HEADLINE} >= base - {loss / 100}", partner or None)
    key = ("headroom", side.chosen, partner, loss)
    if key not in visit.asked and not st.button(say("app.ask", language), type="primary", key="ask-headroom"):
        return
    visit.asked.add(key)

    def make() -> headrooms.Outcome:
        with parts.passing(visit, "app.trying") as watch:
            return answers.headroom(search, visit.memory.out, watch)

    outcome = visit.once(key, make)
    plan, found = outcome.plan, outcome.headroom
    for line in answer.of_headroom(found, language):
        st.markdown(parts.plain(line))
    for _, one in gallery.drawings(found, pictures.Asked()):
        parts.drawn(one, Stamp(plan.id, plan.seed, plan.replications, found.confidence), language)


def _partner(known: list[str], language: Language) -> str:
    """Asks for a partner; "" for all."""
    names = {"": say("app.everybody", language)} | {name: called("partner", name, language) for name in known}
    return st.selectbox(say("app.partner", language), list(names), format_func=names.__getitem__)


def _binding(visit: Visit) -> None:
    """Asks which constraint holds deliveries back."""
    side = parts.side(visit)
    language = titles.spoken(visit.language, side.scenario)
    st.caption(say("app.binding.says", language))
    key = ("binding", side.chosen)
    if key not in visit.asked and not st.button(say("app.ask", language), type="primary", key="ask-binding"):
        return
    visit.asked.add(key)

    def make() -> runs.Outcome:
        with parts.passing(visit, "app.running") as watch:

            def told(what: str, done: int, of: int) -> None:
                is_lifting = what != "simulating"
                watch(
                    done,
                    of,
                    say("message.lifting", language, lifted=cause(what, language, "lift")) if is_lifting else "",
                )

            return answers.ran(side.scenario, visit.memory.out, told, relax=True)

    outcome = visit.once(key, make)
    for line in answer.sentences(outcome, language):
        st.markdown(parts.plain(line))
    heads = [answer.head(name, outcome, language) for name in ("lifted", "gain", "together")]
    st.table(pd.DataFrame(answer.gains(outcome, language), columns=heads).set_index(heads[0]))


def _robust(visit: Visit) -> None:
    """Asks what becomes of the answer in all estates that agree with what is known."""
    language, chosen = visit.language, visit.chosen
    if not chosen.is_changed:
        st.info(say("app.keep.nothing", language))
        return
    st.caption(say("app.robust.says", language, n=str(answers.WORLDS)))
    key = ("robust", chosen)
    if key not in visit.asked and not st.button(say("app.ask", language), type="primary", key="ask-robust"):
        return
    visit.asked.add(key)

    def draw() -> Ensemble:
        with parts.passing(visit, "message.matching") as watch:
            return answers.worlds(chosen, watch)

    ensemble = visit.once(("worlds", chosen.plain), draw)

    def make() -> comparisons.Outcome:
        with parts.passing(visit, "app.running") as watch:
            return answers.robust(chosen, ensemble, visit.memory, watch)

    for line in robust.sentences(visit.once(key, make), language):
        st.markdown(parts.plain(line))


def _late(visit: Visit) -> None:
    """Asks why one of the latest orders was late."""
    side = parts.side(visit)
    language = titles.spoken(visit.language, side.scenario)
    partner = _partner(list(side.scenario.partners), language)
    ran = parts.ran(visit, side)
    worst = lates(ran.orders, outlook.ends(side.scenario), partner or None, WORST)
    if not worst:
        st.info(say("why.none", language))
        return
    replication, order = st.selectbox(
        say("app.order", language),
        worst,
        format_func=lambda one: say("app.order.of", language, order=str(one[1]), replication=str(one[0])),
        key=f"order-{language}",
    )

    def make() -> Why:
        with parts.passing(visit, "app.running") as watch:
            return why(side.scenario, order, replication=replication, progress=watch)

    found = visit.once(("why", side.chosen, replication, order), make)
    for line in story.sentences(found, language):
        st.markdown(parts.plain(line))
    parts.figure(drawing.plot(found, language=language).axes)
    _table(("since", "state", "open", "closed", "held"), story.stages(found, language), language)
    _table(("lifted", "sme", "came", "served"), story.lifted(found, language), language)


def _table(names: tuple[str, ...], rows: Sequence[Sequence[str]], language: Language) -> None:
    """Shows a table of what an order lived through; nothing where it has no row."""
    heads = [say(f"column.why.{name}", language) for name in names]
    if rows:
        st.table(pd.DataFrame(rows, columns=heads).set_index(heads[0]))


QUESTIONS: dict[str, Callable[[Visit], None]] = {
    "headroom": _headroom,
    "binding": _binding,
    "robust": _robust,
    "late": _late,
}
