"""The search for rounds is compiled by the first test that is about visits, whole; the others find it on disk."""

import pytest

from joinedup.core.visits.compiling import compile_all


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    compile_all()
