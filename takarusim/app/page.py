"""The page: run by Streamlit from the top at each move, for one visitor at a time.

Reading order: page, and then the views in play, see, ask and keep.
"""

from collections.abc import Callable

import streamlit as st

from takarusim.app import choices
from takarusim.app.ask import ask
from takarusim.app.keep import keep
from takarusim.app.play import play
from takarusim.app.see import see
from takarusim.app.visit import Visit
from takarusim.errors import TakarusimError
from takarusim.language.numerals import LANGUAGES
from takarusim.language.words import say

__all__ = ["page"]

VIEWS: dict[str, Callable[[Visit], None]] = {"play": play, "see": see, "ask": ask, "keep": keep}
NAMES = {"id": "Bahasa Indonesia", "en": "English"}


def page() -> None:
    """Shows the page."""
    st.set_page_config(page_title="takarusim", layout="wide")
    if "visit" not in st.session_state:
        st.session_state["visit"] = _opened()
    visit: Visit = st.session_state["visit"]
    name, switch = st.columns([3, 2], vertical_alignment="bottom")
    chosen = switch.segmented_control(
        "Bahasa / Language",
        LANGUAGES,
        format_func=NAMES.__getitem__,
        default=visit.language,
        key="language",
        required=True,
    )
    visit.language = chosen or visit.language
    language = visit.language
    name.markdown(f"### {say('app.title', language)}")
    view = st.segmented_control(
        say("app.view", language),
        list(VIEWS),
        format_func=lambda each: say(f"app.view.{each}", language),
        default="play",
        key="view",
        required=True,
        label_visibility="collapsed",
    )
    try:
        VIEWS[view or "play"](visit)
    except TakarusimError as error:
        st.error(error.said(language))


def _opened() -> Visit:
    """Returns a visit that begins as the address asks: `?base=first-steps&lang=en`, the names of shipped scenarios."""
    visit, asked = Visit(), st.query_params
    visit.language = next((each for each in LANGUAGES if each == asked.get("lang")), visit.language)
    for each in choices.bases(visit.language):
        if each.file.stem == asked.get("base"):
            visit.choose(each.file)
    return visit


if __name__ == "__main__":
    page()
