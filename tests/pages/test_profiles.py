"""Choosing and adding profiles."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.access import SESSION_KEY
from accounts.models import Profile
from tests.factories import make_profile, make_user
from tests.pages.conftest import BACKEND, Viewer, count_queries


def test_an_account_with_one_profile_is_not_asked(client: Client, db: None) -> None:
    user = make_user()
    client.force_login(user, backend=BACKEND)
    assert client.get("/").status_code == 200
    assert client.session[SESSION_KEY] == user.profiles.get().pk


def test_an_account_with_several_is_asked_and_goes_on_where_it_was_going(client: Client, db: None) -> None:
    user = make_user()
    second = make_profile(user, name="Second")
    client.force_login(user, backend=BACKEND)
    asked = client.get("/history/")
    assert asked["Location"] == "/profiles/?next=/history/"
    page = client.get(asked["Location"]).content.decode()
    assert 'name="next" value="/history/"' in page
    chosen = client.post(f"/profiles/{second.pk}/", {"next": "/history/"})
    assert chosen["Location"] == "/history/"
    assert "Watching as Second" in client.get("/history/").content.decode()


def test_somebody_elses_profile_is_not_there(alice: Viewer, bob: Viewer) -> None:
    alice.post(f"/profiles/{bob.profile.pk}/", 404)
    alice.post(f"/profiles/{2**70}/", 404)
    assert alice.client.session[SESSION_KEY] == alice.profile.pk
    assert f"/profiles/{bob.profile.pk}/" not in alice.get("/profiles/")


def test_a_session_with_somebody_elses_profile_is_of_no_use(alice: Viewer, bob: Viewer) -> None:
    session = alice.client.session
    session[SESSION_KEY] = bob.profile.pk
    session.save()
    assert alice.client.get("/my-list/")["Location"] == "/profiles/?next=/my-list/"


def test_up_to_five_are_added_and_a_childs_has_its_limit(alice: Viewer) -> None:
    alice.post("/profiles/add/", name="Kim", avatar="gold", is_kids="on")
    kim = Profile.objects.get(name="Kim")
    assert (kim.is_kids, kim.age_limit, kim.user) == (True, 9, alice.profile.user)
    assert alice.client.session[SESSION_KEY] == alice.profile.pk, "who makes a child's profile is no child"
    for name in ("Three", "Four", "Five"):
        alice.post("/profiles/add/", name=name, avatar="slate", learning="mine")
    sixth = alice.post("/profiles/add/", 422, name="Six", avatar="slate", learning="mine")
    assert "as many profiles as it can have" in sixth.content.decode()
    assert "Add a profile" not in alice.get("/profiles/")
    assert alice.profile.user.profiles.count() == 5


def test_a_name_is_used_once_in_an_account(alice: Viewer) -> None:
    alice.post("/profiles/add/", 422, name=alice.profile.name.upper(), avatar="slate", learning="mine")
    alice.post("/profiles/add/", 422, name="Kim", avatar="<script>")
    assert alice.profile.user.profiles.count() == 1


def test_being_here_is_noted_at_most_once_an_hour(alice: Viewer) -> None:
    quiet = count_queries(alice, "/my-list/")
    Profile.objects.update(last_seen_at=timezone.now() - timedelta(hours=2))
    assert count_queries(alice, "/my-list/") == quiet + 1
    assert count_queries(alice, "/my-list/") == quiet
    alice.profile.refresh_from_db()
    assert alice.profile.last_seen_at is not None
    assert timezone.now() - alice.profile.last_seen_at < timedelta(minutes=1)
