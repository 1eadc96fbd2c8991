"""The command `takarusim`, or `python -m takarusim`, is the command line."""

import sys

from takarusim.commands.application import app


def main() -> None:
    """Runs the command line."""
    if hasattr(sys.stdout, "reconfigure"):  # a Windows console that cannot write an en dash
        sys.stdout.reconfigure(errors="replace")
    app()


if __name__ == "__main__":
    main()
