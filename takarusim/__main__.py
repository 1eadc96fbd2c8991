"""The command `takarusim`, or `python -m takarusim`, is the command line."""

import sys

import typer

from takarusim.commands.application import app
from takarusim.commands.locale import localised, of_terminal


def main() -> None:
    """Runs the command line."""
    if hasattr(sys.stdout, "reconfigure"):  # a Windows console that cannot write an en dash
        sys.stdout.reconfigure(errors="replace")
    localised(typer.main.get_command(app), of_terminal())()


if __name__ == "__main__":
    main()
