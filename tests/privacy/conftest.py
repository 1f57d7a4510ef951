"""A private storage of each test's own."""

from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from tests.pages.conftest import alice, bob, child  # noqa: F401  Alice, her child and Bob are here too
from tests.privacy.people import Traced, make_traced


@pytest.fixture(autouse=True)
def private_dir(settings: Any, tmp_path: Path) -> Path:
    """Where the files of viewers are."""
    folder = tmp_path / "private"
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(folder)}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    return folder


@pytest.fixture
def operator(transactional_db: None) -> User:
    return User.objects.create_superuser("operator@example.org", "a long pass phrase")


@pytest.fixture
def traced(operator: User) -> Traced:
    """Somebody who left everything everywhere."""
    return make_traced(operator)
