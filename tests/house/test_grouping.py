"""Tests that share a served bank or a killed process stay on one worker; the runner may forget it."""

import os

import pytest


@pytest.mark.xdist_group("grouping")
def test_the_runner_knows_the_group_of_a_test(request):
    if "PYTEST_XDIST_WORKER" not in os.environ:
        pytest.skip("one process, nothing to group")
    grouped = request.node.nodeid.endswith("@grouping")
    assert grouped, (
        "with several processes, tests are run with --dist loadgroup, as `make test` does"
    )
