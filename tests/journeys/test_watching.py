"""The player in a real browser, with the demo's film: what it plays, what it keeps, and what comes afterwards."""

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect

from accounts import services
from accounts.models import Play, Profile, WatchState
from accounts.player_styles import HASHES
from catalog.models import Title
from recommendations.models import TitleStatistics
from tests import player
from tests.factories import make_profile, make_series, make_title
from tests.live import LiveSite
from tests.pages.conftest import browser_of
from tests.player import VIDEO, until

pytestmark = [pytest.mark.browser, pytest.mark.site(DEMO="1")]
MINUTES = 100
LENGTH = 60 * MINUTES  # of the title, for which thirty seconds of film stand
STYLES = """async () => {
  const texts = new Set();
  const walk = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (!element.shadowRoot) continue;
      for (const style of element.shadowRoot.querySelectorAll("style")) texts.add(style.textContent);
      walk(element.shadowRoot);
    }
  };
  walk(document);
  return [...texts];
}"""


@pytest.fixture
def viewer(page: Page, live_site: LiveSite) -> Iterator[Page]:
    """The page of somebody who is signed in; `profile_of` says who."""
    profile = make_profile(name="Viewer")
    page.context.add_cookies(live_site.cookies(browser_of(profile).client))  # type: ignore[arg-type]
    return page


def profile_of() -> Profile:
    return Profile.objects.get(name="Viewer")


def test_it_plays_switches_and_shows_captions(viewer: Page) -> None:
    """All that is loaded comes from this site, by its policy: the page's fixture sees to that."""
    page, title = viewer, make_title("Long Film", runtime=MINUTES)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(re.sub(r"^(blob:)?(https?://[^/]+).*", r"\2", request.url)))
    player.play(page, title)
    first = page.evaluate(player.DECODED)
    player.until_past(page, 0.8)
    assert page.evaluate(player.DECODED) > first + 5
    until(page, f"{VIDEO}.videoWidth === 854")
    page.mouse.move(400, 300)
    page.get_by_role("button", name="Speed and quality").click()
    page.get_by_label("240p").check()
    until(page, f"{VIDEO}.videoWidth === 426")
    page.get_by_label("2×").check()
    assert page.evaluate(f"{VIDEO}.playbackRate") == 2
    page.get_by_role("button", name="Audio and captions").click()
    page.get_by_label("German").check()
    active = f"[...{VIDEO}.textTracks].find(track => track.mode === 'showing')?.activeCues?.[0]?.text"
    page.evaluate(f"{VIDEO}.pause()")
    player.jump(page, 5)
    until(page, f"({active} ?? '').includes('Wiese')")
    assert hosts == {page.url.split("/watch")[0]}
    scripts = page.evaluate("performance.getEntriesByType('resource').map(({name}) => name)")
    assert any("hls.worker" not in name and "/libraries/hls" in name for name in scripts)


def test_the_styles_of_the_controls_are_those_that_the_policy_names(viewer: Page) -> None:
    """After an upgrade of media-chrome, the list that this says is the one for accounts/player_styles.py."""
    player.play(viewer, make_title())
    digest = """async texts => Promise.all(texts.map(async text => "'sha256-" + btoa(String.fromCharCode(...new Uint8Array(
        await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))))) + "'"))"""
    assert sorted(viewer.evaluate(digest, viewer.evaluate(STYLES))) == HASHES


def test_the_script_of_the_player_is_on_the_watch_page_alone(viewer: Page) -> None:
    loaded = "performance.getEntriesByType('resource').filter(({name}) => /libraries|player/.test(name)).length"
    title = make_title()
    for path in ("/", title.get_absolute_url(), "/history/"):
        viewer.goto(path)
        assert viewer.evaluate(loaded) == 0, path
    viewer.goto(f"/watch/{title.slug}/")
    assert viewer.evaluate(loaded) > 5


def test_what_was_left_at_half_goes_on_there_on_another_device(
    viewer: Page, browser: Browser, live_site: LiveSite
) -> None:
    page, title = viewer, make_title(runtime=MINUTES)
    player.play(page, title)
    player.jump(page, 15)
    player.until_past(page, 15.2)
    page.mouse.move(400, 300)
    page.get_by_role("link", name="Back to").click()
    expect(page.get_by_role("link", name="Resume")).to_be_visible()
    state = WatchState.objects.get(profile=profile_of())
    assert state.duration == LENGTH
    assert state.progress == pytest.approx(0.5, abs=0.05)
    # Sixteen seconds were gone through, and hardly two of them played.
    assert 0 < state.watched < 0.12 * LENGTH
    other = browser.new_context(base_url=live_site.url, viewport={"width": 390, "height": 844}, is_mobile=True)
    other.add_cookies(page.context.cookies())  # type: ignore[arg-type]  # as they come
    phone = other.new_page()
    player.play(phone, title)
    clip = player.state(phone)["duration"]
    assert abs(player.at(phone) - state.progress * clip) < 3
    assert abs(player.at(phone) / clip * LENGTH - state.position) < 600
    other.close()


def test_a_network_that_is_gone_for_half_a_minute_loses_nothing(viewer: Page) -> None:
    page, title = viewer, make_title(runtime=MINUTES)
    player.play(page, title)
    player.until_told(page)
    before = Play.objects.count()
    until(page, f"{VIDEO}.buffered.length === 1 && {VIDEO}.buffered.end(0) > 29")
    # What is loaded plays on; it is the reports that have nowhere to go.
    page.context.set_offline(True)
    for tenth in (3, 5, 7):
        page.keyboard.press(str(tenth))
        page.wait_for_timeout(9_500)
    page.keyboard.press("k")
    page.wait_for_timeout(700)
    waiting = page.evaluate(player.WAITING)
    told = page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('play/')).map(k => k.split('/')[1])")
    assert waiting >= 4
    assert Play.objects.count() == before
    page.context.set_offline(False)
    player.until_told(page)
    kept = {str(one) for one in Play.objects.values_list("client_id", flat=True)}
    assert set(told) <= kept
    state = WatchState.objects.get()
    clip = player.state(page)["duration"]
    assert state.position == pytest.approx(player.at(page) / clip * LENGTH, abs=2)
    # Nothing arrives as if it had happened on arrival, or twice.
    moments = list(Play.objects.order_by("happened_at").values_list("happened_at", flat=True))
    assert (moments[-1] - moments[0]).total_seconds() > 20
    assert Play.objects.count() == len(kept)


def test_what_waits_is_told_by_whatever_page_comes_next(viewer: Page) -> None:
    page, title = viewer, make_title(runtime=MINUTES)
    player.play(page, title)
    page.route("**/plays/", lambda route: route.abort())
    player.jump(page, 12)
    until(page, f"{player.WAITING} > 0")
    page.goto("/history/")
    assert page.evaluate(player.WAITING) > 0
    page.unroute("**/plays/")
    page.goto("/history/")
    player.until_told(page)
    assert WatchState.objects.get().progress == pytest.approx(0.4, abs=0.06)


def test_an_address_that_runs_out_in_between_renews_itself(viewer: Page) -> None:
    page, title = viewer, make_title()
    statuses: list[int] = []
    renewed: list[str] = []
    page.on("response", lambda answer: statuses.append(answer.status) if "/media/" in answer.url else None)
    page.on("request", lambda asked: renewed.append(asked.url) if "/playback/" in asked.url else None)
    player.play(page, title)
    ticket = re.search(r"/media/([^/]+)/", page.evaluate("document.querySelector('track').src"))
    assert ticket
    page.evaluate(f"{VIDEO}.pause()")
    # The site says that whatever was signed before has run out.
    gone = re.compile(re.escape(ticket[1]))
    page.route(gone, lambda route: route.fulfill(status=403, body="has run out"))
    page.get_by_role("button", name="Speed and quality").click()
    page.get_by_label("360p").check()
    page.keyboard.press("Escape")
    player.jump(page, 20)
    page.evaluate(f"{VIDEO}.play()")
    player.until_past(page, 21)
    until(page, f"{VIDEO}.videoWidth === 640")
    assert len(renewed) == 1
    assert 403 in statuses
    assert statuses[-1] in {200, 206}
    expect(page.locator("[data-message]:visible")).to_have_count(0)


@pytest.mark.site(MEDIA_URL_SECONDS="12")
def test_short_lived_addresses_are_renewed_before_they_run_out(viewer: Page) -> None:
    page, title = viewer, make_title()
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status == 403 else None)
    player.play(page, title)
    page.wait_for_timeout(8_000)
    page.mouse.move(400, 300)
    page.get_by_role("button", name="Speed and quality").click()
    page.get_by_label("240p").check()
    until(page, f"{VIDEO}.videoWidth === 426")
    page.wait_for_timeout(6_000)
    page.get_by_label("480p").check()
    until(page, f"{VIDEO}.videoWidth === 854")
    assert refused == []


def test_an_episode_leads_to_the_next_and_somebody_is_asked_for_in_the_end(viewer: Page) -> None:
    page, series = viewer, make_series("Long Story", seasons=2, episodes=2)
    player.play(page, series)
    frame = page.locator(".player")
    expect(page.locator("h1")).to_contain_text("S1 · E1")
    page.get_by_role("button", name="Skip intro").click()
    until(page, f"{VIDEO}.currentTime > 13.9")
    for place in ("S1 · E2", "S2 · E1"):
        player.jump(page, 26.5)
        card = page.get_by_role("region", name="Next episode")
        expect(card).to_contain_text(place)
        expect(page.locator("h1")).to_contain_text(place, timeout=12_000)
        player.until_past(page, 0.2)
        assert player.at(page) < 10
    player.jump(page, 29.5)
    expect(page.get_by_role("dialog", name="Still watching?")).to_be_visible(timeout=12_000)
    assert page.evaluate(f"{VIDEO}.paused")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("S2 · E2")
    expect(page).to_have_url(re.compile(r"episode=\d+"))
    player.until_past(page, 0.2)
    player.until_told(page)
    states = WatchState.objects.filter(profile=profile_of()).order_by("episode__season", "episode__number")
    assert [state.is_finished for state in states][:3] == [True] * 3
    # The last one: nothing follows, so that what is over is over.
    player.jump(page, 29.5)
    expect(page.get_by_role("heading", name="Long Story", level=2)).to_be_visible(timeout=12_000)
    expect(frame.get_by_role("button", name="Next episode")).to_have_count(0)


def test_the_countdown_can_be_called_off(viewer: Page) -> None:
    page = viewer
    player.play(page, make_series(episodes=2))
    player.jump(page, 26)
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_role("heading", level=2)).to_be_visible(timeout=12_000)
    page.wait_for_timeout(1_500)
    expect(page.locator("h1")).to_contain_text("S1 · E1")
    page.get_by_role("button", name="Watch again").click()
    player.until_past(page, 0.2)
    assert player.at(page) < 10


def test_a_finished_film_leaves_continue_watching_and_leads_on(viewer: Page) -> None:
    page, title, alike = viewer, make_title("Over Soon", "Horror"), make_title("Very Much Alike", "Horror")
    TitleStatistics.objects.create(title=title, similar=[alike.pk])
    services.record_play(profile=profile_of(), title=title, position=3000, duration=LENGTH)
    page.goto("/")
    row = page.locator('.row[data-key="continue_watching"]')
    row.locator(".card__link").click()
    until(page, f"{VIDEO}?.currentTime > 14")
    player.jump(page, 29.3)
    expect(page.get_by_role("heading", name="Over Soon", level=2)).to_be_visible(timeout=12_000)
    expect(page.get_by_role("heading", name="What to watch next")).to_be_visible()
    page.get_by_role("img", name=str(alike)).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Very Much Alike")
    assert WatchState.objects.get(title=title).is_finished
    page.goto("/")
    expect(row).to_have_count(0)


def test_everything_by_the_keyboard_alone(viewer: Page) -> None:
    page, series = viewer, make_series(episodes=3)
    page.goto(series.get_absolute_url())
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.title__actions .button--play')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/watch/**")
    player.until_past(page, 0.3)
    page.keyboard.press("Space")
    until(page, f"{VIDEO}.paused")
    page.keyboard.press("5")
    until(page, f"Math.abs({VIDEO}.currentTime - 15) < 0.2")
    page.keyboard.press("ArrowRight")
    until(page, f"Math.abs({VIDEO}.currentTime - 25) < 0.2")
    page.keyboard.press("j")
    until(page, f"Math.abs({VIDEO}.currentTime - 15) < 0.2")
    page.keyboard.press("m")
    until(page, f"{VIDEO}.muted")
    page.keyboard.press("ArrowDown")
    until(page, f"!{VIDEO}.muted && {VIDEO}.volume < 1")
    page.keyboard.press(">")
    until(page, f"{VIDEO}.playbackRate === 1.25")
    page.keyboard.press("c")
    until(page, f"[...{VIDEO}.textTracks].some(({{mode, kind}}) => mode === 'showing' && kind === 'captions')")
    page.keyboard.press("f")
    until(page, "document.fullscreenElement?.id === 'player'")
    page.keyboard.press("f")
    until(page, "!document.fullscreenElement")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("Home")
    page.keyboard.press("k")
    player.until_past(page, 2.1)
    page.keyboard.press("s")
    until(page, f"{VIDEO}.currentTime >= 14")
    _menu_by_keyboard(page)
    page.keyboard.press("n")
    expect(page.locator("h1")).to_contain_text("S1 · E2")


def _menu_by_keyboard(page: Page) -> None:
    """Tab reaches the button, arrows choose, Escape closes and gives the focus back."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset?.menu === 'settings'"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#settings")).to_be_visible()
    before = player.at(page)
    page.keyboard.press("ArrowDown")
    until(page, f"{VIDEO}.playbackRate === 1.5")
    assert player.at(page) - before < 5, "the arrow was the menu's"
    page.keyboard.press("Escape")
    expect(page.locator("#settings")).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.menu") == "settings"


def test_what_goes_wrong_is_said_and_can_be_tried_again(viewer: Page) -> None:
    page, title = viewer, make_title()

    def missing(route: Route) -> None:
        route.fulfill(status=404, body="")

    page.route("**/media/**/master.m3u8", missing)
    page.goto(f"/watch/{title.slug}/")
    expect(page.get_by_role("alert")).to_contain_text("cannot be played right now")
    page.unroute("**/media/**/master.m3u8")
    page.get_by_role("button", name="Try again").click()
    player.until_past(page, 0.3)
    expect(page.get_by_role("alert")).to_have_count(0)
    # Withdrawn while it plays: what is loaded plays on, and what is not is refused.
    Title.objects.filter(pk=title.pk).update(withdrawn_at=timezone.now())
    page.mouse.move(400, 300)
    page.get_by_role("button", name="Speed and quality").click()
    page.get_by_label("240p").check()
    expect(page.get_by_role("alert")).to_contain_text("no longer watch this here", timeout=15_000)
    expect(page.get_by_role("alert").get_by_role("button", name="Try again")).to_be_focused()


def test_without_scripts_the_page_says_so_and_still_takes_a_word(browser: Browser, live_site: LiveSite) -> None:
    title = make_title()
    context = browser.new_context(base_url=live_site.url, java_script_enabled=False)
    page = context.new_page()
    profile = make_profile()
    context.add_cookies(live_site.cookies(browser_of(profile).client))  # type: ignore[arg-type]
    page.goto(f"/watch/{title.slug}/")
    expect(page.get_by_text("Playing needs JavaScript")).to_be_visible()
    expect(page.locator("noscript video, .player__plain")).to_be_visible()
    page.get_by_role("button", name="Mark as watched").click()
    assert WatchState.objects.get(profile=profile).is_finished
    context.close()
