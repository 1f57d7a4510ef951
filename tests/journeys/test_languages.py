"""The site in Arabic, as people go through it: rows run from right to left, by button and by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Profile
from recommendations import pipeline
from tests.factories import make_titles
from tests.journeys.conftest import sign_in, somebody, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AT = "cards => Math.round(cards.scrollLeft)"
FIRST = "card => card.getBoundingClientRect().right"


def test_a_row_is_paged_from_right_to_left(visitor: Page) -> None:
    page = visitor
    make_titles(60, "Comedy")
    profile = somebody()
    pipeline.refresh(profile.pk)
    page.goto("/sign-in/")
    page.get_by_role("button", name="العربيّة").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("heading", level=1)).to_have_text("سينما تعرف ذوقك")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    Profile.objects.filter(pk=profile.pk).update(language="ar")
    sign_in(page, profile)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    row = page.locator(".row").first
    cards, links = row.locator(".row__cards"), row.locator(".card__link")
    # The first card is on the right, and the next one on its left.
    assert links.nth(0).evaluate(FIRST) > links.nth(1).evaluate(FIRST)
    back, on = row.locator(".row__turn--back"), row.locator(".row__turn--on")
    expect(on).to_be_visible()
    expect(back).to_be_hidden()
    box, room = on.bounding_box(), page.viewport_size
    assert box is not None
    assert room is not None
    assert box["x"] < room["width"] / 2  # on is to the left
    row.hover()
    on.click()
    until(page, "() => document.querySelector('.row__cards').scrollLeft < -300")
    expect(back).to_be_visible()
    back.click()
    until(page, "() => Math.abs(document.querySelector('.row__cards').scrollLeft) < 8")
    expect(back).to_be_hidden()
    # By keyboard: left goes on, right goes back, and the row comes along.
    links.nth(0).focus()
    page.keyboard.press("ArrowLeft")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("End")
    expect(links.last).to_be_focused()
    assert cards.evaluate(AT) < -300
    page.keyboard.press("Home")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/title/"))
    expect(page.get_by_role("link", name="تشغيل").first).to_be_visible()
