"""Somebody decides, brings a history, takes everything along and goes, in a browser and with real workers."""

import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from catalog.models import Title
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser
Films = dict[str, list[Title]]


@pytest.fixture(autouse=True)
def private_dir(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the site's own processes keep the files of viewers."""
    monkeypatch.setenv("PRIVATE_DIR", str(tmp_path / "private"))
    return tmp_path / "private"


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Your data").get_by_role("link", name=name).click()


def test_from_the_front_door_to_the_last(
    private_dir: Path, films: Films, visitor: Page, live_worker: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    page = visitor
    page.goto("/sign-up/")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Your name here").fill("Ada")
    page.get_by_label("A plain page").check()
    page.get_by_role("button", name="Make an account").click()
    expect(page.locator(".row").first).to_be_visible()
    page.goto("/your-data/privacy/")
    page.get_by_label("Make my page for me").check()
    page.get_by_label("Learn from what I watch").check()
    page.get_by_role("button", name="Keep these choices").click()
    expect(page.get_by_text("It holds from now on")).to_be_visible()

    open_tab(page, "Bring your history")
    lines = [f"{title.name},2026-01-{day:02}" for day, title in enumerate(films["Horror"][:8], start=1)]
    file = tmp_path / "mine.csv"
    file.write_text("\n".join(["Title,Date", *lines, "Something Else Entirely,2026-01-09"]))
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Write 8 lines").click(timeout=30_000)
    expect(page.get_by_text("8 plays were added")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="To the home page").click()
    expect(page.get_by_text("Horror for you").first).to_be_visible(timeout=15_000)

    page.goto("/your-data/export/")
    page.get_by_role("button", name="Make an export").click()
    link = page.get_by_role("link", name="Download")
    expect(link).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        link.click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert any(films["Horror"][0].name in archive.read(name).decode() for name in archive.namelist())

    open_tab(page, "Erase")
    account = page.get_by_role("form", name="Erase the account")
    account.get_by_label("E-mail address of the account").fill("ada@example.org")
    account.get_by_label("Your password").fill(PASSWORD)
    account.get_by_role("button", name="Erase the account").click()
    expect(page.get_by_role("heading", name="It is erased")).to_be_visible()
    assert not User.objects.filter(email="ada@example.org").exists()
    assert list(private_dir.rglob("*.*")) == []
    page.goto("/")
    expect(page).to_have_url(re.compile("/sign-in/"))
