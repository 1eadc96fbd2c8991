"""What all tests share: engines by name, a small scenario."""

import os

os.environ.setdefault("NUMBA_BOUNDSCHECK", "1")  # before numba is imported: an index out of bounds is an error

import pytest

from cases import plain_tree
from takarusim import kernel, model
from takarusim.reading import scenario_from

ENGINES = {"simpy": model.simulate, "compiled": kernel.simulate}


@pytest.fixture(params=ENGINES)
def engine(request):
    """Each engine in turn."""
    return ENGINES[request.param]


@pytest.fixture
def small_scenario():
    """A queue with some of everything: three workshops, two SMEs, material, a lane, rejects, failures."""
    return scenario_from(
        plain_tree(
            workshops={
                "A": {"units": 1},
                "B": {"units": 2, "failures": {"life": {"exponential": "30 h"}, "repair": "2 h"}},
            },
            smes={"forge": {"crews": 2, "calendar": "day"}, "press": {"crews": 1, "calendar": "day"}},
            components={
                "pin": {
                    "routing": {
                        "turn": {
                            "workshop": "A",
                            "setup": "20 min",
                            "per_piece": {"gamma": {"mean": "5 min", "cv": 0.5}},
                        },
                        "cool": {"workshop": "none", "setup": "1 h"},
                        "mill": {"workshop": "B", "per_piece": "10 min", "rework": True},
                    },
                    "material": "steel",
                    "mass": "2 kg",
                    "reject_rate": 0.05,
                }
            },
            materials={
                "steel": {"opening": "200 kg", "reorder": {"point": "100 kg", "batch": "50 kg", "lead_time": "2 days"}}
            },
            partners={
                name: {
                    "orders": {"every": {"exponential": "8 h"}},
                    "components": {"pin": 1},
                    "quantity": {"uniform": [1, 12]},
                    "lane": "road",
                    "contract": {"due": "5 days"},
                }
                for name in ("maker", "market")
            },
            calendars={"day": {"hours": {"monday-saturday": "08:00-12:00, 13:00-16:00"}}},
            lanes={
                "road": {"travel": "3 h", "departures": {"weekdays": ["monday", "wednesday", "friday"], "at": "15:00"}}
            },
        )
    )
