"""Puts made pages in place, a batch in one statement."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import orjson
from django.db import IntegrityError, connection

from recommendations.assembly import StoredRow
from recommendations.models import HomePage

log = logging.getLogger(__name__)

# A page replaces one that knows no more than it does. Profiles and models that were deleted while it was made are left
# out: nothing of an erased person comes back.
STORE = """
INSERT INTO recommendations_homepage AS old (profile_id, rows, taste_version, personalised, model_id, built_at)
SELECT profile.id, made.rows, made.taste_version, made.personalised,
       (SELECT id FROM recommendations_modelversion WHERE id = %(model)s FOR KEY SHARE), %(now)s
FROM jsonb_to_recordset(%(pages)s::jsonb) AS made (
    profile_id bigint, taste_version bigint, rows jsonb, personalised boolean
)
JOIN accounts_profile AS profile ON profile.id = made.profile_id
ORDER BY profile.id
FOR KEY SHARE OF profile
ON CONFLICT (profile_id) DO UPDATE SET rows = excluded.rows, taste_version = excluded.taste_version,
    personalised = excluded.personalised, model_id = excluded.model_id, built_at = excluded.built_at
WHERE old.taste_version <= excluded.taste_version
RETURNING profile_id
"""


class Made(NamedTuple):
    """A page, whose it is, and which of the profile's taste versions it knows."""

    profile_id: int
    taste_version: int
    rows: list[StoredRow]
    personalised: bool = True


def store(pages: Sequence[Made], model_id: int | None, built_at: datetime) -> dict[int, str]:
    """Store the pages; says of each profile "stored", "superseded" by a newer page, or "gone".

    `built_at` is from before the catalogue was read: what is published while pages are made is newer than they are.
    """
    if not pages:
        return {}
    try:
        stored = _write(pages, model_id, built_at)
    except IntegrityError as error:
        # Somebody or something was deleted between the reading and the writing of a row: those that are left once more.
        log.info("storing %d pages again: %s", len(pages), error)
        stored = _write(pages, model_id, built_at)
    ids = {page.profile_id for page in pages}
    standing = set(HomePage.objects.filter(pk__in=ids - stored).values_list("pk", flat=True)) if ids - stored else ids
    return {pk: "stored" if pk in stored else "superseded" if pk in standing else "gone" for pk in ids}


def _write(pages: Sequence[Made], model_id: int | None, built_at: datetime) -> set[int]:
    made = [page._asdict() for page in pages]
    # One text for all of them: in an array, the driver would escape every quotation mark by itself.
    text = orjson.dumps(made, option=orjson.OPT_NON_STR_KEYS).decode()
    with connection.cursor() as cursor:
        cursor.execute(STORE, {"pages": text, "model": model_id, "now": built_at})
        return {profile_id for (profile_id,) in cursor.fetchall()}
