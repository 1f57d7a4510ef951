"""No operator sees anything of a viewer without its being written down for that viewer."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.admin.audit import Audited
from accounts.models import DataAccess, Profile, User
from accounts.privacy.registry import Person, registry
from tests.factories import make_profile
from tests.pages.conftest import browser_of
from tests.privacy.people import Traced

# What the operators' side has of viewers, however it comes to be there.
OF_VIEWERS = [one for model, one in admin.site._registry.items() if model in registry.kinds]
of_viewers = pytest.mark.parametrize("model_admin", OF_VIEWERS, ids=lambda one: one.opts.label_lower)


@pytest.fixture
def site(operator: User) -> Client:
    client = Client()
    client.force_login(operator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(model_admin: Any, page: str, *arguments: Any) -> str:
    return reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_{page}", args=arguments)


def recorded(traced: Traced, before: int) -> list[str]:
    """Kinds of the entries about that person since the one with this number."""
    found = DataAccess.objects.filter(user=traced.user, pk__gt=before)
    assert not found.exclude(operator_name="operator").exists()
    return sorted(set(found.values_list("kind", flat=True)))


def last() -> int:
    entry = DataAccess.objects.order_by("-pk").first()
    return entry.pk if entry else 0


def test_every_list_of_viewers_is_audited() -> None:
    assert len(OF_VIEWERS) >= 15
    assert [one for one in OF_VIEWERS if not isinstance(one, Audited)] == []


@of_viewers
def test_every_way_to_see_something_is_written_down(site: Client, traced: Traced, model_admin: Any) -> None:
    """Each of the class's own addresses is asked, with a row of the person's where it takes one."""
    rows = registry.kinds[model_admin.model].rows(Person.of_account(traced.user))
    row = rows.first()
    assert row is not None
    shown = 0
    for pattern in model_admin.get_urls():
        if not pattern.name or pattern.name.endswith(("_add", "_train")):
            continue
        one = "<" in str(pattern.pattern)
        name = f"admin:{pattern.name}"
        address = reverse(name, args=[row.pk]) if one else reverse(name)
        before = last()
        response = site.get(address)
        if response.status_code != 200:
            assert response.status_code in {403, 404}, address
            continue
        shown += 1
        assert recorded(traced, before), address
    assert shown >= 2


@of_viewers
def test_an_action_that_asks_first_is_written_down(site: Client, traced: Traced, model_admin: Any) -> None:
    rows = registry.kinds[model_admin.model].rows(Person.of_account(traced.user))
    before = last()
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    response = site.post(url(model_admin, "changelist"), chosen)
    if response.status_code == 200:
        assert recorded(traced, before)


def test_it_says_who_in_what_capacity_saw_what_of_whom(operator: User, traced: Traced, site: Client) -> None:
    operator.groups.add(Group.objects.create(name="Support"))
    before = last()
    site.get(reverse("admin:accounts_play_changelist"), {"profile__id__exact": traced.first.pk})
    [entry] = DataAccess.objects.filter(pk__gt=before)
    told = (entry.user, entry.profile, entry.operator, entry.operator_name, entry.operator_role, entry.kind, entry.what)
    assert told == (traced.user, traced.first, operator, "operator", "superuser, Support", "list", "plays")
    site.get(reverse("admin:recommendations_homepage_change", args=[traced.first.pk]))
    assert DataAccess.objects.order_by("-pk")[0].kind == "preview"


def test_who_is_not_shown_is_not_written_down(traced: Traced, site: Client) -> None:
    other = make_profile()
    before = last()
    site.get(reverse("admin:accounts_play_changelist"), {"profile__id__exact": traced.first.pk})
    assert not DataAccess.objects.filter(pk__gt=before, user=other.user).exists()


@pytest.mark.parametrize("statement", ["UPDATE accounts_dataaccess SET what = ''", "DELETE FROM accounts_dataaccess"])
def test_nobody_changes_or_deletes_an_entry(traced: Traced, statement: str) -> None:
    before = DataAccess.objects.count()
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert DataAccess.objects.count() == before > 0


def test_viewers_see_their_own(traced: Traced, operator: User) -> None:
    other = browser_of(make_profile())
    viewer = browser_of(Profile.objects.get(pk=traced.first.pk))
    page = viewer.get("/your-data/audit/")
    assert "op" in page
    assert "one entry" in page
    assert "Nobody has looked" in other.get("/your-data/audit/")


def test_an_account_that_an_operator_deletes_is_erased(traced: Traced, site: Client) -> None:
    response = site.post(reverse("admin:accounts_user_delete", args=[traced.user.pk]), {"post": "yes"})
    assert response.status_code == 302
    assert not User.objects.filter(pk=traced.user.pk).exists()
    assert not DataAccess.objects.filter(user=traced.user.pk).exists()
