"""What profiles did: for those with the right to see it, and never changed by hand."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Exposure, ListEntry, Look, Play, Profile, Rating, SearchQuery, WatchState
from catalog.models import Title
from recommendations.models import HomePage
from tests.admin.conftest import something_of
from tests.factories import make_profile, make_title, make_user

FACTS: list[Any] = [Play, WatchState, Look, Exposure, SearchQuery, HomePage]
OPINIONS: list[Any] = [Rating, ListEntry]


def url(model: Any, page: str, *arguments: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


@pytest.mark.parametrize("model", [*FACTS, *OPINIONS])
def test_nobody_adds_or_changes_what_happened(site: Client, everything: Title, model: Any) -> None:
    row = model.objects.get()
    assert site.get(url(model, "add")).status_code == 403
    assert site.post(url(model, "change", row.pk), {"value": -1}).status_code == 403


@pytest.mark.parametrize("model", FACTS)
def test_nobody_deletes_facts_one_by_one(site: Client, everything: Title, model: Any) -> None:
    assert site.post(url(model, "delete", model.objects.get().pk), {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": [model.objects.get().pk], "post": "yes"}
    site.post(url(model, "changelist"), action)
    assert model.objects.count() == 1


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("model", OPINIONS)
def test_an_opinion_that_is_taken_back_makes_another_page(
    site: Client, everything: Title, model: Any, at_once: bool
) -> None:
    before, row = Profile.objects.get().taste_version, model.objects.get()
    if at_once:
        action = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        site.post(url(model, "changelist"), action)
    else:
        site.post(url(model, "delete", row.pk), {"post": "yes"})
    assert not model.objects.exists()
    assert Profile.objects.get().taste_version == before + 1


@pytest.mark.parametrize("model", [*FACTS, *OPINIONS])
def test_those_who_edit_the_catalogue_see_no_viewer(
    signed_in: Callable[..., Client], everything: Title, model: Any
) -> None:
    client = signed_in("catalog.view_title", "catalog.change_title", "accounts.view_profile")
    assert client.get(url(model, "changelist")).status_code == 403
    assert client.get(url(model, "change", model.objects.get().pk)).status_code == 403
    assert client.get(reverse("admin:catalog_title_changelist")).status_code == 200


@pytest.mark.parametrize("model", [Play, WatchState, Rating, ListEntry, SearchQuery])
@pytest.mark.parametrize("by", ["address", "number", "title"])
def test_events_are_found_by_profile_and_by_title(site: Client, everything: Title, model: Any, by: str) -> None:
    something_of(other := Profile.objects.get(user=make_user("zoe@example.org")), make_title("Delight"))
    wanted = model.objects.exclude(profile=other).get()
    texts = {"address": wanted.profile.user.email.upper(), "number": f"#{wanted.profile_id}", "title": "terro"}
    found = site.get(url(model, "changelist"), {"q": texts[by]}).context["cl"].result_list
    assert list(found) == [wanted]


def test_a_profile_leads_to_what_it_did(site: Client, everything: Title) -> None:
    profile, other = Profile.objects.get(), make_profile()
    something_of(other, make_title())
    for one in (profile, other):
        page = site.get(url(Profile, "change", one.pk)).content.decode()
        for model in (Play, WatchState, Rating, SearchQuery):
            link = f"{url(model, 'changelist')}?profile__id__exact={one.pk}"
            assert link in page
            assert [row.profile_id for row in site.get(link).context["cl"].result_list] == [one.pk]
