"""The shape of the package: which module may import which, how long things may be, what must be documented."""

import ast
import importlib
import re
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import takarusim
from takarusim.engine.compiled import SOURCES

PACKAGE = Path(takarusim.__file__).parent
PATHS = {
    path.relative_to(PACKAGE).with_suffix("").as_posix(): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.parent == PACKAGE or path.name != "__init__.py"
}  # a module is called by its folder and name: engine/rules
MODULES = sorted(PATHS)
FOLDERS = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in PATHS.items()}

# Folders, and modules without one: each imports only what is before it; within a folder, imports make no circle.
LAYERS = """
    registers language errors engine quantities scenario lowering model outcome kpis statistics experiments results
    figures briefing excel app commands __init__ __main__
""".split()  # noqa: SIM905
BACKWARDS = {("scenario/scenario", "scenario/reading")}  # inside a method, when it is called
HOMES = {
    "simpy": {"model", "engine/finished", "engine/growing", "engine/resources", "engine/reviews"},
    "numba": {"engine/compiled"},
    "llvmlite": {"engine/compiled"},
    "ruamel": {"scenario/files"},
    "matplotlib": {
        "figures/canvas",
        "figures/charts",
        "figures/factors",
        "figures/fits",
        "figures/life",
        "figures/plots",
    },
    "typst": {"briefing/pages"},
    "docx": {"briefing/pages"},
    "xlsxwriter": {"excel/writing"},
    "sklearn": {"statistics/emulator"},
    "SALib": {"statistics/indices"},
    "python_calamine": {"scenario/cells"},
    "streamlit": {"app/page", "app/play", "app/see", "app/ask", "app/keep", "app/parts", "commands/app"},
}
HEAVY = ("numba", "scipy.stats", "matplotlib", "pint", "pandas", "pyarrow", "typer")

LONGEST_FILE, LONGEST_FUNCTION, MOST_ARGUMENTS = 400, 40, 5  # lines, lines without docstring, positional arguments
LONG_FILES = {
    *("model", "engine/kernel", "engine/resources", "engine/rules", "scenario/scenario", "language/words"),
    *("language/catalogue", "language/keys"),
}  # one thing each, or a list
LISTS = {"tables_of", "happen"}  # functions that only list


@cache
def imports(tree):
    """Returns the dotted name of each module that a tree imports, and of what it takes out of a package."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def own_imports(name):
    """Returns the modules of this package that a module imports."""
    return own(TREES[name])


def own(tree):
    """Returns the modules of this package that a tree imports."""
    found = set()
    for imported in imports(tree):
        steps = imported.split(".")
        if steps[0] == PACKAGE.name:
            found |= {"/".join(steps[1:]), "/".join(steps[1:-1])} & set(MODULES)
    return found


def layer(name):
    """Returns the place of a module's folder, or of a module without one, in the order of imports."""
    return LAYERS.index(name.split("/")[0])


@cache
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
    later = {other for other in own_imports(name) if layer(other) > layer(name)}

    assert not later


def test_imports_within_a_folder_make_no_circle():
    graph = {name: {other for other in own_imports(name) if (name, other) not in BACKWARDS} for name in MODULES}

    assert list(TopologicalSorter(graph).static_order())


def test_what_may_be_imported_backwards_is():
    assert {(name, other) for name, other in BACKWARDS if other in own_imports(name)} == BACKWARDS


def test_a_folder_says_what_it_holds_and_nothing_else():
    said = {folder: ast.parse((PACKAGE / folder / "__init__.py").read_text("utf-8")) for folder in FOLDERS}

    assert {name.split("/")[0] for name in MODULES} == set(LAYERS)
    assert all(ast.get_docstring(tree) and len(tree.body) == 1 for tree in said.values())


def test_a_module_is_not_taken_for_one_of_the_same_name_in_another_folder():
    tree = ast.parse("from takarusim.lowering import tables, lowering\nfrom takarusim.outcome.tables import Orders")

    assert own(tree) == {"lowering/lowering", "outcome/tables"}


@pytest.mark.parametrize(("library", "homes"), HOMES.items())
def test_a_library_is_imported_in_its_home_only(library, homes):
    users = {name for name in MODULES if any(module.split(".")[0] == library for module in imports(TREES[name]))}

    assert users == homes


def test_rules_import_nothing_but_constants():
    assert own_imports("engine/rules") == {"engine/instance"}
    assert {name.split(".")[0] for name in imports(TREES["engine/rules"])} == {"collections", "typing", "takarusim"}


def test_the_cache_of_compiled_code_is_named_by_all_that_is_compiled():
    compiled_in = {name for name in MODULES if "engine/compiled" in own_imports(name)}

    assert compiled_in | {"engine/compiled", "engine/instance", "engine/rules"} <= set(SOURCES)


@pytest.mark.parametrize("name", [name for name in MODULES if name == "model" or name.startswith("engine/")])
def test_engines_see_no_scenario(name):
    assert all(other.startswith("engine/") for other in own_imports(name))


@pytest.mark.parametrize("name", MODULES)
def test_files_and_functions_are_short(name):
    length = len(PATHS[name].read_text("utf-8").splitlines())
    long = {f.name: body_lines(f) for f in functions(name) if body_lines(f) > LONGEST_FUNCTION and f.name not in LISTS}

    assert length <= LONGEST_FILE or name in LONG_FILES
    assert not long


def test_what_is_exempt_needs_it():
    long = {f.name for name in MODULES for f in functions(name) if body_lines(f) > LONGEST_FUNCTION}

    assert {name for name in MODULES if len(PATHS[name].read_text("utf-8").splitlines()) > LONGEST_FILE} == LONG_FILES
    assert long == LISTS


def test_nine_functions_of_ten_have_at_most_twenty_lines():
    lengths = sorted(body_lines(function) for name in MODULES for function in functions(name))

    assert lengths[len(lengths) * 9 // 10] <= 20


@pytest.mark.parametrize(
    "name", [name for name in MODULES if name not in ("engine/kernel", "__main__") and not name.startswith("commands/")]
)
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


def test_what_a_docstring_calls_a_parameter_is_one():
    functions = [node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    described = {node: text for node in functions if "Parameters\n---" in (text := ast.get_docstring(node) or "")}

    assert len(described) > 100
    for node, text in described.items():
        section = re.split(r"\n\n(?=[A-Z]\w+\n---)", text.partition("Parameters\n")[2])[0]
        told = re.findall(r"^(\S.*?) *:(?: |$)|^(\w+(?:, \w+)*)  ", section, re.MULTILINE)
        names = {name.strip("* ") for pair in told for name in "".join(pair).split(",")}

        assert names <= {each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)}, node.name


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
    assert all(command.startswith("python3 -m venv .venv && .venv/bin/pip install -q ") for command in commands)
    assert "takarusim run scenarios/lik-takaru.yaml\n```" in commands[0]
    assert "scripts/check\n```" in commands[1]
