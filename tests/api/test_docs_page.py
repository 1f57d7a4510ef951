"""The browsable page of the description, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.browser


@pytest.fixture
def alice(transactional_db: None) -> User:
    return make_user("alice@example.org")


def test_it_renders_and_sends_requests_without_anything_from_elsewhere(alice: User, page: Page) -> None:
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.goto("/api/v1/docs")
    expect(page.get_by_role("heading", name="netflixlike")).to_be_visible()
    page.get_by_text("/api/v1/log-in", exact=True).click()
    page.get_by_role("button", name="Try it out").click()
    page.locator("textarea").fill(f'{{"email": "{alice.email}", "password": "{PASSWORD}"}}')
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("200")
    home = page.url.partition("/api")[0]
    assert len(asked) >= 5
    assert [url for url in asked if not url.startswith((home, "data:"))] == []
    assert told == []
