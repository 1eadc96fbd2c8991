"""Each planted fault can be planted: its text stands in one file below the folder or module that it names."""

import pytest

from faults import FAULTS
from mutations import module_of


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_a_fault_stands_in_one_file(fault):
    assert module_of(fault).exists()
