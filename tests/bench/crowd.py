"""A crowd on a demo site: `DATA_DIR=… python -m tests.bench.crowd --profiles 100000 --clients 256`.

Makes pages for some of the demo's raters with the current model, then as many profiles as asked for, by SQL, each with
one of those pages, something begun and something on its list. Prints, as JSON, the headers by which some of them ask.
"""

# ruff: noqa: E402  the settings read the environment of whoever started this
import argparse
import json
import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netflixlike.settings")
django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from accounts.access import SESSION_KEY as PROFILE
from accounts.models import Profile
from accounts.services import begin_session
from accounts.sessions import SessionStore
from recommendations.management.pages import make_pages
from recommendations.models import HomePage

DOMAIN = "crowd.example"
PAGES = 150  # made by the pipeline; the others are copies
BEGUN, LISTED = 3, 6
FILL = [
    # Without waiting for the disk, and with the tables' own keys.
    "SET synchronous_commit = off",
    """INSERT INTO accounts_user (password, is_superuser, email, is_staff, is_active, date_joined)
       SELECT '!', false, 'viewer' || n || '@{domain}', false, true, now() FROM generate_series(1, {profiles}) AS n""",
    """INSERT INTO accounts_profile (user_id, name, avatar, is_kids, age_limit, created_at, taste_version, last_seen_at,
                                     welcomed_at)
       SELECT id, 'Viewer', 'ember', false, 18, now(), 1, now(), now() FROM accounts_user WHERE email LIKE '%@{domain}'
    """,
    """CREATE TEMPORARY TABLE crowd AS SELECT p.id, row_number() OVER (ORDER BY p.id) AS n FROM accounts_profile p
       JOIN accounts_user u ON u.id = p.user_id WHERE u.email LIKE '%@{domain}'""",
    """CREATE TEMPORARY TABLE pages AS SELECT h.*, row_number() OVER (ORDER BY profile_id) - 1 AS n
       FROM recommendations_homepage h WHERE model_id IS NOT NULL""",
    """INSERT INTO recommendations_homepage (profile_id, rows, taste_version, model_id, built_at)
       SELECT c.id, h.rows, 1, h.model_id, now()
       FROM crowd c JOIN pages h ON h.n = c.n % (SELECT count(*) FROM pages)""",
    """CREATE TEMPORARY TABLE films AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM catalog_title
       WHERE kind = 'film'""",
    """INSERT INTO accounts_watchstate (profile_id, title_id, position, duration, furthest, plays, first_at, last_at)
       SELECT c.id, f.id, 2000, 6000, 0.34, 1, now() - interval '2 days', now() - k * interval '1 day'
       FROM crowd c CROSS JOIN generate_series(1, {begun}) AS k
       JOIN films f ON f.n = (c.n * 31 + k * 977) % (SELECT count(*) FROM films)""",
    """INSERT INTO accounts_listentry (profile_id, title_id, added_at)
       SELECT c.id, f.id, now() - k * interval '1 day' FROM crowd c CROSS JOIN generate_series(1, {listed}) AS k
       JOIN films f ON f.n = (c.n * 17 + k * 1409) % (SELECT count(*) FROM films)""",
    "VACUUM ANALYZE accounts_user, accounts_profile, recommendations_homepage, accounts_watchstate, accounts_listentry",
    "CHECKPOINT",  # or a gigabyte would be written beside the first requests
]


def main() -> None:
    """Fill, and say who may ask."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--profiles", type=int, default=100_000)
    options.add_argument("--clients", type=int, default=256)
    given = options.parse_args()
    wanting = Profile.objects.filter(home_page=None).exclude(watch_states=None).order_by("pk")
    missing = max(0, PAGES - HomePage.objects.exclude(model=None).count())
    make_pages(list(wanting.values_list("pk", flat=True)[:missing]))
    sizes = {"domain": DOMAIN, "profiles": given.profiles, "begun": BEGUN, "listed": LISTED}
    with connection.cursor() as cursor:
        for statement in FILL:
            cursor.execute(statement.format(**sizes))
    crowd = Profile.objects.filter(user__email__endswith=f"@{DOMAIN}").select_related("user").order_by("pk")
    chosen = crowd[:: max(1, given.profiles // given.clients)][: given.clients]
    print(json.dumps([_client(profile) for profile in chosen]))


def _client(profile: Profile) -> dict[str, Any]:
    """What a browser and a device of this profile send."""
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(profile.user_id),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[-1],
            HASH_SESSION_KEY: profile.user.get_session_auth_hash(),
            PROFILE: profile.pk,
        }
    )
    session.save()
    token = begin_session(user=profile.user)[1]
    return {
        "profile": profile.pk,
        "browser": {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}", "Accept-Encoding": "gzip"},
        "device": {"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"},
    }


if __name__ == "__main__":
    main()
