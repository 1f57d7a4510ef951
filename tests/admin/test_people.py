"""Accounts, profiles, and who may touch whom."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from knox.models import AuthToken

from accounts.models import Play, Profile, User
from accounts.services import begin_session
from tests.admin.test_titles import form
from tests.factories import make_profile, make_title, make_user, watch

VIEWERS = ("accounts.view_user", "accounts.change_user", "accounts.delete_user")


def edit(client: Client, user: User, **changes: Any) -> Any:
    url = reverse("admin:accounts_user_change", args=[user.pk])
    page = client.get(url)
    return client.post(url, form(page, **changes)) if "adminform" in (page.context or {}) else page


def emails(client: Client, text: str) -> list[str]:
    page = client.get(reverse("admin:accounts_user_changelist"), {"q": text})
    return sorted(user.email for user in page.context["cl"].result_list)


def test_an_account_is_made_with_an_address_in_lower_case(site: Client) -> None:
    data = {"email": "New@Example.org", "usable_password": "true", "password1": "a long pass phrase"}
    response = site.post(reverse("admin:accounts_user_add"), {**data, "password2": data["password1"]})
    assert response.status_code == 302, response.context["errors"]
    assert User.objects.get(email="new@example.org").check_password("a long pass phrase")


def test_the_same_address_in_another_case_is_refused(site: Client) -> None:
    make_user("new@example.org")
    data = {"email": "NEW@example.org", "usable_password": "true", "password1": "a long pass phrase"}
    response = site.post(reverse("admin:accounts_user_add"), {**data, "password2": data["password1"]})
    assert response.status_code == 200
    assert "There is an account with this e-mail address." in str(response.context["errors"])


def test_accounts_are_found_by_the_beginning_of_their_address(site: Client) -> None:
    make_user("anna@example.org")
    make_user("hanna@example.org")
    assert emails(site, "ANNA") == ["anna@example.org"]
    assert emails(site, "nobody") == []


def test_a_helper_changes_viewers_but_gives_nobody_powers(signed_in: Callable[..., Client]) -> None:
    viewer = make_user("viewer@example.org")
    response = edit(signed_in(*VIEWERS), viewer, email="other@example.org", is_staff="on", is_superuser="on")
    assert response.status_code == 302
    viewer.refresh_from_db()
    assert (viewer.email, viewer.is_staff, viewer.is_superuser) == ("other@example.org", False, False)


@pytest.mark.parametrize("power", ["is_staff", "is_superuser"])
def test_a_helper_does_not_touch_those_with_powers(signed_in: Callable[..., Client], power: str) -> None:
    """Setting an operator's password would be taking that operator's powers."""
    client, chief = signed_in(*VIEWERS), make_user("chief@example.org")
    User.objects.filter(pk=chief.pk).update(**{power: True})
    password = reverse("admin:auth_user_password_change", args=[chief.pk])
    data = {"password1": "another pass phrase", "password2": "another pass phrase", "usable_password": "true"}
    assert client.post(password, data).status_code == 403
    assert client.post(reverse("admin:accounts_user_delete", args=[chief.pk]), {"post": "yes"}).status_code == 403
    assert client.post(reverse("admin:accounts_user_change", args=[chief.pk]), {"email": "x@y.org"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": [chief.pk], "post": "yes"}
    assert client.post(reverse("admin:accounts_user_changelist"), action).status_code == 403
    chief.refresh_from_db()
    assert chief.email == "chief@example.org"


def test_a_superuser_hands_out_powers(site: Client) -> None:
    viewer = make_user()
    assert edit(site, viewer, is_staff="on").status_code == 302
    viewer.refresh_from_db()
    assert viewer.is_staff


def test_an_account_goes_with_all_it_did(site: Client) -> None:
    profile = make_profile()
    for _ in range(4):
        watch(profile, make_title())
    url = reverse("admin:accounts_user_delete", args=[profile.user_id])
    counts = dict(site.get(url).context["model_count"])
    assert (counts["users"], counts["profiles"], counts["plays"], counts["watch states"]) == (1, 1, 4, 4)
    assert site.post(url, {"post": "yes"}).status_code == 302
    assert not Play.objects.exists()


@pytest.mark.parametrize(("change", "steps"), [({"age_limit": 12}, 1), ({"name": "Ann"}, 0)])
def test_other_limits_make_another_page(site: Client, change: dict[str, Any], steps: int) -> None:
    profile = make_profile()
    url = reverse("admin:accounts_profile_change", args=[profile.pk])
    assert site.post(url, form(site.get(url), **change)).status_code == 302
    assert Profile.objects.get().taste_version == profile.taste_version + steps


def test_limits_set_at_the_account_count_as_well(site: Client) -> None:
    profile = make_profile()
    assert edit(site, profile.user, **{"profiles-0-age_limit": 7}).status_code == 302
    assert Profile.objects.get().age_limit == 7
    assert Profile.objects.get().taste_version == 1


def test_a_profile_never_changes_hands(site: Client) -> None:
    profile, other = make_profile(), make_user()
    url = reverse("admin:accounts_profile_change", args=[profile.pk])
    site.post(url, form(site.get(url), user=other.pk))
    assert Profile.objects.get(pk=profile.pk).user_id == profile.user_id


def test_an_operator_ends_the_session_of_a_lost_device(signed_in: Callable[..., Client]) -> None:
    lost, _token = begin_session(user=make_user(), name="Phone")
    kept, _token = begin_session(user=lost.user, name="Television")
    client = signed_in("accounts.view_devicesession", "accounts.delete_devicesession")
    client.post(reverse("admin:accounts_devicesession_delete", args=[lost.pk]), {"post": "yes"})
    assert list(AuthToken.objects.all()) == [kept.token]
    data = {"action": "delete_selected", "_selected_action": [str(kept.pk)], "post": "yes"}
    client.post(reverse("admin:accounts_devicesession_changelist"), data)
    assert not AuthToken.objects.exists()
