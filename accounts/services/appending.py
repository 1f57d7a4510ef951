"""How plays and the watch state that they bring forward are written: by one statement, since players report every ten
seconds and a transaction of several takes longer in going to and fro than in writing."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import IntegrityError
from django.db.models.expressions import RawSQL
from django.utils import timezone

from accounts.models import Play, WatchState
from accounts.services.changes import TASTE_CHANGED
from catalog.statements import Statement, given, prepared

# What a play says beside what it is of, each with the type that PostgreSQL is to take it for.
TOLD = {
    "position": "int", "duration": "int", "watched": "int", "device": "varchar", "session": "uuid", "row": "varchar",
    "page_view": "uuid", "client_id": "uuid", "happened_at": "timestamptz", "hidden_at": "timestamptz",
}  # fmt: skip
OF = ("profile_id", "title_id", "episode_id")
MOVED = (
    "position", "duration", "furthest", "watched", "plays", "first_at", "last_at", "finished_at", "dismissed_at",
)  # fmt: skip
KNOWN = "known AS (SELECT FROM accounts_play WHERE profile_id = %s AND client_id = ANY(%s::uuid[]))"
BEGUN = f"""held AS (
    INSERT INTO accounts_watchstate ({", ".join(OF + MOVED)})
    SELECT {", ".join(["%s"] * len(OF + MOVED))} WHERE NOT EXISTS (SELECT FROM known)
    ON CONFLICT DO NOTHING RETURNING id, {", ".join(OF)})"""  # noqa: S608  the columns are ours
# A row's `xmin` is another after each change. An UPDATE that waited for another's looks at it again.
BROUGHT_ON = f"""held AS (
    UPDATE accounts_watchstate SET {", ".join(f"{column} = %s" for column in MOVED)}
    WHERE id = %s AND xmin = %s::xid AND NOT EXISTS (SELECT FROM known)
    RETURNING id, {", ".join(OF)})"""  # noqa: S608
ROW = f"({', '.join(f'%s::{kind}' for kind in TOLD.values())})"
ADDED = f"""added AS (
    INSERT INTO accounts_play ({", ".join(OF)}, {", ".join(TOLD)})
    SELECT {", ".join(f"held.{column}" for column in OF)}, told.* FROM held, (VALUES {{rows}}) AS told)"""  # noqa: S608
CHANGED = f"changed AS ({TASTE_CHANGED} AND EXISTS (SELECT FROM held))"


def standing(**of: int | None) -> WatchState | None:
    """The state of `profile`, `title` and `episode` as it is now, for `write`."""
    return _standing(of["episode"] is not None).first(**of)


@lru_cache(maxsize=2)
def _standing(of_episode: bool) -> Statement[WatchState]:
    part: dict[str, Any] = {"episode": given("episode")} if of_episode else {"episode__isnull": True}
    states = WatchState.objects.filter(profile=given("profile"), title=given("title"), **part)
    return Statement(states.annotate(version=RawSQL("accounts_watchstate.xmin::text", [])).order_by())


def write(state: WatchState, plays: Sequence[Play], *, changes_taste: bool) -> bool:
    """Adds the plays and writes the state that they led to, from `standing` or new; all of it or nothing.

    False where nothing was written: the state is another by now, or the `client_id` of one of the plays is known.
    """
    parts = [KNOWN, BROUGHT_ON if state.pk else BEGUN, ADDED.format(rows=", ".join([ROW] * len(plays)))]
    values: list[Any] = [state.profile_id, [play.client_id for play in plays if play.client_id]]
    moved = [getattr(state, column) for column in MOVED]
    values += (
        [*moved, state.pk, vars(state)["version"]] if state.pk else [*(getattr(state, name) for name in OF), *moved]
    )
    values += [getattr(play, column) for play in plays for column in TOLD]
    if changes_taste:
        now = timezone.now()
        parts.append(CHANGED)
        values += [now, now, state.profile_id]
    with prepared() as cursor:
        try:
            cursor.execute(f"WITH {', '.join(parts)} SELECT id FROM held", values)  # noqa: S608
        except IntegrityError as error:
            if not _is_of_ids(error):
                raise
            return False
        written = cursor.fetchone()
    if written:
        state.pk = written[0]
    return written is not None


def _is_of_ids(error: IntegrityError) -> bool:
    """Whether the id of a play was used for another title at this very moment."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) == "play_once"
