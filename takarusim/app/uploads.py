"""Scenario files that visitors bring: laid beside those that come with takarusim, and read as any are.

Nothing else on this machine is read for them: a file that they name must lie there too.
"""

import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from takarusim.errors import Mistake, Problem, ScenarioError
from takarusim.scenario import files, lists, workbooks
from takarusim.scenario.shipped import shipped

__all__ = ["ENDINGS", "MOST", "laid"]

ENDINGS = ("yaml", "yml", "xlsx")
MOST = 4  # MB of a file


def laid(content: bytes, name: str, folder: Path) -> Path:
    """Returns where a file of a visitor lies, in a folder of its own with the scenarios that it may extend.

    Raises
    ------
    ScenarioError
        If it names a file elsewhere.
    """
    home = folder / hashlib.sha256(content).hexdigest()[:16]
    home.mkdir(parents=True, exist_ok=True)
    for file in shipped()[0].iterdir():
        if file.is_file() and not (home / file.name).exists():
            shutil.copyfile(file, home / file.name)
    stem, ending = Path(name).stem, Path(name).suffix.lower()
    path = home / f"own-{re.sub(r'[^A-Za-z0-9-]+', '-', stem)[:60].strip('-') or 'scenario'}{ending}"
    path.write_bytes(content)
    tree = workbooks.load(path) if workbooks.is_workbook(path) else files.load(path)
    if problems := list(_elsewhere(tree.data, (), path)):  # what else is wrong with it, reading says
        raise ScenarioError(problems)
    return path


def _elsewhere(raw: Any, steps: tuple[str, ...], path: Path) -> Iterator[Problem]:
    """Yields a mistake for each file that is named with a folder."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield from _elsewhere(value, (*steps, str(key)), path)
    elif isinstance(raw, list):
        for i, value in enumerate(raw):
            yield from _elsewhere(value, (*steps, str(i)), path)
    elif (steps == ("extends",) or lists.is_list(raw)) and {"/", "\\", ":"} & set(str(raw)):
        yield Problem.of(Mistake("file_elsewhere", got=str(raw)), steps, (path.name, 0))
