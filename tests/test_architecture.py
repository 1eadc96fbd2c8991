"""The shape of the package: which module may import which, how long things may be, what must be documented."""

import ast
import importlib
import itertools
import re
import subprocess
import sys
from pathlib import Path

import pytest

import takarusim
from takarusim.engine.compiled import SOURCES

PACKAGE = Path(takarusim.__file__).parent
FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent == PACKAGE or path.name != "__init__.py"]
PATHS = {path.stem: path for path in FILES}  # a module's name is its own, whatever folder it is in
MODULES = sorted(PATHS)
FOLDERS = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in PATHS.items()}

# A module imports only modules of earlier rows, or to its left; the rows are folders.
ORDER = """
    errors
    numerals words mistakes
    instance rules compiled turns resources kernel
    units distributions families rounding
    scenario shapes calendars sources forms messages files trees overrides checks capability targets reading once
    philox draws loops purposes estate demand logistics inspections potential lowering
    model
    clocks tables chronicle states capacity ledger replication
    measures facts counts kpis
    estimates quantiles warmup responses
    memory store runs summary accounts lifting study design mapping comparing limits parts sweeping effects versus
    canvas plots gantt charts illustrate figures drawing
    answer inputs verdicts pages passages weighing brief
    cli verbs
    __init__ __main__
""".split()  # noqa: SIM905
BACKWARDS = {
    ("scenario", "overrides"),
    ("scenario", "reading"),
    ("runs", "plots"),
}  # inside a method, when it is called
HOMES = {
    "simpy": {"model", "resources"},
    "numba": {"compiled"},
    "llvmlite": {"compiled"},
    "ruamel": {"files"},
    "matplotlib": {"canvas", "charts", "plots"},
    "typst": {"pages"},
    "docx": {"pages"},
}
HEAVY = ("numba", "scipy.stats", "matplotlib", "pint", "pandas", "pyarrow", "typer")

LONGEST_FILE, LONGEST_FUNCTION, MOST_ARGUMENTS = 400, 40, 5  # lines, lines without docstring, positional arguments
LONG_FILES = {"model", "kernel", "scenario", "words", "resources"}  # one thing each, or a list
LISTS = {"_tables"}  # a function that only lists


def imports(tree):
    """Returns the full name of each module that a tree imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module in ("takarusim", *(f"takarusim.{f}" for f in FOLDERS)):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def own_imports(name):
    return {module.split(".")[-1] for module in imports(TREES[name]) if module.startswith("takarusim.")} & set(MODULES)


def functions(name):
    return [node for node in ast.walk(TREES[name]) if isinstance(node, ast.FunctionDef)]


def body_lines(function):
    """Returns the lines of a function without its docstring."""
    body = function.body
    described = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    first = body[1].lineno if described and len(body) > 1 else body[0].lineno
    return (function.end_lineno or first) - first + 1


@pytest.mark.parametrize("name", MODULES)
def test_imports_run_one_way(name):
    assert name in ORDER, "a new module needs its place in ORDER"

    later = {other for other in own_imports(name) if ORDER.index(other) >= ORDER.index(name)}

    assert {(name, other) for other in later} <= BACKWARDS


def test_the_readme_says_where_each_module_is_in_their_order():
    text = (PACKAGE.parent / "README.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    folders = {
        name: (re.findall(r"`(\w+)/`", row) or [PACKAGE.name])[0]
        for row in rows
        for name in re.findall(r"`(\w+)`", row)
    }

    assert list(folders) == [name for name in ORDER if not name.startswith("__")]
    assert folders == {name: PATHS[name].parent.name for name in folders}


def test_a_folder_holds_one_row_of_modules_and_says_which():
    rows = [name for name in ORDER if PATHS[name].parent != PACKAGE]
    in_turn = [folder for folder, _ in itertools.groupby(PATHS[name].parent.name for name in rows)]
    said = {folder: ast.parse((PACKAGE / folder / "__init__.py").read_text("utf-8")) for folder in FOLDERS}

    assert sorted(in_turn) == sorted(FOLDERS)
    assert all(ast.get_docstring(tree) and len(tree.body) == 1 for tree in said.values())


@pytest.mark.parametrize(("library", "homes"), HOMES.items())
def test_a_library_is_imported_in_its_home_only(library, homes):
    users = {name for name in MODULES if any(module.split(".")[0] == library for module in imports(TREES[name]))}

    assert users <= homes


def test_rules_import_nothing_but_constants():
    assert set(imports(TREES["rules"])) <= {"typing", "takarusim.engine.instance"}


def test_the_cache_of_compiled_code_is_named_by_all_that_is_compiled():
    compiled_in = {name for name in MODULES if "compiled" in own_imports(name)} | {"compiled", "instance", "rules"}

    assert {PATHS[name].relative_to(PACKAGE).with_suffix("").as_posix() for name in compiled_in} <= set(SOURCES)


@pytest.mark.parametrize("engine", ["model", "resources", "rules", "kernel"])
def test_engines_see_no_scenario(engine):
    assert own_imports(engine) <= {"instance", "rules", "resources", "compiled"}


@pytest.mark.parametrize("name", MODULES)
def test_files_and_functions_are_short(name):
    length = len(PATHS[name].read_text("utf-8").splitlines())
    long = {f.name: body_lines(f) for f in functions(name) if body_lines(f) > LONGEST_FUNCTION and f.name not in LISTS}

    assert length <= LONGEST_FILE or name in LONG_FILES
    assert not long


def test_nine_functions_of_ten_have_at_most_twenty_lines():
    lengths = sorted(body_lines(function) for name in MODULES for function in functions(name))

    assert lengths[len(lengths) * 9 // 10] <= 20


@pytest.mark.parametrize("name", [name for name in MODULES if name not in ("kernel", "cli", "verbs", "__main__")])
def test_functions_take_few_positional_arguments(name):
    def count(function):
        arguments = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
        return len([a for a in arguments if a not in ("self", "cls")])

    assert not {f.name: count(f) for f in functions(name) if count(f) > MOST_ARGUMENTS + 1}


@pytest.mark.parametrize("name", [name for name in MODULES if TREES[name].body and name != "__main__"])
def test_every_public_name_is_listed_and_documented(name):
    path = PATHS[name].relative_to(PACKAGE.parent).with_suffix("")
    tree, module = TREES[name], importlib.import_module(".".join(path.parts).removesuffix(".__init__"))
    public = [node for node in tree.body if getattr(node, "name", "") in module.__all__]
    classes = [node for node in public if isinstance(node, ast.ClassDef)]
    members = [
        m for node in classes for m in node.body if isinstance(m, ast.FunctionDef) and not m.name.startswith("_")
    ]

    assert all(hasattr(module, public) for public in module.__all__)  # ruff keeps them sorted
    assert ast.get_docstring(tree)
    assert not [node.name for node in (*public, *members) if not ast.get_docstring(node)]


def test_the_package_imports_in_a_second_without_heavy_libraries():
    program = f"""
import sys, time
start = time.process_time()
import takarusim
print(time.process_time() - start, *[name for name in {HEAVY!r} if name in sys.modules])
"""
    best = [
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True) for _ in range(2)
    ]
    seconds, *heavy = min((run.stdout.split() for run in best), key=lambda words: float(words[0]))

    assert not heavy
    assert float(seconds) < 1


def test_the_readme_starts_with_two_commands():
    start = (PACKAGE.parent / "README.md").read_text("utf-8").split("## Start")[1].split("\n## ")[0]
    commands = [block.strip() for block in start.split("```sh")[1:]]

    assert len(commands) == 2
    assert "takarusim run scenarios/lik-takaru.yaml\n```" in commands[0]
    assert "scripts/check\n```" in commands[1]
