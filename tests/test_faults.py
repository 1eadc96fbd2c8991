"""The faults that `mutations` plants are there to be planted: each text stands in one file, and says something else."""

import pytest

from faults import FAULTS
from mutations import module_of, sample


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_a_fault_has_one_place(fault):
    text = module_of(fault).read_text("utf-8")

    assert text.replace(fault.right, fault.wrong) != text


def test_no_two_faults_have_one_name():
    assert len({fault.what for fault in FAULTS}) == len(FAULTS)


def test_a_sample_is_the_same_for_a_commit():
    assert sample(3) == sample(3)
