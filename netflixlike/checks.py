"""System checks of what an installation can get wrong, each with a hint. `manage.py check --deploy` runs them all."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, register
from django.core.checks import Warning as Caution
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.demo import OPERATOR, PASSWORD, PERSONAS
from accounts.models import User

OLDEST_POSTGRES = 15  # the first with UNIQUE NULLS NOT DISTINCT
EXTENSIONS = ("pg_trgm", "unaccent")


@register(Tags.urls)
def site_url_is_an_origin(**_: Any) -> list[CheckMessage]:
    """Links, cookies and the CSRF check are all derived from SITE_URL."""
    if _is_origin(settings.SITE_URL):
        return []
    hint = "Give scheme and host, and a port where it is not the usual one: https://films.example.org"
    return [Error(f"SITE_URL is {settings.SITE_URL!r}, which is not an origin.", hint=hint, id="netflixlike.E001")]


@register(Tags.compatibility)
def folders_are_writable(**_: Any) -> list[CheckMessage]:
    """Static files, models, videos, viewers' files and the beat's schedule are written there."""
    return [
        Caution(
            f"{name} cannot be written to: {folder}",
            hint=f"Set {name} to a folder of the user that runs the site, or make that user its owner.",
            id="netflixlike.W002",
        )
        for name in ("DATA_DIR", "MODEL_DIR", "MEDIA_DIR", "MEDIA_SCRATCH", "PRIVATE_DIR")
        if not _can_write(folder := Path(getattr(settings, name)))
    ]


@register(Tags.security, deploy=True)
def site_is_encrypted(**_: Any) -> list[CheckMessage]:
    """Over http, passwords and session cookies can be read on the way."""
    if settings.SITE_URL.startswith("https://"):
        return []
    hint = "Put a proxy with a certificate in front and set SITE_URL to the https:// address (docs/operations.md)."
    return [Caution(f"The site is served without encryption at {settings.SITE_URL}.", hint=hint, id="netflixlike.W003")]


@register(Tags.security, deploy=True)
def demo_is_off(**_: Any) -> list[CheckMessage]:
    """The demo's log-ins are printed on the sign-in page."""
    if not settings.DEMO:
        return []
    hint = "Unset DEMO, and delete the demo's accounts if they were ever loaded into this database."
    return [Caution("DEMO is on: anybody can sign in as a demo profile.", hint=hint, id="netflixlike.W004")]


@register(Tags.security, deploy=True)
def secret_key_is_given(**_: Any) -> list[CheckMessage]:
    """A key that each machine makes for itself signs nothing that another machine accepts."""
    if os.environ.get("SECRET_KEY"):
        return []
    hint = (
        "Set SECRET_KEY to the same 50 or more random characters on every machine: "
        "python -c 'import secrets; print(secrets.token_urlsafe(64))'"
    )
    message = "SECRET_KEY is not in the environment; the one in DATA_DIR is this machine's alone."
    return [Caution(message, hint=hint, id="netflixlike.W005")]


@register(Tags.security, deploy=True)
def hosts_are_named(**_: Any) -> list[CheckMessage]:
    """Links are made from the Host header, so it must be one of ours."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    hint = "Name the hosts, separated by commas. That of SITE_URL is allowed in any case."
    return [Caution("ALLOWED_HOSTS contains '*', so any Host header is believed.", hint=hint, id="netflixlike.W006")]


@register(Tags.caches, deploy=True)
def broker_and_cache_are_apart(**_: Any) -> list[CheckMessage]:
    """A broker that evicts loses tasks, and a cache that does not evict fills up."""
    if _server(settings.CELERY_BROKER_URL) != _server(str(settings.CACHES["default"]["LOCATION"])):
        return []
    hint = (
        "Fine on one machine, as everything in the cache expires. Under load set CACHE_URL to a second Valkey "
        "with maxmemory-policy allkeys-lru, and leave the broker at noeviction."
    )
    return [Info("Broker and cache are one server.", hint=hint, id="netflixlike.I007")]


@register(Tags.database)
def postgres_has_what_is_used(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Before a migration stops half-way at what the server does not have."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        try:
            found += _lacking(connections[alias])
        except DatabaseError as error:
            hint = "Is the server running, and does DATABASE_URL name it, an existing database and its owner?"
            message = f"The database cannot be asked: {str(error).strip()}"
            found.append(Error(message, hint=hint, id="netflixlike.E008"))
    return found


@register(Tags.database, deploy=True)
def nobody_of_the_demo_is_there(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The password of the demo's log-ins, one of them an operator's, is in the README."""
    if settings.DEMO or not databases:
        return []
    emails = [persona.email for persona in (*PERSONAS, OPERATOR)]
    try:
        people = list(User.objects.filter(email__in=emails, is_active=True))
    except DatabaseError:  # not there or not migrated yet, which other checks and `migrate` tell of
        return []
    known = [user.email for user in people if user.check_password(PASSWORD)]
    if not known:
        return []
    hint = "Delete these accounts, or give them other passwords: manage.py changepassword ADDRESS"
    return [Caution(f"Anybody can log in as {', '.join(known)}.", hint=hint, id="netflixlike.W012")]


def _lacking(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding')")
        version, encoding = cursor.fetchone()
        if version < OLDEST_POSTGRES:
            hint = f"Use PostgreSQL {OLDEST_POSTGRES} or later."
            found.append(Error(f"This is PostgreSQL {version}.", hint=hint, id="netflixlike.E009"))
        if encoding != "UTF8":
            hint = "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
            found.append(Error(f"The database's encoding is {encoding}.", hint=hint, id="netflixlike.E010"))
        cursor.execute("SELECT name FROM pg_available_extensions WHERE name = ANY(%s)", [list(EXTENSIONS)])
        missing = sorted({*EXTENSIONS} - {name for (name,) in cursor.fetchall()})
    if missing:
        hint = "They are in the package postgresql-contrib of most systems."
        found.append(
            Error(f"The server does not have the extensions {', '.join(missing)}.", hint=hint, id="netflixlike.E011")
        )
    return found


def _is_origin(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    bare = not (parts.path or parts.query or parts.fragment or parts.username)
    return url.startswith(("http://", "https://")) and bool(parts.hostname) and bare and not url.endswith(("?", "#"))


def _can_write(folder: Path) -> bool:
    """Whether the folder is there and ours to write, or can be made."""
    # Not Path.exists, which raises where a folder above may not be entered.
    while not os.access(folder, os.F_OK) and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK | os.X_OK) and folder.is_dir()


def _server(url: str) -> str:
    """What tells two servers apart in their URLs: the socket, or host and port."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or 6379}" if parts.hostname else parts.path
