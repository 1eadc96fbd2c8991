"""The compiled engine is the model's twin in names, and counts no references."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from takarusim import model
from takarusim.engine import kernel, resources

YIELD = re.compile(r"\byield\b(?! from)(?P<rest>[^#\n]*)(?:# kernel: (?P<names>[a-z_, ]+))?")


def compiled_functions() -> set[str]:
    tree = ast.parse(Path(kernel.__file__).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.decorator_list}


def yields(module) -> list[tuple[str, list[str]]]:
    code = [
        line for line in Path(module.__file__).read_text().splitlines() if not line.lstrip().startswith(("#", '"""'))
    ]
    found = [(line.strip(), YIELD.search(line)) for line in code if re.search(r"^\s+(\w+ = )?yield (?!from)", line)]
    return [(line, (match["names"] or "").split(", ")) for line, match in found]


def test_every_yield_of_a_process_names_the_kernel_function_that_goes_on_from_there():
    functions = compiled_functions()

    for module in (model, resources):
        assert yields(module)
        for line, names in yields(module):
            assert set(names) <= functions, line


def test_every_event_and_decision_has_one_function_in_the_kernel():
    happen = next(
        node for node in ast.parse(Path(kernel.__file__).read_text()).body if getattr(node, "name", "") == "happen"
    )
    called = [
        node.func.id for node in ast.walk(happen) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    called = [name for name in called if name != "len"]

    assert len(called) == len(set(called)) == 22
    assert set(called) <= compiled_functions()


def test_shared_decisions_are_compiled_from_rules_and_written_nowhere_else():
    from takarusim.engine import rules

    for name in set(rules.__all__) - {"opened"}:  # open time is counted as calendars open and close
        assert getattr(kernel, name).py_func is getattr(rules, name), name


@pytest.mark.thorough  # what is loaded from a cache cannot be looked into, so it is compiled anew
def test_the_compiled_code_counts_no_references(tmp_path):
    program = """
from cases import plain_tree
from takarusim.engine import kernel
from takarusim.experiments import run
from takarusim.kpis import kpis, measures
from takarusim.outcome import chronicle, clocks, ledger, states
from takarusim.scenario.reading import scenario_from

replication = run.simulate(scenario_from(plain_tree()))
kpis.evaluate(replication), replication.charges
reading = chronicle._tell, states._follow, ledger._charge, clocks._open_between, measures._pick
for entry in (kernel.begin, kernel.run, *reading):
    print(*entry.inspect_llvm().values())
"""
    tests = Path(__file__).parent
    variables = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path), "PYTHONPATH": f"{tests}{os.pathsep}{tests.parent}"}
    code = subprocess.run(
        [sys.executable, "-c", program], env=variables, capture_output=True, text=True, check=True
    ).stdout

    assert "define" in code
    assert "NRT_incref" not in code
    assert "NRT_decref" not in code


def test_python_runs_the_same_code_where_nothing_is_compiled():
    program = """
from cases import random_tree
from takarusim.experiments import run
from takarusim.kpis import kpis
from takarusim.scenario.reading import scenario_from

for seed in (0, 1):
    scenario = scenario_from(random_tree(seed, ties=True))
    plain, simpy = (run.simulate(scenario, seed=seed, engine=engine) for engine in ("compiled", "simpy"))
    assert plain.log.tolist() == simpy.log.tolist()
    kpis.evaluate(plain), plain.charges
"""
    tests = Path(__file__).parent
    variables = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": f"{tests}{os.pathsep}{tests.parent}"}
    subprocess.run([sys.executable, "-W", "error", "-c", program], env=variables, check=True)
