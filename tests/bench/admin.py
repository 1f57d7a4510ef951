"""How quick the operators' lists are over large tables: `python -m tests.bench.admin [--rows 1000000] [--requests 50]`.

Makes a throw-away PostgreSQL, fills it by SQL, asks through Django's test client, and prints medians and p99 in
milliseconds. The slowest query of what misses the target is shown with its plan. Ends with 1 if anything misses it.
"""

# ruff: noqa: E402  the servers come first, then the settings, then what needs them
import argparse
import os
import statistics
import sys
import time
from dataclasses import dataclass, field
from datetime import timedelta

import django

from tests import servers

servers.set_up()
os.environ["DJANGO_SETTINGS_MODULE"] = "netflixlike.settings"
django.setup()
servers.collect_static()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_databases
from django.utils import timezone

from accounts.models import User

TARGET = 300.0  # milliseconds at p99
TITLES, PROFILES = 5_000, 20_000
LISTS = ("play", "watchstate", "rating")

FILL = """
INSERT INTO accounts_user (password, is_superuser, email, is_staff, is_active, date_joined)
SELECT '!', false, 'viewer' || n || '@example.org', false, true, now() FROM generate_series(1, {profiles} / 2) AS n;
INSERT INTO accounts_profile (user_id, name, avatar, is_kids, age_limit, created_at, taste_version, last_seen_at)
SELECT 1 + (n - 1) % ({profiles} / 2), 'Profile ' || n, 'ember', false, 18, now(), 1, now() - n * interval '1 minute'
FROM generate_series(1, {profiles}) AS n;
INSERT INTO catalog_title (kind, name, original_name, slug, synopsis, year, runtime, assumed, published_at, folded_name)
SELECT 'film', 'Film ' || md5(n::text), '', 'film-' || n, repeat('Words of a synopsis. ', 20), 1950 + n % 70, 100,
       '{{}}', now() - n * interval '1 hour', 'film ' || md5(n::text)
FROM generate_series(1, {titles}) AS n;
INSERT INTO accounts_play (profile_id, title_id, position, duration, device, row, happened_at)
SELECT 1 + floor(random() * {profiles})::int, 1 + floor({titles} * random() ^ 3)::int, n % 6000, 6000, 'web',
       'top_picks', now() - ({rows} - n) * interval '30 seconds' FROM generate_series(1, {rows}) AS n;
INSERT INTO accounts_watchstate (profile_id, title_id, position, duration, furthest, plays, first_at, last_at)
SELECT 1 + n % {profiles}, 1 + (n % {profiles} * 31 + n / {profiles} * 97) % {titles}, n % 6000, 6000, 0.9, 1, now(),
       now() - random() * interval '300 days' FROM generate_series(0, {rows} - 1) AS n;
INSERT INTO accounts_rating (profile_id, title_id, value, row, rated_at)
SELECT 1 + n % {profiles}, 1 + (n % {profiles} * 31 + n / {profiles} * 97) % {titles},
       CASE n % 5 WHEN 0 THEN -1 ELSE 1 END, '', now() - random() * interval '300 days'
FROM generate_series(0, {rows} - 1) AS n;
"""


@dataclass
class Case:
    """One page of the operators' side, and how long each request for it took, in milliseconds."""

    name: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.took, n=100, method="inclusive")[98]


def cases() -> list[Case]:
    """Every list at its first and last page, searched and filtered, and what leads to and from it."""
    found: list[Case] = []
    for kind in LISTS:
        path = f"/admin/accounts/{kind}/"
        found += [
            Case(f"{kind}: first page", path),
            Case(f"{kind}: page 100", path, {"p": "100"}),
            Case(f"{kind}: last page", path, {"p": "200"}),
            Case(f"{kind}: one e-mail address", path, {"q": "viewer4711@example.org"}),
            Case(f"{kind}: beginning of an address", path, {"q": "viewer12"}),
            Case(f"{kind}: profile's number", path, {"q": "#4711"}),
            Case(f"{kind}: part of a title's name", path, {"q": "c4ca4238"}),  # of the first title, the most played
            Case(f"{kind}: nothing found", path, {"q": "of nobody"}),
            Case(f"{kind}: of one profile", path, {"profile__id__exact": "4711"}),
            Case(f"{kind}: one row", f"{path}{4711}/change/"),
        ]
    found += [
        Case("rating: thumbs up, most of all", "/admin/accounts/rating/", {"value__exact": "1"}),
        Case("rating: loves, of which there is none", "/admin/accounts/rating/", {"value__exact": "2"}),
    ]
    found += [
        Case("user: first page", "/admin/accounts/user/"),
        Case("user: one e-mail address", "/admin/accounts/user/", {"q": "viewer4711@"}),
        Case("profile: one e-mail address", "/admin/accounts/profile/", {"q": "viewer4711@"}),
        Case("title: part of a name", "/admin/catalog/title/", {"q": "c4ca4238"}),
        Case("title: asked to delete the most played", "/admin/catalog/title/1/delete/"),
    ]
    return found


def by_time(kind: str, field_name: str) -> list[Case]:
    """The choices of a list's filter by time, with the parameters that its links have."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    since = {"today": 0, "last 7 days": 7, "last 30 days": 30, "last year": 365}
    path, until = f"/admin/accounts/{kind}/", str(today + timedelta(days=1))
    return [
        Case(
            f"{kind}: {name}",
            path,
            {f"{field_name}__gte": str(today - timedelta(days=days)), f"{field_name}__lt": until},
        )
        for name, days in since.items()
    ]


def fill(rows: int) -> None:
    """Tables of that many rows, analysed as autovacuum would."""
    setup_databases(verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        for statement in FILL.format(rows=rows, titles=TITLES, profiles=PROFILES).split(";\n"):
            if statement.strip():
                cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")  # or it would run beside the first requests


def explain_slowest(case: Case, client: Client) -> str:
    """The plan of the query that took most of this page's time."""
    with CaptureQueriesContext(connection) as captured:
        client.get(case.path, case.query)
    queries = [query for query in captured.captured_queries if query["sql"].startswith("SELECT")]
    slowest = max(queries, key=lambda query: float(query["time"]))["sql"]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {slowest}")
        return slowest + "\n" + "\n".join(line for (line,) in cursor.fetchall())


def main() -> int:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description="How quick the operators' lists are over large tables.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=50)
    options = parser.parse_args()
    begin = time.monotonic()
    fill(options.rows)
    print(
        f"{options.rows:,} rows in each of {', '.join(LISTS)}: filled in {time.monotonic() - begin:.0f} s\n", flush=True
    )
    client = Client()
    client.force_login(User.objects.create_superuser("operator@example.org"))
    measured = [*cases(), *by_time("play", "happened_at"), *by_time("watchstate", "last_at")]
    print(f"{'median':>8}{'p99':>8}  ms, {options.requests} requests each")
    for case in measured:
        ask(case, client)  # not counted
        case.took = [ask(case, client) for _ in range(options.requests)]
        print(f"{statistics.median(case.took):8.0f}{case.p99:8.0f}  {case.name}", flush=True)
    slow = [case for case in measured if case.p99 > TARGET]
    for case in slow:
        print(f"\n{case.name}: p99 over {TARGET:.0f} ms\n{explain_slowest(case, client)}")
    return int(bool(slow))


def ask(case: Case, client: Client) -> float:
    """Milliseconds that one request took."""
    begin = time.perf_counter()
    response = client.get(case.path, case.query)
    if response.status_code != 200:
        raise RuntimeError(f"{case.name} answered {response.status_code}")
    return (time.perf_counter() - begin) * 1000


if __name__ == "__main__":
    sys.exit(main())
