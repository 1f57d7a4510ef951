"""What lets the site be installed, shared and found, and keeps others' servers out of it."""

import json
import re
import struct
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.factories import make_profile, make_title
from tests.pages.conftest import Viewer, browser_of

PUBLIC = ["/sign-in/", "/sign-up/"]


@pytest.fixture
def alice(db: None) -> Viewer:
    return browser_of(make_profile(name="Secretive"))


def static_file(url: str) -> bytes:
    """What is behind an address of a static file, which has a hash in its name."""
    found = finders.find(re.sub(r"\.[0-9a-f]{12}(\.\w+)$", r"\1", url.removeprefix("/static/")))
    assert found, url
    return Path(str(found)).read_bytes()


def png_size(content: bytes) -> str:
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    return f"{width}x{height}"


def test_the_manifest_is_public_and_its_icons_are_what_it_says(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/manifest+json")
    assert "public" in answer["Cache-Control"]
    assert "Cookie" not in answer.get("Vary", "")
    told = json.loads(answer.content)
    assert (told["start_url"], told["display"], told["name"]) == ("/", "standalone", "netflixlike")
    kinds = {(icon["sizes"], icon["purpose"]) for icon in told["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= kinds
    for icon in told["icons"]:
        content = static_file(icon["src"])
        if icon["type"] == "image/png":
            assert png_size(content) == icon["sizes"]
    for shortcut in told["shortcuts"]:
        assert client.get(shortcut["url"]).status_code == 302


@pytest.mark.parametrize(("path", "size"), [("/favicon.ico", "32x32"), ("/apple-touch-icon.png", "180x180")])
def test_icons_are_where_they_are_looked_for(client: Client, path: str, size: str) -> None:
    assert png_size(static_file(client.get(path)["Location"])) == size


def test_every_page_names_its_icons_and_its_manifest(client: Client, alice: Viewer) -> None:
    for page in (client.get("/sign-in/").content.decode(), alice.get("/"), alice.get("/no/such/page/", 404)):
        assert '<link rel="manifest" href="/manifest.webmanifest?language=en">' in page
        for rel in ("icon", "apple-touch-icon"):
            static_file(re.findall(rf'<link rel="{rel}" href="([^"]+)"', page)[-1])
        assert '<meta name="theme-color"' in page
        assert '<meta name="description"' in page


@pytest.mark.parametrize("path", PUBLIC)
def test_what_is_shared_shows_the_site_and_its_picture(client: Client, db: None, path: str, settings: Any) -> None:
    page = client.get(path, headers={"Host": "localhost"}).content.decode()
    told = dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', page))
    assert (told["site_name"], told["type"]) == ("netflixlike", "website")
    assert told["image"].startswith(f"{settings.SITE_URL}/static/")
    assert static_file(told["image"].removeprefix(settings.SITE_URL))[:3] == b"\xff\xd8\xff"


def test_a_shared_title_tells_a_stranger_nothing(client: Client, alice: Viewer) -> None:
    title = make_title("Paper Moon")
    answer = client.get(title.get_absolute_url(), follow=True)
    assert "og:title" in answer.content.decode()
    assert "Paper Moon" not in answer.content.decode()
    seen = alice.get(title.get_absolute_url())
    assert "og:" not in seen
    assert "Secretive" not in re.search(r"<head>.*</head>", seen, re.DOTALL)[0]  # type: ignore[index]


def test_crawlers_are_told_where_nothing_is_for_them(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /api/" in answer.content.decode()
    assert "Disallow: /\n" not in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/sign-in/", "/sign-up/", "/no/such/page/", "/", "/manifest.webmanifest", "/api/v1/docs", "/api/v1/schema"]
)
def test_the_policy_is_strict_everywhere(client: Client, db: None, path: str) -> None:
    policy = client.get(path)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:|\*", policy), "nothing from elsewhere"
