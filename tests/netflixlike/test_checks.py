"""Each check stays silent on what is right and speaks on what is wrong."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.db import connections
from pytest_django import Settings

from accounts.demo.personas import OPERATOR, PASSWORD
from accounts.models import User
from netflixlike import checks

ROOT = Path(__file__).resolve().parents[2]


def ids(messages: list[CheckMessage]) -> list[str | None]:
    """What was found; each with something to do about it."""
    assert all(message.hint for message in messages)
    return [message.id for message in messages]


@pytest.mark.parametrize("url", ["https://films.example.org", "http://127.0.0.1:8000", "https://[::1]:8443"])
def test_an_origin_is_taken(settings: Settings, url: str) -> None:
    settings.SITE_URL = url
    assert ids(checks.site_url_is_an_origin()) == []


@pytest.mark.parametrize(
    "url",
    [
        "films.example.org",
        "",
        "https://",
        "ftp://films.example.org",
        "https://films.example.org/films",
        "https://films.example.org?",
        "https://me@films.example.org",
        "https://films.example.org:eighty",
        "HTTPS://films.example.org",
    ],
)
def test_anything_else_is_not_an_origin(settings: Settings, url: str) -> None:
    settings.SITE_URL = url
    assert ids(checks.site_url_is_an_origin()) == ["netflixlike.E001"]


def test_folders_that_can_be_made_are_writable(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.MODEL_DIR = tmp_path, tmp_path / "not" / "yet"
    assert ids(checks.folders_are_writable()) == []


def test_a_folder_below_a_file_is_not_writable(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.DATA_DIR, settings.MODEL_DIR = tmp_path, tmp_path / "file" / "models"
    found = checks.folders_are_writable()
    assert ids(found) == ["netflixlike.W002"]
    assert "MODEL_DIR" in found[0].msg


@pytest.fixture
def somebody() -> Iterator[None]:
    """Someone who may not write everywhere: access goes by the real user, here nobody for a moment."""
    if os.getuid() != 0:
        yield
        return
    os.setreuid(65534, 0)
    yield
    os.setreuid(0, 0)


@pytest.mark.usefixtures("somebody")
def test_a_read_only_folder_is_not_writable(settings: Settings, tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    names = ("DATA_DIR", "MODEL_DIR", "MEDIA_DIR", "MEDIA_SCRATCH", "PRIVATE_DIR")
    for name in names:
        setattr(settings, name, tmp_path)
    assert ids(checks.folders_are_writable()) == ["netflixlike.W002"] * len(names)


def test_encryption_is_asked_for(settings: Settings) -> None:
    settings.SITE_URL = "http://films.example.org"
    assert ids(checks.site_is_encrypted()) == ["netflixlike.W003"]
    settings.SITE_URL = "https://films.example.org"
    assert ids(checks.site_is_encrypted()) == []


def test_the_demo_is_noticed(settings: Settings) -> None:
    settings.DEMO = True
    assert ids(checks.demo_is_off()) == ["netflixlike.W004"]
    settings.DEMO = False
    assert ids(checks.demo_is_off()) == []


def test_a_key_of_this_machine_alone_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ids(checks.secret_key_is_given()) == []
    monkeypatch.delenv("SECRET_KEY")
    assert ids(checks.secret_key_is_given()) == ["netflixlike.W005"]


def test_any_host_is_noticed(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["films.example.org"]
    assert ids(checks.hosts_are_named()) == []
    settings.ALLOWED_HOSTS = ["films.example.org", "*"]
    assert ids(checks.hosts_are_named()) == ["netflixlike.W006"]


@pytest.mark.parametrize(
    ("broker", "cache", "found"),
    [
        ("redis://one:6379/0", "redis://two:6379/1", []),
        ("redis://one:6379/0", "redis://one:6380/1", []),
        ("redis://one/0", "redis://one:6379/1", ["netflixlike.I007"]),
        ("redis+socket:///run/valkey.sock?virtual_host=0", "unix:///run/valkey.sock?db=1", ["netflixlike.I007"]),
        ("redis+socket:///run/broker.sock?virtual_host=0", "unix:///run/cache.sock?db=1", []),
    ],
)
def test_broker_and_cache_on_one_server(settings: Settings, broker: str, cache: str, found: list[str]) -> None:
    settings.CELERY_BROKER_URL = broker
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": cache}}
    assert ids(checks.broker_and_cache_are_apart()) == found


@pytest.mark.django_db
def test_this_database_has_what_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ids(checks.postgres_has_what_is_used(databases=["default"])) == []
    monkeypatch.setattr(checks, "OLDEST_POSTGRES", 999)
    monkeypatch.setattr(checks, "EXTENSIONS", ("pg_trgm", "of_nobody"))
    found = checks.postgres_has_what_is_used(databases=["default"])
    assert ids(found) == ["netflixlike.E009", "netflixlike.E011"]
    assert "of_nobody" in found[1].msg
    assert "pg_trgm" not in found[1].msg


def test_no_database_is_asked_unless_it_is_named() -> None:
    assert checks.postgres_has_what_is_used(databases=None) == []


@pytest.mark.django_db
def test_a_database_that_is_not_there_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = connections["default"].copy("elsewhere")
    elsewhere.settings_dict = {**elsewhere.settings_dict, "NAME": "of_nobody"}
    monkeypatch.setattr(checks, "connections", {"default": elsewhere})
    found = checks.postgres_has_what_is_used(databases=["default"])
    assert ids(found) == ["netflixlike.E008"]
    assert "of_nobody" in found[0].msg


@pytest.mark.django_db
def test_the_demo_s_log_ins_are_noticed_for_as_long_as_they_work(settings: Settings) -> None:
    settings.DEMO = False
    assert ids(checks.nobody_of_the_demo_is_there(databases=["default"])) == []
    user = User.objects.create_superuser(OPERATOR.email, PASSWORD)
    found = checks.nobody_of_the_demo_is_there(databases=["default"])
    assert ids(found) == ["netflixlike.W012"]
    assert OPERATOR.email in found[0].msg
    assert ids(checks.nobody_of_the_demo_is_there(databases=None)) == []
    settings.DEMO = True
    assert ids(checks.nobody_of_the_demo_is_there(databases=["default"])) == []
    settings.DEMO = False
    user.set_password("another pass phrase")
    user.save()
    assert ids(checks.nobody_of_the_demo_is_there(databases=["default"])) == []


class TestTheCommand:
    """`manage.py check --deploy --fail-level WARNING`, as it is run before a deployment."""

    def check(self, tmp_path: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
        production = {
            "PATH": os.environ["PATH"],
            "SITE_URL": "https://films.example.org",
            "SECRET_KEY": "N1nJmNrlbMs1kyXyY2pTNXyeq5EJfQjcTvIOPi0t2nUmRC9yL7",
            "DATA_DIR": str(tmp_path),
            "DATABASE_URL": os.environ["DATABASE_URL"],
            "REDIS_URL": "redis://broker.example.org:6379",
            "CACHE_URL": "redis://cache.example.org:6379",
        }
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        environment = {name: value for name, value in {**production, **environment}.items() if value}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    def test_passes_a_correct_environment(self, tmp_path: Path) -> None:
        done = self.check(tmp_path)
        assert done.returncode == 0, done.stderr

    @pytest.mark.parametrize(
        ("change", "found"),
        [
            ({"SITE_URL": "http://films.example.org"}, "netflixlike.W003"),
            ({"SITE_URL": "films.example.org"}, "netflixlike.E001"),
            ({"DEMO": "1"}, "netflixlike.W004"),
            ({"SECRET_KEY": ""}, "netflixlike.W005"),
            ({"ALLOWED_HOSTS": "*"}, "netflixlike.W006"),
            ({"MODEL_DIR": "/dev/null/models"}, "netflixlike.W002"),
            ({"DEBUG": "1"}, "security.W018"),
        ],
    )
    def test_fails_on_what_is_wrong(self, tmp_path: Path, change: dict[str, Any], found: str) -> None:
        done = self.check(tmp_path, **change)
        assert done.returncode == 1
        assert found in done.stderr

    def test_says_only_a_word_on_one_server_for_both(self, tmp_path: Path) -> None:
        done = self.check(tmp_path, CACHE_URL="")
        assert done.returncode == 0
        assert "netflixlike.I007" in done.stderr
