"""Alice has a profile of her own and one for her child; Bob is somebody else."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Profile, User
from accounts.services import begin_session
from catalog.models import Title
from tests import factories
from tests.api import contract
from tests.pages.test_media import make_video


@dataclass
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def problem(self) -> str:
        """The last part of the problem's type."""
        assert self.headers["content-type"] == "application/problem+json"
        assert self.body["status"] == self.status
        return str(self.body["type"]).removeprefix("urn:netflixlike:problem:")

    @property
    def wrong(self) -> dict[str, str]:
        """Code by place, of what is wrong in a body or a query."""
        assert (self.status, self.problem) == (422, "invalid")
        return {error.get("pointer") or error["parameter"]: error["code"] for error in self.body["errors"]}


@dataclass
class Api:
    """A client of the API; each answer is held against the description."""

    token: str = ""
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Sends JSON, or bytes as they are. `headers` as in If_None_Match="…"."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            given.setdefault("Authorization", f"Bearer {self.token}")
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        kind = given.pop("Content-Type", "application/json")
        url = path.removeprefix("http://testserver").removeprefix(contract.PREFIX)
        response = self.client.generic(method, contract.PREFIX + url, data, kind, headers=given)
        contract.check(method, url, response)
        is_json = "json" in response.headers.get("Content-Type", "")
        told = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, response.json() if is_json else None, told)

    def get(self, path: str, **headers: str) -> Answer:
        return self("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Answer:
        return self("DELETE", path, **headers)


@dataclass
class Base:
    """Two accounts and four titles."""

    alice: User
    bob: User
    mine: Profile
    child: Profile
    bobs: Profile
    film: Title
    adult: Title
    withdrawn: Title
    series: Title

    @property
    def home(self) -> str:
        return f"/profiles/{self.mine.pk}"

    @property
    def nursery(self) -> str:
        return f"/profiles/{self.child.pk}"


@pytest.fixture(autouse=True)
def quick_hashing(settings: Any, request: pytest.FixtureRequest) -> None:
    """Nearly every test has two accounts made for it, and a good hash takes its time. A live site knows no other."""
    if "live_site" not in request.fixturenames:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def base(db: None) -> Base:
    alice, bob = factories.make_user("alice@example.org"), factories.make_user("bob@example.org")
    lately = timezone.now() - timedelta(days=2)
    film, adult = (
        factories.make_title("Paddling Home", "Comedy"),
        factories.make_title("Knives at Midnight", "Horror", age=18),
    )
    for title in (film, adult):
        make_video(title)
    withdrawn: dict[str, Any] = {"published_at": lately, "withdrawn_at": lately + timedelta(days=1)}
    return Base(
        alice=alice,
        bob=bob,
        mine=alice.profiles.get(),
        child=factories.make_profile(alice, name="Child", is_kids=True),
        bobs=bob.profiles.get(),
        film=film,
        adult=adult,
        withdrawn=factories.make_title("Gone Since Yesterday", "Comedy", **withdrawn),
        series=factories.make_series("Harbour Lights", seasons=2, episodes=3),
    )


@pytest.fixture
def anyone(db: None) -> Api:
    """Nobody in particular."""
    return Api()


@pytest.fixture
def api(base: Base) -> Api:
    """Alice's phone."""
    return Api(token_of(base.alice))


@pytest.fixture
def bob_api(base: Base) -> Api:
    """Bob's phone."""
    return Api(token_of(base.bob))


def token_of(user: User) -> str:
    """A new token for a device of this user."""
    return begin_session(user=user)[1]
