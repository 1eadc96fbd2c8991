"""Folders of results: named by what made them, verified by hashes, never rewritten.

    results/<id>/{manifest.json, scenario.resolved.yaml, replications.csv, ..., figures/, run.log}

A file counts once the manifest names it, and the manifest is written last: what a killed run leaves behind is not part
of any folder. Wall times stand in run.log alone, which no hash covers. A folder may be given a name for people, which
finds it wherever its path would. Reading order: ResultsFolder, listed, place.
"""

import json
import os
import platform
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from takarusim.errors import StoreError
from takarusim.language.numerals import LANGUAGES, Language
from takarusim.language.titles import of
from takarusim.language.words import names
from takarusim.results.drafts import Content, clear_drafts, create, digest, write
from takarusim.scenario import titles
from takarusim.scenario.scenario import Scenario

__all__ = ["KINDS", "Entry", "ResultsFolder", "listed", "place", "titled"]

MANIFEST, LOG = "manifest.json", "run.log"
KINDS = ("run", "comparison", "credit", "selection", "sweep", "headroom", "worlds")
RESULTS = Path("results")  # where folders of results are, unless another place is given
LONGEST = 80  # characters of a name


@dataclass(frozen=True)
class ResultsFolder:
    """A folder of results, which may not be there yet."""

    path: Path

    def manifest(self) -> dict[str, Any]:
        """Returns the manifest after verifying every file that it names and that is there; {} for no folder.

        An empty folder is none.

        Raises
        ------
        StoreError
            If there is something else in the folder's place, the manifest names a file outside it, or a file differs
            from its hash in the manifest.
        """
        if not self.path.exists() or (self.path.is_dir() and not any(self.path.iterdir())):
            return {}
        manifest = _read(self.path)
        if manifest is None:
            raise StoreError(f"{self.path}: no readable {MANIFEST}, so these are not takarusim's results; move it away")
        hashes: dict[str, str] = manifest["files"]
        whole = self.path.resolve()
        if outside := [name for name in hashes if not (whole / name).resolve().is_relative_to(whole)]:
            raise StoreError(f"{self.path}: its manifest names a file outside it, got {outside[0]!r}; move it away")
        kept = [name for name in hashes if (self.path / name).exists()]
        if damaged := [name for name in kept if digest(self.path / name) != hashes[name]]:
            again = f" and make it again: {manifest['command']}" if "command" in manifest else ""
            raise StoreError(
                f"{self.path}: changed since the run wrote it, got other bytes in {', '.join(damaged)}; "
                f"move the folder away{again}"
            )
        return manifest

    def opened(self) -> dict[str, Any]:
        """Returns the manifest of a folder that is to be read.

        Raises
        ------
        StoreError
            If it is none of results, or is not what its manifest says.
        """
        if not (self.path / MANIFEST).is_file():
            others = ", ".join(f"`{kind}`" for kind in ("compare", "credit", "select", "sweep", "headroom"))
            right = f"one that `takarusim run`, {others} or `worlds` made, such as results/ID"
            raise StoreError(f"{self.path}: not a folder of results, got no {MANIFEST}; {right}")
        return self.manifest()

    @property
    def kind(self) -> str:
        """What made a folder that is to be read, one of KINDS; raises as `opened` does."""
        return str(self.opened().get("kind", KINDS[0]))

    def lacks(self, names: Iterable[str]) -> list[str]:
        """Returns the names of files that the folder should have and that are not part of it yet."""
        hashes = self.manifest().get("files", {})
        return [name for name in names if name not in hashes or not (self.path / name).exists()]

    def keep(self, files: Mapping[str, Content], facts: Mapping[str, Any] | None = None) -> None:
        """Adds files to the folder, whole or not at all, and never changes one that is there.

        Parameters
        ----------
        files : {name: content, or a draft that is moved there}
            Names may lie in folders: `figures/flow-id.png`.
        facts : mapping, optional
            What the manifest says of the run; it is written with the first files.

        Raises
        ------
        StoreError
            If a file is there already with another content.
        """
        manifest = self.manifest() or {**(facts or {}), "files": {}}
        known: dict[str, str] = manifest["files"]
        hashes = {name: digest(content) for name, content in files.items()}
        if changed := [name for name in hashes if known.get(name, hashes[name]) != hashes[name]]:
            raise StoreError(
                f"{self.path}: the same inputs gave other bytes in {', '.join(changed)}; move the folder away"
            )
        manifest["files"] = dict(sorted({**known, **hashes}.items()))
        whole = {**files, MANIFEST: _text(manifest)}
        for folder in {(self.path / name).parent for name in whole}:
            clear_drafts(folder)
        clear_drafts(self.path.parent, self.path.name)
        if self.path.exists() or not create(self.path, whole):
            for name, content in whole.items():  # the manifest comes last
                write(self.path / name, content)

    def forget(self, names: Iterable[str]) -> None:
        """Takes files out of the folder that are to be made anew."""
        manifest, gone = self.manifest(), set(names)
        manifest["files"] = {name: found for name, found in manifest["files"].items() if name not in gone}
        write(self.path / MANIFEST, _text(manifest))
        for name in gone:
            (self.path / name).unlink(missing_ok=True)

    def call(self, name: str) -> None:
        """Gives the folder a name for people, which may be another one than before.

        Raises
        ------
        StoreError
            If it is no name: empty, too long, or one that could be a path.
        """
        if not name.strip() or len(name) > LONGEST or {"/", "\\"} & set(name) or not name.isprintable():
            raise StoreError(f"not a name, got {name!r}; a line of at most {LONGEST} characters without slashes")
        manifest = self.manifest()
        write(self.path / MANIFEST, _text({"name": name, **{k: v for k, v in manifest.items() if k != "name"}}))

    def note(self, what: str, begun: float) -> None:
        """Adds to run.log what has been done since a moment of the monotonic clock, and on what machine."""
        when, spent = time.strftime("%Y-%m-%dT%H:%M:%S%z"), time.monotonic() - begun
        machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
        with (self.path / LOG).open("a", encoding="utf-8") as log:
            log.write(f"{when} {what} in {spent:.1f} s, {machine}\n")

    @property
    def made(self) -> date:
        """The day on which it was begun, as run.log has it; without one, that of its manifest."""
        log = self.path / LOG
        if log.is_file() and (line := log.read_text("utf-8")[:10]):
            return date.fromisoformat(line)
        return datetime.fromtimestamp((self.path / MANIFEST).stat().st_mtime).astimezone().date()


class Entry(NamedTuple):
    """A folder of results as a list of them shows it."""

    path: str
    name: str  # that it was given; "" for none
    title: str
    kind: str  # one of KINDS
    date: str  # when it was last added to, local time: 2025-06-30 14:05
    bytes: int  # of all its files
    command: str  # which makes it again


def listed(results: Path = RESULTS, language: Language = "en") -> list[Entry]:
    """Returns the folders of results in a folder, the latest first; files are not verified.

    Raises
    ------
    StoreError
        If there is no such folder; where results are usually kept there may be none yet.
    """
    if results == RESULTS and not results.exists():
        return []
    if not results.is_dir():
        raise StoreError(f"{results}: no folder, so no results; `takarusim run FILE` makes some")
    found = [(path, _read(path)) for path in results.iterdir() if (path / MANIFEST).is_file()]
    entries = [_entry(path, manifest, language) for path, manifest in found if manifest is not None]
    return sorted(entries, key=lambda entry: (entry.date, entry.path), reverse=True)


def _entry(path: Path, manifest: Mapping[str, Any], language: Language) -> Entry:
    facts = {key: str(manifest.get(key, "")) for key in ("name", "command")}
    title = of(manifest.get("title", ""), language)
    changed = datetime.fromtimestamp((path / MANIFEST).stat().st_mtime).astimezone()
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    kind = str(manifest.get("kind", KINDS[0]))
    return Entry(str(path), facts["name"], title, kind, f"{changed:%Y-%m-%d %H:%M}", size, facts["command"])


def titled(scenarios: Mapping[str, Scenario], asked: Callable[[Language], str] = lambda _: "") -> dict[str, str]:
    """Returns what people call a folder, by language: its scenarios' titles, or labels, and what was asked of them."""
    told = {}
    for each in LANGUAGES:
        language = titles.spoken(each, *scenarios.values())
        known = ", ".join(names({label: one.title for label, one in scenarios.items()}, language).values())
        told[str(each)] = ": ".join(part for part in (known, asked(language)) if part)
    return told


def place(given: str | Path) -> Path:
    """Returns the folder of results that a path means, or a name: in `results`, or in the folder in front of it.

    Of several of one name it is the latest. What is neither is returned as it is.
    """
    path = Path(given)
    results = RESULTS if path.parent == Path() else path.parent
    if path.exists() or not results.is_dir():
        return path
    entries = listed(results)
    return next((Path(entry.path) for entry in entries if path.name in (entry.name, Path(entry.path).name)), path)


def _read(path: Path) -> dict[str, Any] | None:
    """Returns a folder's manifest as it is; None for none that can be read."""
    try:
        manifest: dict[str, Any] = json.loads((path / MANIFEST).read_text("utf-8"))
        hashes = manifest["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return manifest if isinstance(hashes, dict) else None


def _text(manifest: Mapping[str, Any]) -> bytes:
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
