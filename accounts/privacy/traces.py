"""What is left of a person outside the rows that go by their foreign keys: logs, sessions, cache, queues, files."""

import json
import logging
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from celery import current_app
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Q, QuerySet
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from accounts import stream
from accounts.access import SESSION_KEY
from accounts.models import DataAccess, DataExport, HistoryImport, KeyedRequest, Profile, Session, User
from accounts.privacy.registry import Person, models_of_viewers
from accounts.sessions import SessionStore

log = logging.getLogger(__name__)
MARKED = "asked-for-picks"  # another key of sessions that names a profile
QUEUES = ("refresh", "training", "data")
# Tasks whose first argument is a profile's number, or a list of them. Rooms above add theirs.
TASKS_OF_PROFILES: set[str] = set()
UNACKED, UNACKED_INDEX = "unacked", "unacked_index"  # what Celery's workers have in hand, by its transport's names


def log_entries_about(person: Person) -> "QuerySet[LogEntry]":
    """The operators' log about these profiles and all that is theirs, and about the account. Events are called by the
    number of their profile first of all."""
    kinds = ContentType.objects.get_for_models(*models_of_viewers())
    events = [kind.pk for model, kind in kinds.items() if model not in (User, Profile)]
    about = Q(content_type=kinds[Profile], object_id__in=[str(pk) for pk in person.profile_ids])
    for pk in person.profile_ids:
        about |= Q(content_type__in=events, object_repr__startswith=f"{pk} ")
    if person.whole:
        about |= Q(content_type=kinds[User], object_id=str(person.user_id)) | Q(user=person.user_id)
    return LogEntry.objects.filter(about)


def scrub(person: Person) -> None:
    """Clear what the database keeps about a person without a foreign key, in the running transaction."""
    log_entries_about(person).exclude(user=person.user_id).update(object_id="", object_repr="", change_message="")
    if person.whole:
        for kind in (AccessAttempt, AccessLog, AccessFailureLog):
            kind.objects.filter(username__iexact=person.email).delete()
        # What they looked at as an operator stays with those whose data it was, without their name.
        DataAccess.objects.filter(operator=person.user_id).update(operator_name="")
    else:
        exports_with(person).delete()
        KeyedRequest.objects.filter(user=person.user_id).delete()  # answers may tell of the profile
        _leave_sessions(person)


def _leave_sessions(person: Person) -> None:
    """The account's browsers no longer watch as a profile that is gone."""
    for session in Session.objects.filter(user=person.user_id):
        store = SessionStore(session.session_key)
        data = store.decode(session.session_data)
        gone = [key for key in (SESSION_KEY, MARKED) if data.get(key) in person.profile_ids]
        if gone:
            text = store.encode({key: value for key, value in data.items() if key not in gone})
            Session.objects.filter(pk=session.pk).update(session_data=text)


def exports_with(person: Person) -> "QuerySet[DataExport]":
    """Exports that hold something of theirs: an export of the whole account holds each profile of it."""
    rows = DataExport.objects.filter(user=person.user_id)
    return rows if person.whole else rows.filter(Q(profile=None) | Q(profile__in=person.profile_ids))


def files_of(person: Person) -> list[str]:
    """Names in the private storage of what is theirs."""
    exports = exports_with(person).exclude(file="")
    imports = HistoryImport.objects.filter(profile__in=person.profile_ids).exclude(file="")
    return [*exports.values_list("file", flat=True), *imports.values_list("file", flat=True)]


def clear_valkey(person: Person) -> None:
    """Cache, waiting impressions and queues. Where the server is away, all of it expires or is refused by itself."""
    if cache.is_away:  # type: ignore[attr-defined]  # of PatientRedisCache
        return
    try:
        _clear_stream(person)
        _clear_cache(person)
        _clear_queues(person)
    except (RedisError, OperationalError) as error:
        log.warning("what Valkey held of an erased person is left to expire: %s", error)


def _clear_cache(person: Person) -> None:
    """Every key with one of the numbers in it goes: what is in the cache may be lost, whosever it was."""
    numbers = "|".join(str(pk) for pk in (*person.profile_ids, *([person.user_id] if person.whole else [])))
    theirs = re.compile(rf"(?<!\d)({numbers})(?!\d)")
    client = cache.client  # type: ignore[attr-defined]
    found = [key for key in client.scan_iter(count=5000) if theirs.search(key.decode(errors="replace"))]
    if found:
        client.delete(*found)


def _clear_stream(person: Person) -> None:
    client = cache.client  # type: ignore[attr-defined]
    if not client.exists(stream.STREAM):
        return
    found = [id_ for id_, fields in client.xrange(stream.STREAM) if _reporter(fields) in person.profile_ids]
    if found:
        stream.done(stream.Report(id_, {}) for id_ in found)


def _reporter(fields: dict[bytes, bytes]) -> Any:
    try:
        return json.loads(fields[b"report"])["profile"]
    except (KeyError, ValueError, TypeError):
        return None


def _clear_queues(person: Person) -> None:
    """Tasks that name a profile of theirs go; those that name others too go on for those."""
    with current_app.connection_for_write(transport_options={"socket_timeout": 2}) as connection:
        channel: Any = connection.default_channel
        for queue in QUEUES:
            for raw in channel.client.lrange(queue, 0, -1):
                _drop(channel.client, queue, raw, person.profile_ids)
        for tag, raw in channel.client.hgetall(UNACKED).items():
            if _without(json.loads(raw)[0], person.profile_ids) is not None:
                channel.client.hdel(UNACKED, tag)
                channel.client.zrem(UNACKED_INDEX, tag)


def _drop(client: Any, queue: str, raw: bytes, gone: Iterable[int]) -> None:
    message = json.loads(raw)
    rest = _without(message, gone)
    if rest is None or not client.lrem(queue, 1, raw):
        return
    if rest:
        told = {"headers": message["headers"] | {"argsrepr": repr(rest[0])}}
        client.lpush(queue, json.dumps(message | told | {"body": b64encode(json.dumps(rest).encode()).decode()}))


def _without(message: dict[str, Any], gone: Iterable[int]) -> list[Any] | None:
    """The message's body without these profiles; [] where nothing is left to do, None where it names none of them."""
    if message.get("headers", {}).get("task") not in TASKS_OF_PROFILES:
        return None
    body = json.loads(b64decode(message["body"]))
    first = next(iter(body[0]), None)
    named = set(first if isinstance(first, list) else [first])
    if not named & set(gone):
        return None
    left = sorted(named - set(gone))
    return [[left, *body[0][1:]], *body[1:]] if left else []
