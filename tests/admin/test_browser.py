"""The operators' side in a real browser. The `page` fixture fails a test whose page broke the site's strict policy."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from catalog.models import Credit, Title

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("fresh_site")]


@pytest.fixture
def signed_in(page: Page, operator: User) -> Page:
    """Signed in by the form, as a person would."""
    page.goto(reverse("admin:index"))
    page.get_by_label("E-mail address").fill(operator.email)
    page.get_by_label("Password").fill("a long pass phrase")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("link", name="netflixlike · operators")).to_be_visible()
    return page


def test_a_credit_is_added_by_typing_a_name(signed_in: Page, everything: Title) -> None:
    page, address = signed_in, reverse("admin:catalog_title_change", args=[everything.pk])
    Credit.objects.all().delete()
    page.goto(address)
    page.get_by_text("Add another Credit").click()
    page.locator("#credits-0 .select2-selection").click()
    page.locator(".select2-search__field").fill("jo")
    page.get_by_role("option", name="Jo Doe").click()
    page.locator("input[name=_save]").first.click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert Credit.objects.get().title == everything


def test_titles_are_withdrawn_from_the_list(signed_in: Page, everything: Title) -> None:
    page = signed_in
    page.goto(reverse("admin:catalog_title_changelist") + "?q=terror")
    page.get_by_label("Select this object for an action - Terror (1999)").check()
    page.get_by_label("Action:").select_option("withdraw")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    expect(page.get_by_text("1 title withdrawn.")).to_be_visible()


def test_a_preview_and_the_versions_look_as_they_should(signed_in: Page, everything: Title) -> None:
    page = signed_in
    page.goto(reverse("admin:recommendations_homepage_changelist"))
    page.locator("#result_list tbody a").first.click()
    expect(page.get_by_text("Billboard: Endless")).to_be_visible()
    page.goto(reverse("admin:recommendations_modelversion_changelist"))
    page.get_by_role("button", name="Train now").click()
    expect(page.get_by_text("A training was asked for.")).to_be_visible()
