"""The table of docs/figures.md: every figure of the gallery."""

from reference import table

from takarusim.figures.gallery import GALLERY
from takarusim.language.words import WORDS


def _figures(_text, _about):
    """Returns a table with a row for each figure."""
    return table(("`--figure`", "Of a", "What it shows", "In Indonesian"), [_row(figure) for figure in GALLERY])


def _row(figure):
    indonesian, english = (title.replace("{kpi}", "KPI") for title in WORDS[figure.title])
    return f"`{figure.name}`", figure.of, english, indonesian


WRITERS = {"figures": _figures}
