"""Profiles by keyboard alone, and without scripts."""

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts import services
from accounts.models import Profile
from catalog.search import index_titles
from tests.factories import PASSWORD, make_profile, make_title, make_titles, make_user
from tests.live import LiveSite
from tests.pages.conftest import browser_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ada(page: Page, live_site: LiveSite) -> Profile:
    """Signed in with a PIN, watching as her child."""
    make_titles(12, "Family", age=0)
    profile = make_user().profiles.get()
    child = make_profile(profile.user, name="Kid", is_kids=True)
    services.set_pin(profile=profile, pin="4711")
    page.context.add_cookies(live_site.cookies(browser_of(child).client))  # type: ignore[arg-type]
    return profile


def test_a_profile_is_entered_and_given_another_picture_by_keyboard(page: Page, ada: Profile) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="Hello, Kid!")).to_be_visible()
    page.get_by_role("link", name="Switch profile").press("Enter")
    page.get_by_role("button", name="One").press("Enter")
    for pin in ("0000", "4711"):
        expect(page.get_by_label("PIN", exact=True)).to_be_focused()
        page.keyboard.type(pin)
        page.keyboard.press("Enter")
    expect(page.get_by_text("One", exact=True).first).to_be_visible()
    page.goto("/profiles/manage/")
    page.get_by_role("link", name="Edit One").press("Enter")
    page.get_by_role("radio", name="Ember").press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    ada.refresh_from_db()
    assert ada.avatar == "lagoon"


def test_everything_works_without_scripts(browser: Browser, live_site: LiveSite, db: None) -> None:
    title = make_title("Paper Moon", "Family", age=0)
    make_titles(12, "Family", age=0)
    index_titles()
    profile = make_user().profiles.get()
    context = browser.new_context(
        base_url=live_site.url, java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    context.set_default_timeout(10_000)
    context.add_cookies(live_site.cookies(browser_of(profile).client))  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"/profiles/{profile.pk}/edit/")
    page.get_by_role("searchbox").fill("paper")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Block Paper Moon").click()
    expect(page.get_by_role("button", name="Allow Paper Moon")).to_be_visible()
    assert page.goto(title.get_absolute_url()).status == 404  # type: ignore[union-attr]
    page.goto(f"/profiles/{profile.pk}/pin/")
    page.get_by_label("PIN", exact=True).fill("4711")
    page.get_by_role("button", name="Set the PIN").click()
    page.goto("/profiles/")
    page.get_by_role("link", name="Add a profile").click()
    page.get_by_label("Name").fill("Kid")
    page.get_by_label("For a child").check()
    page.get_by_label("Password of the account").fill(PASSWORD)  # nobody here is without a PIN
    page.get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Kid").click()
    expect(page.get_by_role("heading", name="Hello, Kid!")).to_be_visible()
    context.close()
