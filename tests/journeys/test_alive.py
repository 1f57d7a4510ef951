"""A page that is open while its viewer says things: what comes next knows of it, and nothing is there twice."""

import re
import subprocess

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from accounts import services
from accounts.models import Profile
from catalog.models import Title
from recommendations import pipeline
from recommendations.assembly import StoredRow
from recommendations.models import HomePage
from tests.factories import make_title, watched
from tests.journeys.conftest import row_keys, sign_in, somebody, until
from tests.live import LiveSite

pytestmark = pytest.mark.browser
Films = dict[str, list[Title]]
LIVE = {"continue_watching", "my_list"}
STANDING = (
    "[...document.querySelectorAll('.billboard, .row:not([data-key=continue_watching], [data-key=my_list]) .card')]"
    ".map(card => card.dataset.title)"
)


@pytest.fixture
def fan(films: Films) -> Profile:
    """Somebody with a page of several batches."""
    for number in range(14):
        for place in range(12):
            make_title(f"Kind {number} no. {place}", f"Kind {number}")
    profile = somebody()
    watched(profile, films["Horror"][:8])
    pipeline.refresh(profile.pk)
    return profile


def made_of(profile: Profile, titles: list[Title], *, rows: int = 16, size: int = 8, name: str = "first") -> None:
    """Puts a page of rows with these titles before the profile, as if a worker had made it."""
    ids = [title.pk for title in titles]
    made = [
        StoredRow("genres", f"genres:{name}-{n}", {"genre": f"{name} {n}"}, ids[n * size : n * size + size])
        for n in range(rows)
    ]
    HomePage.objects.update_or_create(
        profile=profile,
        defaults={
            "rows": [row.to_json() for row in made],
            "taste_version": Profile.objects.get(pk=profile.pk).taste_version,
            "built_at": timezone.now(),
        },
    )


def standing(page: Page) -> list[str]:
    """Every title that stands on the page, live rows aside."""
    found: list[str] = page.evaluate(STANDING)
    return found


def to_the_end(page: Page) -> None:
    """Scrolls until there is no more."""
    until(page, "() => (scrollTo(0, document.body.scrollHeight), !document.querySelector('.more'))", patience=30)


def test_a_heart_changes_what_comes_next_and_nothing_is_there_twice(
    visitor: Page, fan: Profile, live_worker: "subprocess.Popen[bytes]"
) -> None:
    page = visitor
    sign_in(page, fan)
    first = row_keys(page)
    card = page.locator(".row .card").nth(1)
    card.scroll_into_view_if_needed()
    card.hover()
    page.locator(".peek").get_by_role("button", name="I love this").click()
    expect(page.locator(".peek button[id^=love]")).to_have_attribute("aria-pressed", "true")
    page.mouse.move(2, 300)
    page.keyboard.press("Escape")
    to_the_end(page)
    # Every row is of the page that was made for the heart.
    taste = Profile.objects.get(pk=fan.pk).taste_version
    expect(page.locator(f'.page[data-version^="{taste}."]')).to_be_attached()
    stored = HomePage.objects.get(profile=fan)
    assert stored.taste_version == taste
    keys, titles = row_keys(page), standing(page)
    assert len(keys) > len(first)
    assert set(keys) <= {row["key"] for row in stored.rows}
    assert len(keys) == len(set(keys))
    assert len(titles) == len(set(titles))


def test_a_next_batch_is_of_the_page_that_stands_now(visitor: Page, fan: Profile, films: Films) -> None:
    page = visitor
    titles = list(Title.objects.order_by("pk")[:160])
    made_of(fan, titles)
    sign_in(page, fan)
    before = standing(page)
    # The whole page is another one now, its rows made of the same titles in the reverse order.
    made_of(fan, titles[::-1], name="second")
    page.mouse.wheel(0, 20_000)
    expect(page.locator('.row[data-key="genres:second-0"]')).to_be_attached()
    to_the_end(page)
    # What is shown above follows in place; at the end the page is the newer one from top to bottom.
    until(page, "() => !document.querySelector('.row[data-key*=first]')")
    assert [key for key in row_keys(page) if key not in LIVE] == [f"genres:second-{n}" for n in range(16)]
    assert len(standing(page)) == len(set(standing(page))) == 128
    assert set(before) != set(standing(page))


def test_what_is_pointed_at_stays_and_is_not_sent_again(visitor: Page, fan: Profile, films: Films) -> None:
    page = visitor
    titles = list(Title.objects.order_by("pk")[:160])
    made_of(fan, titles)
    sign_in(page, fan)
    row = page.locator('.row[data-key="genres:first-1"]')
    row.scroll_into_view_if_needed()
    row.locator(".card").nth(2).hover()
    held = row.locator(".card").nth(2).get_attribute("data-title")
    # Its row is gone from the new page, and its titles are all over it.
    made_of(fan, titles[::-1], name="second")
    page.evaluate("document.dispatchEvent(new Event('taste-changed'))")
    expect(page.locator('.row[data-key="genres:second-0"]')).to_be_attached()
    expect(row.locator(f'.card[data-title="{held}"]')).to_be_attached()
    while page.locator(".more").count():
        link = page.locator(".more").get_attribute("hx-get")
        page.evaluate("htmx.trigger('.more', 'revealed')")
        until(page, "link => document.querySelector('.more')?.getAttribute('hx-get') !== link", link)
        assert len(standing(page)) == len(set(standing(page)))
        assert len(row_keys(page)) == len(set(row_keys(page)))
        assert row.locator(f'.card[data-title="{held}"]').count() == 1


def test_a_batch_that_was_on_its_way_does_not_bring_back_what_moved(visitor: Page, fan: Profile, films: Films) -> None:
    page = visitor
    titles = list(Title.objects.order_by("pk")[:160])
    made_of(fan, titles)
    sign_in(page, fan)
    waiting: list[Route] = []
    page.route(re.compile("after="), lambda route: waiting.append(route))  # noqa: PLW0108  a bound method takes no mark of Playwright's
    page.evaluate("htmx.trigger('.more', 'revealed')")
    until(page, "() => document.querySelector('.more.htmx-request')")
    made_of(fan, titles[::-1], name="second")
    page.evaluate("document.dispatchEvent(new Event('taste-changed'))")
    expect(page.locator('.row[data-key="genres:second-0"]')).to_be_attached()
    page.unroute(re.compile("after="))
    assert waiting
    to_the_end(page)
    assert [key for key in row_keys(page) if key not in LIVE] == [f"genres:second-{n}" for n in range(16)]
    assert len(standing(page)) == len(set(standing(page)))


def test_what_is_put_on_my_list_is_a_row_and_numbers_are_shown(visitor: Page, fan: Profile, films: Films) -> None:
    page = visitor
    titles = list(Title.objects.order_by("pk")[:60])
    made_of(fan, titles, rows=4)
    stored = HomePage.objects.get(profile=fan)
    top = StoredRow("top_ten", "top_ten", {}, [title.pk for title in titles[40:50]])
    top.places.update({pk: place for place, pk in enumerate(top.titles, 1)})
    HomePage.objects.filter(profile=fan).update(rows=[stored.rows[1], top.to_json(), *stored.rows[2:]])
    services.toggle_list(profile=fan, title=titles[59], listed=True)
    sign_in(page, fan)
    assert row_keys(page)[2] == "my_list"
    expect(page.get_by_role("link", name="My List").last).to_have_attribute("href", "/my-list/")
    places = page.locator('.row[data-key="top_ten"] .card__number')
    assert places.all_inner_texts() == [str(number) for number in range(1, 11)]


def test_rows_follow_without_scripts(browser: object, live_site: LiveSite, fan: Profile) -> None:
    context = browser.new_context(base_url=live_site.url, java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    sign_in(page, fan, scripts=False)
    seen = row_keys(page)
    page.get_by_role("link", name="More rows").click()
    assert row_keys(page)
    assert not set(row_keys(page)) & set(seen)
    page.get_by_role("link", name="Back to the beginning").click()
    expect(page).to_have_url(re.compile(r":\d+/$"))
    context.close()
