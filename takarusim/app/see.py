"""See: figures, months, the buildings as weeks pass, and where orders' time went."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import streamlit as st

from takarusim.app import answers, parts, player, shown
from takarusim.app.visit import Visit
from takarusim.briefing import answer, verdicts
from takarusim.experiments import run
from takarusim.figures import gallery, pictures
from takarusim.figures.canvas import Stamp
from takarusim.language.numerals import day
from takarusim.language.words import say
from takarusim.outcome.replication import Replication, window_of
from takarusim.results import comparisons, runs
from takarusim.scenario import calendars, titles
from takarusim.scenario.scenario import Scenario

__all__ = ["see"]


def see(visit: Visit) -> None:
    """Shows one of the views."""
    outcome = parts.refined(visit)
    what = parts.choice(visit, "see", VIEWS)
    VIEWS[what](visit, outcome)


def _figures(visit: Visit, outcome: comparisons.Outcome) -> None:
    """Shows a figure of the comparison, or of a run of one side."""
    language = titles.spoken(visit.language, *outcome.plan.scenarios.values())
    found = shown.sided(outcome.comparison)
    drawings = list(gallery.drawings(found, pictures.Asked())) if found.differences else []
    of_runs = [figure for figure in gallery.GALLERY if figure.of == "run" and figure.name != "warm-up"]
    offers = [figure.titled(drawing, language) for figure, drawing in drawings]
    offers += [say("app.of_run", language, title=say(figure.title, language)) for figure in of_runs]
    k = st.selectbox(
        say("app.figure", language), range(len(offers)), format_func=offers.__getitem__, key=f"f-{language}"
    )
    if k < len(drawings):
        plan = outcome.plan
        parts.drawn(drawings[k][1], Stamp(plan.id, plan.seed, found.replications, plan.confidence), language)
        return
    ran = parts.ran(visit, parts.side(visit))
    for _, one in gallery.drawings(ran, pictures.Asked(of_runs[k - len(drawings)].name)):
        parts.drawn(one, _stamp(ran), language)


def _months(visit: Visit, _outcome: comparisons.Outcome) -> None:
    """Shows the estate's KPIs by month."""
    ran = parts.ran(visit, parts.side(visit))
    table = shown.months(ran.months, visit.language)
    for _, drawing in gallery.drawings(ran, pictures.Asked("months")):
        parts.drawn(drawing, _stamp(ran), visit.language)
    if len(table):
        st.dataframe(table, hide_index=True)


def _buildings(visit: Visit, _outcome: comparisons.Outcome) -> None:
    """Shows what the buildings work on as weeks pass."""
    side = parts.side(visit)
    scenario = side.scenario
    language = titles.spoken(visit.language, scenario)
    window = window_of(scenario)
    starts = list(range(window.start, max(window.end - player.SPAN, window.start) + 1, player.SPAN))
    first = st.selectbox(
        say("app.from", language),
        starts,
        format_func=lambda each: day(calendars.origin(scenario) + timedelta(milliseconds=each), language),
        key=f"from-{language}",
    )
    one = visit.once(("map", side.chosen, first), partial(_replication, scenario, first))
    st.caption(say("app.player.says", language))
    st.iframe(player.embedded(player.scene(one, first, language)))


def _replication(scenario: Scenario, first: int) -> Replication:
    """Returns the first replication, up to the end of the weeks that are shown: its log is the same up to there."""
    last = calendars.origin(scenario) + timedelta(milliseconds=first + player.SPAN)
    return run.simulate(answers.ending(scenario, last), replication=0)


def _ledger(visit: Visit, outcome: comparisons.Outcome) -> None:
    """Shows where the time of late orders went."""
    plan = outcome.plan
    language = titles.spoken(visit.language, *plan.scenarios.values())
    for label, name in verdicts.names(outcome, language).items():
        st.markdown(f"**{parts.plain(name)}**")
        for line in answer.waited(outcome.holds[label], language):
            st.markdown(parts.plain(line))
    for name in ("ledgers-late", "ledgers-all"):
        for _, drawing in gallery.drawings(shown.sided(outcome.comparison), pictures.Asked(name)):
            stamp = Stamp(plan.id, plan.seed, outcome.comparison.replications, plan.confidence)
            parts.drawn(drawing, stamp, language)


def _stamp(ran: runs.Outcome) -> Stamp:
    return Stamp(ran.plan.id, ran.plan.seed, ran.plan.replications)


VIEWS: dict[str, Callable[[Visit, comparisons.Outcome], None]] = {
    "figures": _figures,
    "months": _months,
    "buildings": _buildings,
    "ledger": _ledger,
}
