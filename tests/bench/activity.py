"""How much work a viewer's activity is: `python -m tests.bench.activity [--requests 100]`.

Makes a throw-away PostgreSQL, gives one profile a hundred thousand events (viewings of forty reports each, thumbs,
looks, searches and what was on screen), asks through Django's test client, and prints medians and p99 of the time that
web and database computed, in milliseconds. Ends with 1 if a page takes 100 ms or more.
"""

# ruff: noqa: E402  the servers come first, then the settings, then what needs them
import argparse
import os
import re
import statistics
import sys
import time
from html import unescape
from pathlib import Path

import django

from tests import servers

servers.set_up()
os.environ["DJANGO_SETTINGS_MODULE"] = "netflixlike.settings"
django.setup()
servers.collect_static()

from django.db import connection
from django.test import Client
from django.test.utils import setup_databases

from accounts.access import SESSION_KEY
from accounts.models import Profile, User
from accounts.services import create_profile

TARGET = 100.0  # milliseconds of a processor at p99
TITLES = 5_000
PAGE = "/your-data/activity/"
ONWARD = re.compile(r'<p class="pages"><a class="button" href="([^"]+)"')
TICKS = os.sysconf("SC_CLK_TCK")
FILL = """
INSERT INTO catalog_genre (name, slug) VALUES ('Drama', 'drama');
INSERT INTO catalog_title (kind, name, original_name, slug, synopsis, year, runtime, assumed, published_at, folded_name)
SELECT 'film', 'Film ' || md5(n::text), '', 'film-' || n, '', 1950 + n % 70, 100, '{{}}', now() - n * interval '1 hour',
       'film ' || md5(n::text) FROM generate_series(1, {titles}) AS n;
INSERT INTO catalog_titlegenre (title_id, genre_id, position)
SELECT t.id, g.id, 0 FROM catalog_title t, catalog_genre g WHERE t.id % 3 = 0;
INSERT INTO accounts_play (profile_id, title_id, position, duration, device, row, session, happened_at)
SELECT {profile}, 1 + (n / 40 * 31) % {titles}, n % 40 * 150, 6000, (ARRAY['tv', 'phone', 'web'])[1 + n / 40 % 3],
       'top_picks', md5((n / 40)::text)::uuid, now() - ({plays} - n) * interval '150 seconds'
FROM generate_series(0, {plays} - 1) AS n;
INSERT INTO accounts_watchstate (profile_id, title_id, position, duration, furthest, plays, first_at, last_at)
SELECT profile_id, title_id, 5850, 6000, max(position::float / duration), 1, min(happened_at), max(happened_at)
FROM accounts_play GROUP BY profile_id, title_id;
INSERT INTO accounts_rating (profile_id, title_id, value, row, rated_at)
SELECT {profile}, id, 1, '', now() - id * interval '40 minutes' FROM catalog_title;
INSERT INTO accounts_look (profile_id, title_id, times, row, last_at)
SELECT {profile}, id, 1, '', now() - id * interval '41 minutes' FROM catalog_title;
INSERT INTO accounts_exposure (profile_id, title_id, shown, last_at)
SELECT {profile}, id, 1, now() - id * interval '42 minutes' FROM catalog_title;
INSERT INTO accounts_searchquery (profile_id, text, results, found, searched_at)
SELECT {profile}, 'film ' || n, 3, '{{}}', now() - n * interval '43 minutes' FROM generate_series(1, {titles}) AS n;
"""
PLAYS = 80_000  # beside four kinds of as many as there are titles
PAGES = {
    "the latest": "",
    "watched": "?kind=play",
    "on the phone": "?device=phone",
    "part of a name": "?q=c4ca",
    "of a genre": "?genre=drama",
    "of one title": "?title=32",
    "evenings": "?part=evening&kind=play",
    "of nothing": "?q=xyzxyz",
    "hidden": "?hidden=true",
}


def main() -> int:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description="How much work a viewer's activity is.")
    parser.add_argument("--requests", type=int, default=100)
    requests = parser.parse_args().requests
    setup_databases(verbosity=0, interactive=False)
    profile = create_profile(user=User.objects.create_user("viewer@example.org"), name="Viewer")
    with connection.cursor() as cursor:
        for statement in FILL.format(profile=profile.pk, titles=TITLES, plays=PLAYS).split(";\n"):
            if statement.strip():
                cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    print(f"{PLAYS + 4 * TITLES:,} events of one profile\n{'median':>8}{'p99':>8}  ms of CPU, {requests} requests each")
    client = signed_in(profile)
    pages = {name: PAGE + query for name, query in PAGES.items()}
    pages |= {"far down": far_down(client), "for comparison, the history": "/history/"}
    slow = 0
    for name, path in pages.items():
        ask(client, path, backend)  # not counted
        took = [ask(client, path, backend) for _ in range(requests)]
        p99 = statistics.quantiles(took, n=100, method="inclusive")[98]
        slow += p99 >= TARGET
        print(f"{statistics.median(took):8.1f}{p99:8.1f}  {name}", flush=True)
    return int(bool(slow))


def signed_in(profile: Profile) -> Client:
    """A browser that watches as the profile."""
    client = Client()
    client.force_login(profile.user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[SESSION_KEY] = profile.pk
    session.save()
    return client


def far_down(client: Client) -> str:
    """The address of a page some way back."""
    path = PAGE
    for _ in range(40):
        onward = ONWARD.search(client.get(path).content.decode())
        if onward is None:
            break
        path = unescape(onward[1])
    return path


def ask(client: Client, path: str, backend: int) -> float:
    """Milliseconds of a processor that one request took, here and in the database."""
    here, there = time.process_time(), database_time(backend)
    response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return 1000 * (time.process_time() - here + database_time(backend) - there)


def database_time(backend: int) -> float:
    """Seconds that the server's process for this connection has computed, to a hundredth."""
    user, system = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / TICKS


if __name__ == "__main__":
    sys.exit(main())
