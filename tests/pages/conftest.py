"""Alice watches as herself and as her child; Bob is somebody else."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.access import SESSION_KEY
from accounts.models import Profile
from tests.factories import make_profile

BACKEND = "django.contrib.auth.backends.ModelBackend"
HTMX = {"HX-Request": "true"}


@dataclass
class Viewer:
    """A signed-in browser that watches as a profile."""

    client: Client
    profile: Profile

    def get(self, path: str, status: int = 200, *, htmx: bool = False) -> str:
        """What a page says; fails if it does not answer with that status."""
        response = self.client.get(path, headers=HTMX if htmx else {})
        assert response.status_code == status, (path, response.status_code)
        return response.content.decode()

    def post(self, path: str, status: int = 302, *, htmx: bool = False, **data: Any) -> Any:
        """The answer to a form."""
        response = self.client.post(path, data, headers=HTMX if htmx else {})
        assert response.status_code == status, (path, response.status_code, response.content[:300])
        return response


def browser_of(profile: Profile) -> Viewer:
    """Signed in, and watching as the profile, who was here a moment ago."""
    Profile.objects.filter(pk=profile.pk).update(last_seen_at=timezone.now())
    client = Client()
    client.force_login(profile.user, backend=BACKEND)
    session = client.session
    session[SESSION_KEY] = profile.pk
    session.save()
    return Viewer(client, profile)


@pytest.fixture
def alice(db: None) -> Viewer:
    return browser_of(make_profile())


@pytest.fixture
def bob(db: None) -> Viewer:
    return browser_of(make_profile())


@pytest.fixture
def child(alice: Viewer) -> Viewer:
    """Alice's child, with an age limit of nine."""
    return browser_of(make_profile(alice.profile.user, name="Child", is_kids=True))


def count_queries(viewer: Viewer, path: str, *, htmx: bool = False) -> int:
    """How many queries a page takes, without those for the session and the user."""
    with CaptureQueriesContext(connection) as captured:
        viewer.get(path, htmx=htmx)
    beside = ('FROM "accounts_session"', 'FROM "accounts_user"')
    return sum(not any(part in query["sql"] for part in beside) for query in captured.captured_queries)
