"""Newcomers on their way from the front door to a page of their own."""

import re
import subprocess

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import Rating
from catalog.models import Title
from tests.factories import PASSWORD
from tests.live import LiveSite

pytestmark = pytest.mark.browser
Films = dict[str, list[Title]]
NO_SIDEWAYS = "document.documentElement.scrollWidth <= innerWidth"


def sign_up(page: Page, name: str = "Ada") -> None:
    """From the front door to the first question."""
    page.goto("/")
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("E-mail address").fill(f"{name.lower()}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Your name here").fill(name)
    page.get_by_label("A page made for me.").check()
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"What do you like, {name}?")


def test_from_no_account_over_three_picks_to_a_page_of_ones_own(
    visitor: Page, films: Films, live_worker: "subprocess.Popen[bytes]"
) -> None:
    page = visitor
    sign_up(page)
    westerns = page.get_by_role("checkbox", name=re.compile("^Western"))
    assert westerns.count() >= 3, "all four tastes are asked for"
    for place in range(3):
        westerns.nth(place).check()
    page.get_by_role("button", name="Make my page").click()
    expect(page).to_have_url(re.compile(r":\d+/$"))
    expect(page.locator('.row[data-key="top_picks"]')).to_be_attached()
    expect(page.locator(".billboard").get_by_role("link", name="Play")).to_be_visible()
    names = page.locator('.row[data-key="top_picks"] .card__art').evaluate_all("arts => arts.map(art => art.alt)")
    liked = [name for name in names[:6] if name.startswith("Western")]
    assert len(liked) >= 5, names
    page.goto("/history/")
    expect(page.get_by_text("Liked")).to_have_count(3)


def test_skipping_the_first_question_leads_to_what_is_popular_and_is_remembered(visitor: Page, films: Films) -> None:
    page = visitor
    sign_up(page)
    page.get_by_role("button", name="Skip").click()
    expect(page).to_have_url(re.compile(r":\d+/$"))
    expect(page.get_by_role("heading", name="Popular on this site")).to_be_visible()
    expect(page.locator(".billboard").get_by_role("link", name="Play")).to_be_visible()
    page.reload()
    expect(page).to_have_url(re.compile(r":\d+/$"))


def test_the_first_question_is_answered_by_keyboard_and_without_scripts(
    browser: Browser, live_site: LiveSite, films: Films
) -> None:
    context = browser.new_context(base_url=live_site.url, java_script_enabled=False)
    page = context.new_page()
    sign_up(page)
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.locator(".pick__box:focus").count():
            break
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    chosen = page.locator(".pick__box:checked")
    expect(chosen).to_have_count(2)
    first = page.locator(".pick__box").evaluate_all("boxes => boxes.map(box => box.value)")
    page.get_by_role("button", name="Show others").press("Enter")
    expect(page.get_by_role("heading", name="Chosen so far")).to_be_visible()
    expect(chosen).to_have_count(2)
    others = page.locator(".pick__box:not(:checked)")
    expect(others).to_have_count(24)
    assert not set(first) & set(others.evaluate_all("boxes => boxes.map(box => box.value)"))
    others.first.check()
    page.get_by_role("button", name="Make my page").click()
    expect(page).to_have_url(re.compile(r":\d+/$"))
    assert Rating.objects.filter(row="picks").count() == 3
    context.close()


def test_a_phone_picks_with_a_thumb(browser: Browser, live_site: LiveSite, films: Films) -> None:
    context = browser.new_context(
        base_url=live_site.url, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    sign_up(page)
    assert page.evaluate(NO_SIDEWAYS)
    for target in [*page.locator(".pick__box").all(), *page.locator(".picks__bar button").all()]:
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    page.locator(".pick__box").nth(5).tap()
    expect(page.locator(".pick__box:checked")).to_have_count(1)
    tabs = page.locator(".tabs").bounding_box()
    assert tabs is not None
    for name in ("Make my page", "Show others", "Skip"):
        button = page.get_by_role("button", name=name).bounding_box()
        assert button is not None
        assert button["y"] + button["height"] <= tabs["y"], f"{name} is in reach"
    page.get_by_role("button", name="Make my page").tap()
    expect(page).to_have_url(re.compile(r":\d+/$"))
    context.close()
