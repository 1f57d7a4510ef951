"""Operators of several powers, and something of everything to look at."""

from collections.abc import Callable

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.models import DataAccess, Exposure, Play, Profile, User
from catalog.models import Caption, Credit, Person, Title, Video
from catalog.search import index_titles
from recommendations import statistics
from recommendations.assembly import StoredRow
from recommendations.models import HomePage, ModelVersion
from tests.factories import make_profile, make_series, make_title, make_user, watch


@pytest.fixture
def operator(db: None) -> User:
    """Someone who may do everything."""
    return User.objects.create_superuser("operator@example.org", "a long pass phrase")


@pytest.fixture
def site(client: Client, operator: User) -> Client:
    """The operators' side, as a superuser sees it."""
    client.force_login(operator)
    return client


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """Makes a client of somebody on the staff who was given these rights (`app.action_model`) and no others."""

    def make(*rights: str) -> Client:
        user = make_user()
        User.objects.filter(pk=user.pk).update(is_staff=True)
        for right in rights:
            app, codename = right.split(".")
            user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
        client = Client()
        client.force_login(user)
        return client

    return make


def something_of(profile: Profile, title: Title, version: ModelVersion | None = None) -> None:
    """One event of each kind, a device, and a stored page."""
    services.begin_session(user=profile.user, name="Phone", device=Play.Device.PHONE)
    watch(profile, title, 0.5)
    services.rate(profile=profile, title=title, value=2)
    services.record_look(profile=profile, title=title)
    Exposure.objects.create(profile=profile, title=title)
    services.toggle_list(profile=profile, title=title, listed=True)
    services.steer(profile=profile, kind="era", key="1970", direction="less")
    search = services.record_search(profile=profile, text="terror", results=3)
    assert search is not None
    services.record_opening(profile=profile, search_id=search.pk, title=title)
    unseen = Title.objects.exclude(pk=title.pk).order_by("pk").first() or title
    row = StoredRow("popular", "popular", {}, [unseen.pk], {unseen.pk: [title.pk]})
    services.choose(profile=profile, through="page", keeps_searches=True)
    DataAccess.objects.create(user=profile.user, profile=profile, operator_role="staff", kind="page", what="plays")
    HomePage.objects.create(profile=profile, rows=[row.to_json()], taste_version=0, model=version)


@pytest.fixture
def everything(operator: User) -> Title:
    """A row at least of every model that operators see."""
    title = make_title("Terror", "Horror", age=16)
    Credit.objects.create(title=title, person=Person.objects.create(name="Jo Doe", slug="jo-doe"))
    make_series("Endless")
    Caption.objects.create(video=Video.objects.create(title=title), language="en", label="English", text="WEBVTT\n")
    index_titles()
    version = ModelVersion.objects.create(
        name="20250101-000000-000000", metrics={"ndcg": {"ours": 0.31}}, trained_at=timezone.now()
    )
    something_of(make_profile(), title, version)
    statistics.recount()
    Group.objects.create(name="Editors")
    AccessAttempt.objects.create(username="x", ip_address="203.0.113.9", path_info="/", failures_since_start=3)
    return title
