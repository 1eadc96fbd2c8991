"""Keep: results in the folder where the command line finds them, and files to take away."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import streamlit as st

from takarusim.app import answers, choices, parts
from takarusim.app.visit import Visit
from takarusim.language.words import say
from takarusim.results.folder import RESULTS, ResultsFolder
from takarusim.scenario import titles

__all__ = ["keep"]

MIMES = {
    ".yaml": "application/yaml",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def keep(visit: Visit) -> None:
    """Shows what can be kept, and what can be taken away."""
    language = visit.language
    outcome = parts.refined(visit)
    if not outcome.comparison.differences:
        st.info(say("app.keep.nothing", language))
        _files(visit, choices.saved(visit.chosen, answers.REPLICATIONS))
        return
    parts.differing(outcome, titles.spoken(language, *outcome.plan.scenarios.values()))
    st.subheader(say("app.keep.here", language))
    name = st.text_input(say("app.keep.name", language), max_chars=100, key="name")
    if st.button(say("app.keep", language), type="primary", key="keep"):
        kept = answers.kept(visit.chosen, visit.memory, RESULTS)
        if name.strip():
            ResultsFolder(kept.plan.folder).call(name.strip())
        visit.kept[visit.chosen] = kept.plan.folder
    if folder := visit.kept.get(visit.chosen):
        st.success(say("app.kept", language, folder=parts.plain(str(folder))))
        st.code(f"takarusim list\n{answers.command(folder)}", language="sh", wrap_lines=True)
    st.subheader(say("app.keep.files", language))
    st.caption(say("app.keep.says", language))
    _files(visit, visit.once(("saved", visit.chosen), lambda: choices.saved(visit.chosen, answers.REPLICATIONS)))
    _made(visit, "briefing")
    _made(visit, "excel")


def _made(visit: Visit, what: Literal["briefing", "excel"]) -> None:
    """Shows a button that makes files, and then the files."""
    language = visit.language
    key = (what, language, visit.chosen)
    if key not in visit.made and st.button(say(f"app.keep.{what}", language), key=what):
        with st.spinner(say("app.keep.making", language)):
            outcome = answers.kept(visit.chosen, visit.memory, visit.memory.out)
            visit.made[key] = answers.files(outcome.plan.folder, what, language)
    files = visit.made.get(key)
    if isinstance(files, dict):
        _files(visit, files)


def _files(visit: Visit, files: Mapping[str, str | bytes]) -> None:
    """Shows a button for each file to be taken away."""
    with st.container(horizontal=True):
        for name, content in files.items():
            st.download_button(
                say("app.download", visit.language, name=name),
                content,
                name,
                MIMES.get(Path(name).suffix),
                key=f"download-{name}",
                on_click="ignore",
            )
