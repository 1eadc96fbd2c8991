"""What all tests share: engines by name, a small scenario."""

import os

os.environ.setdefault("NUMBA_BOUNDSCHECK", "1")  # before numba is imported: an index out of bounds is an error
os.environ["COLUMNS"] = "160"  # of a terminal: words that tests look for are not broken over lines

import pytest
from hypothesis import strategies

from cases import small_tree
from takarusim import model
from takarusim.engine import kernel
from takarusim.scenario.reading import scenario_from

ENGINES = {"simpy": model.simulate, "compiled": kernel.simulate}


def same(there, wanted, where):
    """Sees that a file has what is wanted of it and no more; its name is in the message."""
    there, wanted = set(there), set(wanted)

    assert not wanted - there, f"missing in {where}: {sorted(wanted - there)}"
    assert not there - wanted, f"in {where} without need: {sorted(there - wanted)}"


@pytest.fixture(params=ENGINES)
def engine(request):
    """Each engine in turn."""
    return ENGINES[request.param]


@pytest.fixture
def small_scenario():
    """A queue with some of everything."""
    return scenario_from(small_tree())


@pytest.fixture(scope="session", autouse=True)
def characters():
    """Hypothesis' table of all characters is there before an example is timed: in a fresh checkout it is built."""
    strategies.text().validate()
