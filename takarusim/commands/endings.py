"""How a command ends where something is wrong: the words, and the exit code.

Exit codes: 0 done; 1 a result that misses a required target, an engine that fails, a sweep with points that failed;
2 a mistake in the input, all of them at once; 130 where it was interrupted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

from takarusim.errors import EngineError, ScenarioError, TakarusimError
from takarusim.language.numerals import Language
from takarusim.language.words import say

__all__ = ["mistakes_told", "stop", "tell", "warn"]


@contextmanager
def mistakes_told(lang: Language | None) -> Iterator[None]:
    """Ends the command with the right code and no traceback where the user, not the program, went wrong."""
    try:
        yield
    except ScenarioError as error:
        tell(error, lang)
        stop(2)
    except EngineError as error:
        warn(error.said(lang or "en"))
        stop(1)
    except TakarusimError as error:
        warn(error.said(lang or "en"))
        stop(2)
    except KeyboardInterrupt:
        warn(say("message.interrupted", lang or "en"))
        stop(130)  # as shells have it
    except OSError as error:
        warn(f"{error.filename}: {error.strerror}")
        stop(2)


def tell(error: ScenarioError, lang: Language | None) -> None:
    """Names every mistake of a scenario, and how many they are."""
    for problem in error.problems:
        warn(problem.said(lang or "en"))
    warn(say("message.mistakes", lang or "en", n=len(error.problems)))


def stop(code: int) -> NoReturn:
    """Ends the command with an exit code."""
    raise typer.Exit(code)


def warn(line: str) -> None:
    """Writes a line to standard error."""
    typer.echo(line, err=True)
