"""Reads the few environment variables that configure the site."""

import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes and on, in any case."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int, *, least: int) -> int:
    """A whole number of at least so much."""
    given = os.environ.get(name, "").strip() or str(default)
    if not (given.isascii() and given.isdigit() and int(given) >= least):
        raise ImproperlyConfigured(f"{name} is a whole number from {least} on, not {given!r}")
    return int(given)


def choice(name: str, allowed: list[str]) -> str:
    """One of the words allowed, the first of which is the default."""
    given = os.environ.get(name, "").strip() or allowed[0]
    if given not in allowed:
        raise ImproperlyConfigured(f"{name} is one of {', '.join(allowed)}, not {given!r}")
    return given


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list without its empty parts."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def secret_key(folder: Path) -> str:
    """SECRET_KEY, or else one that is made once and kept, readable by this user alone, in the data folder."""
    if given := os.environ.get("SECRET_KEY"):
        return given
    path = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        # Written aside and linked into place: two processes that start together agree on one key.
        aside = folder / f".secret_key.{os.getpid()}"
        aside.touch(mode=0o600)
        aside.write_text(secrets.token_urlsafe(64))
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink(missing_ok=True)
    return path.read_text()


def database(url: str) -> dict[str, Any]:
    """Django's form of a libpq connection URL, `postgresql://user@/name?host=/socket/folder` among them."""
    try:
        parts = dict(conninfo_to_dict(url))
    except ProgrammingError as error:
        raise ImproperlyConfigured(f"DATABASE_URL is not a PostgreSQL URL: {error}") from None
    return {
        "ENGINE": "netflixlike.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        # Plans are kept unless a pooler between hands each transaction another connection, and does not know of them.
        "OPTIONS": {**parts, "prepare_threshold": 1 if flag("PREPARED_STATEMENTS", default=True) else None},
    }


def media_storage(folder: Path) -> dict[str, Any]:
    """Django's form of MEDIA_STORAGE, a dotted class and its options as JSON; without it, files in that folder."""
    backend, _, options = os.environ.get("MEDIA_STORAGE", "").strip().partition(" ")
    if not backend:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    try:
        return {"BACKEND": backend, "OPTIONS": json.loads(options or "{}")}
    except json.JSONDecodeError as error:
        raise ImproperlyConfigured(f"MEDIA_STORAGE is a class and its options as JSON: {error}") from None


def redis_database(url: str, number: int) -> str:
    """One numbered database of a Redis or Valkey server, `redis://…`, `rediss://…` or `unix:///path.sock`."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"
    if parts.scheme not in {"redis", "rediss"}:
        raise ImproperlyConfigured(f"REDIS_URL starts with redis://, rediss:// or unix://, not {parts.scheme}://")
    return parts._replace(path=f"/{number}").geturl()


def broker(url: str) -> str:
    """Celery's spelling of the first database of that server."""
    parts = urlsplit(url)
    return f"redis+socket://{parts.path}?virtual_host=0" if parts.scheme == "unix" else redis_database(url, 0)
