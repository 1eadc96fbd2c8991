"""How functions are compiled, and where compiled code is kept until its sources change.

Everything is compiled without reference counts (`_nrt=False`), which makes it several times faster; such a function
may not allocate, nor return a view of a table. A record of a table is a mere pointer and may be passed on; so is a
`reference` to a named tuple.
"""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core import caching, cgutils
from numba.core.typing.templates import AttributeTemplate, Signature, infer_getattr
from numba.extending import intrinsic, lower_getattr_generic, models, register_model
from numpy.typing import NDArray

__all__ = ["entry", "high", "inlined", "is_kept", "jit", "lowest_bit", "records", "reference"]

PACKAGE = Path(__file__).parents[1]
SOURCES = (
    "outcome/chronicle",
    "outcome/clocks",
    "engine/compiled",
    "engine/instance",
    "engine/heaps",
    "engine/kernel",
    "engine/tables",
    "outcome/fullness",
    "outcome/ledger",
    "outcome/placed",
    "lowering/loops",
    "kpis/measures",
    "lowering/philox",
    "registers/causes",
    "engine/rules",
    "outcome/states",
    "outcome/tables",
)  # what compiled code is made of


def _cache_directory() -> Path:
    """Returns where compiled code is kept, named by all it depends on, wherever the package lies.

    numba's own cache sees one file only, and by its path.
    """
    sources = b"".join((PACKAGE / f"{name}.py").read_bytes() for name in SOURCES)
    ways = f"{numba.__version__} {numba.config.OPT} {numba.config.BOUNDSCHECK}"
    name = hashlib.blake2b(sources + ways.encode(), digest_size=8).hexdigest()
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "takarusim"
    directory = Path(os.environ.get("NUMBA_CACHE_DIR") or root) / name
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError:  # a home that cannot be written to
        directory = _own_folder(Path(tempfile.gettempdir()) / f"takarusim-{name}")
    _drop_truncated(directory)
    return directory


def _own_folder(folder: Path) -> Path:
    """Returns a folder that nobody else can write to, for this process alone if that one is somebody else's.

    What is kept there is run when it is read.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    about = folder.lstat()
    is_own = not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & 0o077)
    return folder if is_own and not folder.is_symlink() else Path(tempfile.mkdtemp(prefix="takarusim-"))


def _drop_truncated(folder: Path) -> None:
    """Deletes what a full disk or a crash left half written, so that it is compiled again: pickles end with a stop."""
    for file in [*folder.rglob("*.nbi"), *folder.rglob("*.nbc")]:
        with suppress(FileNotFoundError), file.open("rb") as kept:  # another process may drop it first
            kept.seek(max(0, kept.seek(0, os.SEEK_END) - 1))
            if kept.read() != b".":
                file.unlink(missing_ok=True)


KEPT = _cache_directory()


class _Locator(caching._CacheLocator):  # type: ignore[misc]  # noqa: SLF001  numba offers no other way
    """Tells numba where what a function was compiled to is kept, and that the folder's name says of what."""

    def __init__(self, line: int) -> None:
        self.line = line

    @classmethod
    def from_function(cls, py_func: Any, _py_file: str) -> "_Locator":
        return cls(py_func.__code__.co_firstlineno)

    def get_cache_path(self) -> str:
        return str(KEPT)

    def get_source_stamp(self) -> str:
        return KEPT.name

    def get_disambiguator(self) -> str:
        return str(self.line)


class _Implementation(caching.CompileResultCacheImpl):  # type: ignore[misc]
    _locator_classes = (_Locator,)


class _Cache(caching.FunctionCache):  # type: ignore[misc]
    _impl_class = _Implementation


# Without the wrappers by which Python could call each function, compiling takes two thirds of the time.
jit = numba.njit(_nrt=False, nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=True)

# What is called from one place, and is almost all of its caller, is written into that before either is compiled.
inlined = numba.njit(_nrt=False, nogil=True, inline="always")


def entry(function: Any) -> Any:
    """Compiles a function that is called from Python, and keeps what it was compiled to."""
    compiled = numba.njit(_nrt=False, nogil=True, no_cfunc_wrapper=True)(function)
    if compiled is not function:
        compiled._cache = _Cache(function)  # noqa: SLF001
    return compiled


class Reference(types.Type):  # type: ignore[misc]
    """A named tuple that is passed on as a mere pointer; its fields are its attributes."""

    def __init__(self, tuple_type: Any) -> None:
        self.tuple_type = tuple_type
        super().__init__(f"Reference({tuple_type})")


register_model(Reference)(models.OpaqueModel)


@infer_getattr
class _Fields(AttributeTemplate):  # type: ignore[misc]
    key = Reference

    def generic_resolve(self, reference: Any, name: str) -> Any:
        field = reference.tuple_type[reference.tuple_type.fields.index(name)]
        return Reference(field) if isinstance(field, types.BaseNamedTuple) else field


@lower_getattr_generic(Reference)
def _field(context: Any, builder: Any, reference: Any, value: Any, name: str) -> Any:
    """Reads a field of a named tuple behind its pointer; of a named tuple in it, a pointer."""
    of, i = reference.tuple_type, reference.tuple_type.fields.index(name)
    pointer = builder.bitcast(value, context.get_value_type(of).as_pointer())
    field = cgutils.gep_inbounds(builder, pointer, 0, i)
    return builder.bitcast(field, cgutils.voidptr_t) if isinstance(of[i], types.BaseNamedTuple) else builder.load(field)


@intrinsic
def reference(_typing: Any, tuple_type: Any) -> tuple[Signature, Any]:
    """A pointer to a named tuple, for as long as the entry runs that asks for it; its fields are its attributes.

    Without it each function would take every length and address in the tuple, hundreds of words, which makes compiling
    half as long again.
    """

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        slot = cgutils.alloca_once_value(builder, arguments[0])
        return builder.bitcast(slot, cgutils.voidptr_t)

    return Reference(tuple_type)(tuple_type), code


@intrinsic
def high(_typing: Any, _a: Any, _b: Any) -> tuple[Signature, Any]:
    """The upper 64 bits of a product."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        wide = ir.IntType(128)
        product = builder.mul(*(builder.zext(argument, wide) for argument in arguments))
        return builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), code


@intrinsic
def lowest_bit(_typing: Any, _word: Any) -> tuple[Signature, Any]:
    """The place of the lowest bit that is set in a word, from 0; one must be."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.uint64(types.uint64), code


def records(table: NDArray[np.void]) -> NDArray[np.void]:
    """Returns a table of records as compiled code takes it: the fields of a record are its attributes."""
    return table.view(np.recarray) if numba.config.DISABLE_JIT else table


if numba.config.DISABLE_JIT:  # NUMBA_DISABLE_JIT=1: Python itself runs it all, so that its tools can look into it
    np.seterr(over="ignore")  # as the numbers of random streams wrap

    def reference(held: Any) -> Any:
        """A named tuple itself."""
        return held

    def high(a: Any, b: Any) -> Any:
        """The upper 64 bits of a product."""
        return np.uint64(int(a) * int(b) >> 64)

    def lowest_bit(word: Any) -> Any:
        """The place of the lowest bit that is set in a word, from 0; one must be."""
        return np.uint64((int(word) & -int(word)).bit_length() - 1)


def is_kept(*names: str) -> bool:
    """Returns whether these entries were compiled earlier and are kept."""
    return all(any(KEPT.glob(f"*.{name}-*.nbi")) for name in names)
