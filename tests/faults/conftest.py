"""What the tests of faults share: processes to kill, databases to take away, and the seed of all chance."""

from collections.abc import Iterator

import pytest

from tests.faults.lives import Cradle
from tests.storage.conftest import (  # noqa: F401 - pytest finds them here
    postgres_url,
    server,
    sqlite_url,
    start_server,
    url,
)


@pytest.fixture(scope="session")
def cradle(soak: bool) -> Iterator[Cradle]:
    """Where lives of `safar run` begin; in a soak each is started from nothing."""
    cradle = Cradle(fresh=soak)
    yield cradle
    cradle.close()
