"""Writes that are done once however often they are asked for, by a key that the client made."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import KeyedRequest, User

KEPT = dt.timedelta(hours=24)


class InWorkError(Exception):
    """A request with this key is being worked at, at this moment."""


class ReusedError(Exception):
    """The key was given to another request before."""


class Answer(NamedTuple):
    """What a client is told: a status, a body of JSON, and the address of what was made."""

    status: int
    body: Any
    location: str = ""


@transaction.atomic
def once(*, user: User, operation: str, key: str, digest: str, work: Callable[[], Answer]) -> tuple[Answer, bool]:
    """What `work` answers, or what it answered when the same was asked before; the second is whether it was before.

    `digest` is of all that was asked. The answer is kept in the transaction of the work itself: either both are there
    or neither, whenever a process ends. Work that raises leaves nothing, so it may be tried again with the same key.
    Raises InWorkError and ReusedError.
    """
    _hold(f"{user.pk}:{operation}:{key}")
    found = KeyedRequest.objects.filter(user=user, operation=operation, key=key)
    found.filter(created_at__lt=timezone.now() - KEPT).delete()
    if (known := found.first()) is not None:
        if known.digest != digest:
            raise ReusedError
        return Answer(known.status, known.answer, known.location), True
    answer = work()
    KeyedRequest.objects.create(
        user=user,
        operation=operation,
        key=key,
        digest=digest,
        status=answer.status,
        answer=answer.body,
        location=answer.location,
    )
    return answer, False


def drop_old() -> int:
    """Forget the keys whose time is over."""
    return KeyedRequest.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]


def _hold(name: str) -> None:
    """Until the end of the transaction, for this one alone. (Waiting at the unique constraint instead would keep a
    thread of the web server busy for as long as the other request takes.)"""
    number = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise InWorkError
