"""The page of a video in a real browser, under the site's strict policy: a large file comes in, its work is seen."""

import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from catalog.media.packages import package_file
from catalog.models import Caption, Package, Upload, Video
from tests.factories import make_title
from tests.live import LiveSite

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("fresh_site")]
SIZE = 20 << 20  # two whole pieces and a half


@pytest.fixture
def video(transactional_db: None) -> Video:
    return Video.objects.create(title=make_title("Terror"))


@pytest.fixture
def desk(page: Page, live_site: LiveSite, operator: User, client: Client, video: Video) -> Page:
    """The page of the video, as a superuser has it."""
    client.force_login(operator)
    page.context.add_cookies(live_site.cookies(client))  # type: ignore[arg-type]
    page.goto(reverse("admin:catalog_video_change", args=[video.pk]))
    return page


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(os.urandom(1 << 20) * 20)
    return path


def test_a_large_file_comes_in_by_pieces_through_a_broken_line_and_a_reload(
    desk: Page, video: Video, large: Path
) -> None:
    broken = []

    def break_once(route: Route) -> None:
        """The second piece is lost on its way, then the browser is closed over it."""
        broken.append(route.request.url)
        route.abort()

    desk.route("**/upload/*/1/", break_once)
    desk.get_by_label("Upload a file").set_input_files(large)
    expect(desk.get_by_text("No connection. It goes on by itself.")).to_be_visible(timeout=30_000)
    assert Upload.objects.get().pieces == 1
    desk.once("dialog", lambda dialog: dialog.accept())
    desk.reload()
    desk.unroute("**/upload/*/1/")
    expect(desk.get_by_text("film.mp4: 8.0 MB of 20.0 MB came in. Choose the file again to go on.")).to_be_visible()
    desk.get_by_label("Upload a file").set_input_files(large)
    expect(desk.get_by_role("button", name="Cancel")).to_be_visible(timeout=60_000)
    expect(desk.locator("[data-words]")).to_have_text("waiting")
    assert broken
    upload = Upload.objects.get()
    assert (upload.pieces, upload.received) == (3, SIZE)
    video.refresh_from_db()
    assert video.state == Video.State.WAITING


def test_the_work_is_followed_and_its_end_shown(desk: Page, video: Video) -> None:
    Video.objects.update(state=Video.State.PACKAGING, percent=10, path="film.mp4")
    desk.reload()
    expect(desk.locator("[data-percent]")).to_have_text("10 %")
    Video.objects.update(percent=55)
    expect(desk.locator("[data-percent]")).to_have_text("55 %")
    Video.objects.update(state=Video.State.FAILED, reason="There are no moving pictures in the file.")
    expect(desk.get_by_role("button", name="Try again")).to_be_visible()
    expect(desk.get_by_text("There are no moving pictures in the file.")).to_be_visible()
    desk.get_by_role("button", name="Try again").click()
    expect(desk.get_by_text("It will be packaged.")).to_be_visible()
    desk.get_by_label("credit line").fill("By us")
    Video.objects.update(state=Video.State.CANCELLED)
    expect(desk.get_by_text("The state has changed. Reload this page to go on.")).to_be_visible()
    expect(desk.get_by_label("credit line")).to_have_value("By us")


def test_a_poster_is_chosen_by_its_picture_and_captions_are_added(desk: Page, video: Video, tmp_path: Path) -> None:
    package = Package.objects.create(video=video)
    film = Path(__file__).resolve().parents[2] / "catalog" / "demo" / "film"
    storage = FileSystemStorage(Path(os.environ["DATA_DIR"]) / "media")
    for number in range(1, 7):
        content = ContentFile((film / f"poster-{number}.jpg").read_bytes())
        storage.save(package_file(package.pk, f"poster-{number}.jpg"), content)
    facts = {"posters": 6, "audio": [{"label": "English"}], "renditions": [{"width": 854, "height": 480}]}
    Video.objects.update(state=Video.State.READY, package=package.pk, facts=facts, duration=30)
    desk.reload()
    picture = desk.get_by_alt_text("Frame 4")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 854
    picture.click()
    (tmp_path / "words.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nHello\n")
    desk.get_by_text("Add another Caption track").click()
    desk.locator("#id_captions-0-language").fill("pt_BR")
    desk.locator("#id_captions-0-file").set_input_files(tmp_path / "words.srt")
    if where := os.environ.get("PICTURES"):
        desk.screenshot(path=f"{where}/video-1280.png", full_page=True)
        desk.set_viewport_size({"width": 390, "height": 800})
        desk.screenshot(path=f"{where}/video-390.png", full_page=True)
        desk.set_viewport_size({"width": 1280, "height": 800})
    desk.locator("input[name=_save]").first.click()
    expect(desk.get_by_text("was changed successfully")).to_be_visible()
    video.refresh_from_db()
    assert video.poster == 4
    assert (Caption.objects.get().language, Caption.objects.get().label) == ("pt-BR", "Português Brasileiro")
