"""Every list, search box, filter, form and deletion opens, and costs the same however many rows there are."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from catalog.models import Credit, Person, Title, Video
from recommendations.models import ModelVersion
from tests.admin.conftest import something_of
from tests.factories import make_profile, make_title

REGISTRY = list(admin.site._registry.values())
OURS = [one for one in REGISTRY if one.opts.app_label in {"catalog", "accounts", "recommendations"}]
every = pytest.mark.parametrize("model_admin", REGISTRY, ids=lambda one: one.opts.label_lower)
ours = pytest.mark.parametrize("model_admin", OURS, ids=lambda one: one.opts.label_lower)


def url(model_admin: Any, page: str, *arguments: Any) -> str:
    return reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_{page}", args=arguments)


def request_of(user: User) -> Any:
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_every_model_of_ours_is_there() -> None:
    left_out = {"titlegenre", "credit", "episode"}  # edited with their title or season
    left_out |= {"caption", "upload", "package", "titleimage"}  # with their video or title
    left_out |= {
        "session",
        "dataexport",
        "historyimport",
        "importedrow",
        "keyedrequest",
    }  # whoever needs them has them on the site
    left_out |= {"impression"}  # Django's admin takes no composite key: on the pages of profiles, plays and ratings
    left_out |= {"replacedtoken"}  # hashes; they come and go with their device
    left_out |= {"namesstamp"}  # one technical row, for processes only: it tells nobody anything, and is not edited
    shown = {one.opts.model_name for one in OURS}
    for app in ("catalog", "accounts", "recommendations"):
        for model in apps.get_app_config(app).get_models():
            assert model._meta.model_name in shown | left_out


@every
def test_lists_open(site: Client, everything: Title, model_admin: Any) -> None:
    number = model_admin.model.objects.count()
    response = site.get(url(model_admin, "changelist"))
    assert response.status_code == 200
    assert len(response.context["cl"].result_list) == min(number, model_admin.list_per_page)


@ours
def test_lists_are_of_something(site: Client, everything: Title, model_admin: Any) -> None:
    """So that what the other tests open is more than an empty table."""
    assert len(site.get(url(model_admin, "changelist")).context["cl"].result_list) > 0


@every
def test_search_boxes_answer(site: Client, everything: Title, model_admin: Any) -> None:
    if not model_admin.search_fields:
        assert model_admin.opts.model_name in {"modelversion", "accessfailurelog"}
        return
    for text in ("terror", "Jo Doe", "user", "12", "#3", "é“;--'", "%", " ", "9" * 40):
        response = site.get(url(model_admin, "changelist"), {"q": text})
        assert response.status_code == 200, text
        assert "?e=1" not in response.headers.get("Location", "")


@every
def test_filters_answer(site: Client, everything: Title, model_admin: Any) -> None:
    page = site.get(url(model_admin, "changelist"))
    changes: ChangeList = page.context["cl"]
    for one in changes.filter_specs:
        for choice in one.choices(changes):
            response = site.get(url(model_admin, "changelist") + str(choice["query_string"]))
            assert response.status_code == 200


@every
def test_add_pages_open_for_whoever_may_add(site: Client, operator: User, everything: Title, model_admin: Any) -> None:
    expected = 200 if model_admin.has_add_permission(request_of(operator)) else 403
    assert site.get(url(model_admin, "add")).status_code == expected


@ours
def test_forms_and_histories_open(site: Client, everything: Title, model_admin: Any) -> None:
    row = model_admin.model.objects.first()
    assert site.get(url(model_admin, "change", row.pk)).status_code == 200
    assert site.get(url(model_admin, "history", row.pk)).status_code == 200


@ours
def test_deletions_ask_first(site: Client, operator: User, everything: Title, model_admin: Any) -> None:
    row = model_admin.model.objects.first()
    expected = 200 if model_admin.has_delete_permission(request_of(operator), row) else 403
    assert site.get(url(model_admin, "delete", row.pk)).status_code == expected


@ours
def test_lists_cost_the_same_however_many_rows(
    site: Client, everything: Title, model_admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # All rows on one page: a list of several looks up the ids of its page first, with one query more.
    monkeypatch.setattr(model_admin, "list_per_page", 1000)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = site.get(url(model_admin, "changelist"))
        assert response.status_code == 200
        return len(captured)

    queries()
    before = queries()
    for number in range(20):
        title = make_title("", f"Genre {number}", age=number % 18)
        Credit.objects.create(title=title, person=Person.objects.create(name="Jo", slug=f"jo-{number}"))
        Video.objects.create(title=title)
        something_of(make_profile(), title, ModelVersion.objects.create(name=f"version {number}"))
    assert queries() == before


@pytest.mark.parametrize("path", ["", "accounts/", "catalog/", "recommendations/", "password_change/"])
def test_the_pages_around_them_open(site: Client, path: str) -> None:
    response = site.get(reverse("admin:index") + path)
    assert response.status_code == 200
    assert b"netflixlike" in response.content


def test_nobody_enters_without_being_on_the_staff(client: Client, db: None) -> None:
    client.force_login(make_profile().user)
    assert client.get(reverse("admin:index")).status_code == 302
