"""The language in which `--help` speaks: that of the terminal, or TAKARUSIM_LANG."""

import os
from collections.abc import Callable
from functools import partial
from typing import Any

import typer

from takarusim.language.numerals import Language

__all__ = ["localised", "of_terminal"]


def of_terminal() -> Language:
    """Returns the language that the environment asks for; English where it asks for none that there is."""
    names = ("TAKARUSIM_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    asked = next((value for name in names if (value := os.environ.get(name))), "")
    return "id" if asked.lower().startswith("id") else "en"


def localised(command: Any, language: Language) -> Any:
    """Returns a command whose help, and that of its subcommands, is said in a language."""
    if language == "id":
        from typer import rich_utils

        from takarusim.language.helps import FRAMES, HELPS

        for name, text in FRAMES.items():
            setattr(rich_utils, name, text)
        whole = typer.Context(command, **command.context_settings)
        for each in (command, *command.commands.values()):
            each.help = HELPS[each.help]
            each.get_usage = partial(_usage, each.get_usage)
            for parameter in (*each.params, each.get_help_option(typer.Context(each, parent=whole))):
                parameter.help = HELPS.get(parameter.help, parameter.help)
    return command


def _usage(usage: Callable[[typer.Context], str], context: typer.Context) -> str:
    """Returns how a command is used, whose first word typer says in English."""
    return usage(context).replace("Usage:", "Pemakaian:", 1)
