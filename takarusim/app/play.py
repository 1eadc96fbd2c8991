"""Play: what is chosen on the left, what comes of it on the right, roughly at once and then exactly."""

import time
from pathlib import Path

import streamlit as st

from takarusim.app import answers, choices, knobs, parts, shown, uploads
from takarusim.app.knobs import Knob
from takarusim.app.visit import Visit
from takarusim.errors import ScenarioError
from takarusim.language.numerals import Language, number
from takarusim.language.words import say
from takarusim.results.comparisons import Outcome
from takarusim.scenario import titles

__all__ = ["play"]


def play(visit: Visit) -> None:
    """Shows what can be chosen, and what comes of it."""
    begun = time.perf_counter()
    left, right = st.columns([2, 3], gap="large")
    with left:
        _choose(visit)
    with right:
        _answer(visit, begun)


def _answer(visit: Visit, begun: float) -> None:
    """Shows a rough answer where there is none yet, and the full one as soon as it is there."""
    language = visit.language
    status, body = st.empty(), st.empty()
    if not visit.knows("refined", visit.chosen):
        compiling = parts.compiling(visit)
        with status.container(), parts.passing(visit, "app.starting") as watch:
            rough = answers.rough(visit.chosen, visit.memory, watch)
        with body.container():
            spent = number(time.perf_counter() - begun, language, 1)
            st.warning(say("app.rough", language, n=answers.ROUGH, seconds=spent), icon=":material/speed:")
            _result(visit, rough)
        compiling.empty()
    with status.container():
        outcome = parts.refined(visit)
    with body.container():
        st.success(say("app.full", language, n=outcome.plan.replications), icon=":material/check:")
        _result(visit, outcome)


def _result(visit: Visit, outcome: Outcome) -> None:
    """Shows before and after side by side, what differs between the inputs, and what that does."""
    language = titles.spoken(visit.language, *outcome.plan.scenarios.values())
    first = shown.headline(outcome, language)
    before, after = st.columns(2)
    before.metric(f"{first.name}: {say('app.before', language)}", first.before)
    if first.after:
        after.metric(f"{first.name}: {say('app.after', language)}", first.after)
        after.caption(first.verdict)
        parts.differing(outcome, language)
    for line in shown.sentences(outcome, language):
        st.markdown(parts.plain(line))
    st.table(shown.kpis(outcome, language).set_index(say("column.kpi", language)))


def _choose(visit: Visit) -> None:
    """Shows what can be chosen: a base, measures upon it, and values."""
    language = visit.language
    offers = {each.file: each.title for each in choices.bases(language)} | visit.brought
    files = list(offers)
    base = st.selectbox(
        say("app.base", language),
        files,
        index=files.index(visit.chosen.base),
        format_func=offers.__getitem__,
        key=f"base-{language}-{visit.round}",
    )
    if base != visit.chosen.base:
        visit.choose(base)
        st.rerun()
    known = {each.file: each.title for each in choices.measures(visit.chosen.base, language)}
    picked = st.multiselect(
        say("app.measures", language),
        list(known),
        default=list(visit.chosen.measures),
        format_func=known.__getitem__,
        placeholder=say("app.no_measures", language),
        disabled=not known,
        key=f"measures-{language}-{visit.round}",
    )
    visit.chosen = visit.chosen._replace(measures=tuple(picked))
    _sliders(visit)
    if visit.chosen.is_changed and st.button(say("app.reset", language), key="reset"):
        visit.choose(visit.chosen.base)
        st.rerun()
    _bring(visit)


def _sliders(visit: Visit) -> None:
    """Shows the values that can be moved, by theme."""
    chosen = visit.chosen
    scenario = choices.after(chosen._replace(values=()))
    language, found = titles.spoken(visit.language, scenario), knobs.knobs_of(scenario)
    values = dict(chosen.values)
    kept: dict[str, str] = {}
    for theme in knobs.THEMES:
        mine = [knob for knob in found if knob.theme == theme][: knobs.MOST]
        if mine:
            with st.expander(say(f"app.theme.{theme}", language), key=f"theme-{theme}"):
                for knob in mine:
                    kept |= _slider(visit, knob, values, language)
    visit.chosen = chosen._replace(values=tuple(sorted(kept.items())))


def _slider(visit: Visit, knob: Knob, values: dict[str, str], language: Language) -> dict[str, str]:
    """Shows one value, and returns what is set by it."""
    path = knob.paths[0]
    at = (level for level in knob.levels if knob.values(level).get(path) == values.get(path))
    on = "+".join(file.stem for file in visit.chosen.measures)
    level = st.select_slider(
        knob.label(language),
        knob.levels,
        value=next(at, knob.now.value),
        format_func=lambda one: knob.shown(one, language),
        key=f"{path}-{language}-{visit.round}-{on}",
    )
    return knob.values(float(level))


def _bring(visit: Visit) -> None:
    """Takes a scenario file of the visitor's own."""
    language = visit.language
    with st.expander(say("app.own", language)):
        st.caption(say("app.own.says", language, most=uploads.MOST))
        given = st.file_uploader(
            say("app.own", language),
            uploads.ENDINGS,
            max_upload_size=uploads.MOST,
            key="own",
            label_visibility="collapsed",
        )
        if given is None or given.file_id == visit.taken:
            return
        try:
            file = uploads.laid(given.getvalue(), given.name, visit.memory.out)
            choices.before(choices.Chosen(file))
        except ScenarioError as error:
            parts.mistakes(error, visit)
            return
        visit.taken = given.file_id
        visit.brought[file] = say("app.own.named", language, name=Path(given.name).stem)
        visit.choose(file)
        st.rerun()
