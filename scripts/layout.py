"""The table of docs/development.md: which folder holds what, in the order in which modules may import each other."""

import ast
from pathlib import Path

from reference import table

import takarusim

PACKAGE = Path(takarusim.__file__).parent


def _layers(_text, _about):
    """Returns a table with a row for each layer, the earliest first, out of tests/test_architecture.py."""
    return table(("Where", "What it holds", "Modules"), [_row(name) for name in layers()])


def layers():
    """Returns the folders, and the modules without one, in the order of imports."""
    tree = ast.parse((PACKAGE.parent / "tests" / "test_architecture.py").read_text("utf-8"))
    (value,) = (
        node.value.func.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "LAYERS"
    )
    return [name for name in value.split() if not name.startswith("__")]


def _row(name):
    folder = PACKAGE / name
    if not folder.is_dir():
        return f"`{name}.py`", _first_line(folder.with_suffix(".py")), ""
    modules = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    return f"`{name}/`", _first_line(folder / "__init__.py"), " ".join(f"`{module}`" for module in modules)


def _first_line(path):
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]


WRITERS = {"layers": _layers}
