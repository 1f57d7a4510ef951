"""The player in a real browser, with the demo's film: what it plays, what it keeps, and what comes afterwards."""

import re

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
DIGESTS = """texts => Promise.all(texts.map(async (text) => {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return `'sha256-${btoa(String.fromCharCode(...bytes))}'`;
}))"""


@pytest.fixture
def viewer(page: Page, live_site: LiveSite) -> Page:
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
    loaded = "performance.getEntriesByType('resource').filter(({name}) => /libraries|player/.test(name)).length"
    for path in ("/", title.get_absolute_url(), "/history/"):
        page.goto(path)
        assert page.evaluate(loaded) == 0, f"the player's script is on {path}"
    player.play(page, title)
    assert page.evaluate(loaded) > 5
    first, began = page.evaluate(player.DECODED), player.at(page)
    player.until_past(page, began + 0.5)
    assert page.evaluate(player.DECODED) > first
    until(page, f"{VIDEO}.videoWidth === 854")
    player.pause(page)
    player.choose(page, "Speed and quality", "2\N{MULTIPLICATION SIGN}")
    assert page.evaluate(f"{VIDEO}.playbackRate") == 2
    player.choose(page, "Speed and quality", "Normal")
    player.choose(page, "Speed and quality", "240p")
    player.jump(page, 13)
    player.go_on(page)
    until(page, f"{VIDEO}.videoWidth === 426")
    player.pause(page)
    player.jump(page, 5)
    player.choose(page, "Audio and captions", "German")
    shown = f"[...{VIDEO}.textTracks].find(track => track.mode === 'showing')?.activeCues?.[0]?.text"
    until(page, f"({shown} ?? '').includes('Wiese')")
    assert hosts == {page.url.split("/watch")[0]}
    # After an upgrade of media-chrome, the list that this says is the one for accounts/player_styles.py.
    assert sorted(page.evaluate(DIGESTS, page.evaluate(STYLES))) == HASHES


def test_what_was_left_at_half_goes_on_there_on_another_device(
    viewer: Page, browser: Browser, live_site: LiveSite
) -> None:
    page, title = viewer, make_title(runtime=MINUTES)
    player.play(page, title)
    player.jump(page, 14)
    player.until_past(page, 15.5)
    player.pause(page)
    left = player.at(page) / player.state(page)["duration"]
    page.get_by_role("link", name="Back to").click()
    expect(page.get_by_role("link", name="Resume")).to_be_visible()
    state = WatchState.objects.get(profile=profile_of())
    assert state.duration == LENGTH
    assert state.progress == pytest.approx(left, abs=0.005)
    # Half of it was skipped, and that was not watched.
    reports = list(Play.objects.values_list("position", "watched"))
    assert 0 < state.watched < (left - 0.3) * LENGTH, reports
    other = browser.new_context(base_url=live_site.url, viewport={"width": 390, "height": 844}, is_mobile=True)
    other.add_cookies(page.context.cookies())  # type: ignore[arg-type]  # as they come
    phone = other.new_page()
    starts: list[str] = []
    phone.expose_function("began", lambda at: starts.append(at))  # noqa: PLW0108  Playwright marks the function
    phone.add_init_script("addEventListener('playing', ({target}) => began(target.currentTime), true)")
    player.play(phone, title)
    clip = player.state(phone)["duration"]
    until(phone, "true")
    assert float(starts[0]) / clip * LENGTH == pytest.approx(state.position, abs=0.02 * LENGTH)
    assert float(starts[0]) == pytest.approx(left * clip, abs=0.5), "seconds of what plays; ten are allowed"
    other.close()


def test_a_network_that_is_gone_for_half_a_minute_loses_nothing(viewer: Page) -> None:
    page, title = viewer, make_title(runtime=MINUTES)
    player.play(page, title)
    until(page, f"{VIDEO}.buffered.length === 1 && {VIDEO}.buffered.end(0) > 29")
    player.until_told(page)
    before = Play.objects.count()
    # What is loaded plays on; it is the reports that have nowhere to go.
    page.context.set_offline(True)
    for tenth in (1, 3, 5):
        page.keyboard.press(str(tenth))
        page.wait_for_timeout(9_800)
    page.keyboard.press("k")
    page.wait_for_timeout(700)
    waiting = page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('play/')).map(k => k.split('/')[1])")
    assert len(waiting) >= 4
    assert Play.objects.count() == before
    page.context.set_offline(False)
    player.until_told(page)
    kept = {str(one) for one in Play.objects.values_list("client_id", flat=True)}
    assert set(waiting) <= kept
    state = WatchState.objects.get()
    clip = player.state(page)["duration"]
    assert state.position == pytest.approx(player.at(page) / clip * LENGTH, abs=2)
    # Each is of its own moment, and not of that at which it arrived.
    moments = sorted(Play.objects.filter(client_id__in=waiting).values_list("happened_at", flat=True))
    assert (moments[-1] - moments[0]).total_seconds() > 15
    # What a page could not tell is told by whichever comes next.
    page.route("**/plays/", lambda route: route.abort())
    player.jump(page, 12)
    until(page, f"{player.WAITING} > 0")
    page.goto("/history/")
    assert page.evaluate(player.WAITING) > 0
    page.unroute("**/plays/")
    page.goto("/my-list/")
    player.until_told(page)
    assert WatchState.objects.get().progress == pytest.approx(0.4, abs=0.01)


def test_an_address_that_runs_out_renews_itself_unnoticed(viewer: Page) -> None:
    page, title = viewer, make_title()
    statuses: list[int] = []
    renewed: list[str] = []
    page.on("response", lambda answer: statuses.append(answer.status) if "/media/" in answer.url else None)
    page.on("request", lambda asked: renewed.append(asked.url) if "/playback/" in asked.url else None)
    player.play(page, title)
    player.pause(page)
    # Two hours later by the page's own clock, new ones are asked for before anything is loaded by the old ones.
    page.evaluate("(now => { performance.now = () => now() + 7_200_000 })(performance.now.bind(performance))")
    player.choose(page, "Speed and quality", "240p")
    player.jump(page, 17)
    until(page, f"{VIDEO}.videoWidth === 426")
    assert len(renewed) == 1
    assert 403 not in statuses
    # And if the site says sooner than expected that they have run out, it is asked once more.
    ticket = re.search(r"/media/([^/]+)/", page.evaluate("document.querySelector('track[label=thumbnails]').src"))
    assert ticket
    page.route(re.compile(re.escape(ticket[1])), lambda route: route.fulfill(status=403, body="has run out"))
    player.choose(page, "Speed and quality", "360p")
    player.jump(page, 9)
    player.go_on(page)
    until(page, f"{VIDEO}.videoWidth === 640 && {VIDEO}.currentTime > 9")
    assert len(renewed) == 2
    assert 403 in statuses
    assert statuses[-1] in {200, 206}
    expect(page.locator("[data-message]:visible")).to_have_count(0)


def test_a_jump_while_another_size_begins(viewer: Page) -> None:
    """On a slow network somebody picks a size and jumps before its first bytes are there. (hls.js 1.7 asked for one
    segment on and on, and gave each up.)"""
    page, title = viewer, make_title()
    player.play(page, title)
    player.pause(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/v2.mp4") else None)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 400, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    with page.expect_request("**/v2.mp4"):
        player.choose(page, "Speed and quality", "240p")
    player.jump(page, 17)
    until(page, f"{VIDEO}.videoWidth === 426 && {VIDEO}.readyState >= 2")
    assert len(asked) < 20


def test_an_episode_leads_to_the_next_until_nobody_seems_to_be_there(viewer: Page) -> None:
    page, series = viewer, make_series("Long Story", seasons=2, episodes=2)
    player.play(page, series)
    expect(page.locator("h1")).to_contain_text("S1 · E1")
    player.pause(page)
    player.jump(page, 3)
    page.get_by_role("button", name="Skip intro").click()
    until(page, f"{VIDEO}.currentTime > 13.9")
    card = page.get_by_role("region", name="Next episode")
    for place in ("S1 · E2", "S2 · E1"):
        player.pause(page)
        player.jump(page, 27)
        expect(card).to_contain_text(place)
        player.go_on(page)
        expect(page.locator("h1")).to_contain_text(place)
        until(page, f"{VIDEO}.currentTime > 0.2 && {VIDEO}.currentTime < 20")
    player.jump(page, 29.5)
    expect(page.get_by_role("dialog", name="Still watching?")).to_be_visible()
    assert page.evaluate(f"{VIDEO}.paused")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("S2 · E2")
    expect(page).to_have_url(re.compile(r"episode=\d+"))
    until(page, f"{VIDEO}.currentTime > 0.2 && !{VIDEO}.ended")
    player.until_told(page)
    states = WatchState.objects.filter(profile=profile_of()).order_by("episode__season", "episode__number")
    assert [state.is_finished for state in states][:3] == [True] * 3
    # The last one: nothing follows.
    player.jump(page, 29.5)
    expect(page.get_by_role("heading", name="Long Story", level=2)).to_be_visible()
    expect(page.get_by_role("button", name="Next episode")).to_have_count(0)
    # From the first one again, and this time the countdown is called off.
    page.goto(f"/watch/{series.slug}/?episode={states[0].episode_id}")
    until(page, f"{VIDEO}?.readyState >= 3")
    player.pause(page)
    player.jump(page, 27)
    page.get_by_role("button", name="Not now").click()
    player.go_on(page)
    expect(page.get_by_role("heading", name="Long Story", level=2)).to_be_visible()
    expect(page.get_by_role("button", name="Next episode")).to_be_visible()
    page.wait_for_timeout(1_500)
    expect(page.locator("h1")).to_contain_text("S1 · E1")
    page.get_by_role("button", name="Watch again").click()
    until(page, f"{VIDEO}.currentTime > 0.2 && {VIDEO}.currentTime < 20")


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
    page.keyboard.press("k")
    until(page, f"{VIDEO}.paused")
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
    missing = {"master.m3u8"}

    def answer(route: Route) -> None:
        if route.request.url.rpartition("/")[2] in missing:
            route.fulfill(status=404, body="")
        else:
            route.continue_()

    page.route("**/media/**", answer)  # for the whole test: Playwright's routes keep the browser from caching
    page.goto(f"/watch/{title.slug}/")
    expect(page.get_by_role("alert")).to_contain_text("cannot be played right now")
    missing.clear()
    page.get_by_role("button", name="Try again").click()
    player.until_past(page, 0.3)
    expect(page.get_by_role("alert")).to_have_count(0)
    # Withdrawn while it plays: what is loaded plays on, and what is not is refused.
    Title.objects.filter(pk=title.pk).update(withdrawn_at=timezone.now())
    player.pause(page)
    player.choose(page, "Speed and quality", "240p")
    player.jump(page, 25)
    expect(page.get_by_role("alert")).to_contain_text("no longer watch this here")
    expect(page.get_by_role("alert").get_by_role("button", name="Try again")).to_be_focused()
