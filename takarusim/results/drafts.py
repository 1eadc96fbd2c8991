"""Files and folders written whole or not at all: under another name first, a draft's, which says whose it is.

The next one to write there clears the drafts of processes that are gone.
"""

import errno
import glob
import hashlib
import os
import platform
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Content", "clear_drafts", "create", "digest", "draft_of", "naming", "write"]

Content = bytes | Path  # of a file, or a draft that is moved there


def digest(content: Content) -> str:
    """Returns the hash of a file's content."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def create(folder: Path, files: Mapping[str, Content]) -> bool:
    """Makes a folder with its files in one step; returns False if another run was first."""
    draft = draft_of(folder)
    shutil.rmtree(draft, ignore_errors=True)  # of an earlier process of this number
    try:
        for name, content in files.items():
            with naming(folder / name):
                (draft / name).parent.mkdir(parents=True, exist_ok=True)
                _put(draft / name, content)
        draft.rename(folder)
    except OSError:
        if not folder.exists():
            raise
        return False
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return True


def _put(path: Path, content: Content) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        content.replace(path)


def write(path: Path, content: Content) -> None:
    """Writes a file in one step, unless it is there with that content."""
    if path.exists() and digest(path) == digest(content):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = draft_of(path)
    with naming(path):
        try:
            _put(draft, content)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Names the file in an error of the system that does not: that no space is left is found behind the opening."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise OSError(error.errno or errno.EIO, reason, str(path)) from error


def draft_of(path: Path) -> Path:
    """Returns where this process writes a file or folder before it takes its name."""
    return path.with_name(f".{path.name}-{platform.node()}-{os.getpid()}.draft")


def clear_drafts(folder: Path, name: str = "") -> None:
    """Clears what killed processes of this machine left in a folder: their drafts of a name, or of any."""
    start = f".{glob.escape(name)}-{glob.escape(platform.node())}-" if name else f".*-{glob.escape(platform.node())}-"
    for draft in folder.glob(f"{start}*.draft"):
        number = draft.stem.rpartition("-")[2]
        if not number.isdecimal() or _is_running(int(number)):
            continue
        if draft.is_dir():
            shutil.rmtree(draft, ignore_errors=True)
        else:
            draft.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    """Returns whether a process is there, or may be: Windows has no signal that only asks."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True
