"""How a command answers: with one JSON object, with where the results are, or in words."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from takarusim.language.numerals import Language
from takarusim.language.words import say

__all__ = ["answer"]


def answer(
    found: Any, folder: Path, words: Callable[[], None], *, name: str, language: Language, as_json: bool, quiet: bool
) -> None:
    """Gives results their name, and tells them as they were asked for; words say where the results are, too."""
    from takarusim.briefing import objects
    from takarusim.results.folder import ResultsFolder

    if name:
        ResultsFolder(folder).call(name)
    if as_json:
        told = {**objects.to_dict(found), "results": str(folder)}
        typer.echo(json.dumps(told, ensure_ascii=False, allow_nan=False))
    elif quiet:
        typer.echo(str(folder))
    else:
        words()
        typer.echo(say("message.results", language, path=str(folder)))
