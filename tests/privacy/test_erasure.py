"""An erased person is nowhere: every table, every key and every file is searched."""

import json
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, connection
from psycopg import sql
from redis import Redis

from accounts import intake, services
from accounts.models import DataAccess, DataExport, Profile, Session, User
from accounts.privacy.registry import Person, registry
from accounts.services import Shown
from accounts.sessions import SessionStore
from recommendations import pipeline, training
from recommendations.models import ModelVersion
from tests.factories import make_profile, make_titles, watch, watch_all
from tests.privacy.people import ADDRESS, NAME, VIEW, WORDS, Traced
from tests.queues import asked
from tests.servers import Running


def tables() -> list[str]:
    """Every table of the database, with the parts of those that are in parts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def in_tables(*marks: str) -> list[tuple[str, str]]:
    """(table, mark) of every row that has one of these texts in it, sessions in plain."""
    found = []
    with connection.cursor() as cursor:
        for table in tables():
            for mark in marks:
                question = sql.SQL("SELECT count(*) FROM {} AS held WHERE held::text ILIKE %s")
                cursor.execute(question.format(sql.Identifier(table)), [f"%{mark}%"])
                if cursor.fetchone() != (0,):
                    found.append((table, mark))
    plain = [json.dumps(SessionStore().decode(session.session_data)) for session in Session.objects.all()]
    return found + [("sessions in plain", mark) for mark in marks if any(mark in text for text in plain)]


def texts_of(client: Any) -> Iterator[str]:
    """Everything that a Valkey database holds, keys and values, with the bodies of messages in plain."""
    read: dict[bytes, Callable[[bytes], Iterable[bytes]]] = {
        b"string": lambda key: [client.get(key)],
        b"list": lambda key: client.lrange(key, 0, -1),
        b"hash": lambda key: client.hgetall(key).values(),
        b"set": client.smembers,
        b"zset": lambda key: client.zrange(key, 0, -1),
        b"stream": lambda key: [value for _, fields in client.xrange(key) for value in fields.values()],
    }
    for key in client.scan_iter():
        for value in [key, *read[client.type(key)](key)]:
            text = value.decode(errors="replace")
            yield text
            if '"body"' in text:
                message = json.loads(text)
                yield b64decode((message[0] if isinstance(message, list) else message)["body"]).decode()


def in_valkey(valkey: Running, *marks: str) -> list[str]:
    url = valkey.server.url()
    found = []
    for number in range(16):
        client = Redis(unix_socket_path=url.removeprefix("unix://"), db=number)
        found += [f"{number}: {text[:80]}" for text in texts_of(client) if any(mark in text for mark in marks)]
        client.close()
    return found


def in_files(folder: Path, *marks: str) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(mark.encode() in path.read_bytes() for mark in marks)]


def test_the_person_has_left_something_of_every_kind(traced: Traced) -> None:
    """Or the searches below would find nothing because nothing was there."""
    person = Person.of_account(traced.user)
    assert [kind.name for kind in registry.kinds.values() if not kind.rows(person).exists()] == []


def test_nothing_is_left_of_an_erased_account(traced: Traced, valkey: Running, private_dir: Path) -> None:
    marks = [ADDRESS, NAME, WORDS, str(traced.user.pk), str(traced.first.pk), str(traced.second.pk)]
    held = {table for table, _ in in_tables(*marks)}
    assert len(held) >= 20, held
    assert len(in_valkey(valkey, *marks)) >= 6
    assert len(in_files(private_dir, *marks)) == 3
    services.erase_account(user=traced.user)
    assert in_tables(*marks) == []
    assert in_valkey(valkey, *marks) == []
    assert in_files(private_dir, *marks) == []
    assert list(private_dir.rglob("*.*")) == []
    assert asked("refresh") == [("recommendations.tasks.refresh_batch", [[3]])], "what others wait for goes on"
    assert LogEntry.objects.count() == 3, "that an operator did something stays, and nothing about whom"


def test_nothing_is_left_of_an_erased_profile_and_all_of_the_other(traced: Traced, valkey: Running) -> None:
    marks = [str(traced.first.pk)]
    before = {kind.name: kind.rows(Person.of_profile(traced.second)).count() for kind in registry.kinds.values()}
    services.erase_profile(profile=traced.first)
    assert in_tables(*marks) == []
    assert in_valkey(valkey, *marks) == []
    after = {kind.name: kind.rows(Person.of_profile(traced.second)).count() for kind in registry.kinds.values()}
    assert after == before
    page = traced.client.get("/my-list/").content.decode()
    assert f"Watching as {traced.second.name}" in page, "signed in as before, and as the only one who is left"


def test_exports_of_the_account_go_with_any_of_its_profiles(traced: Traced, private_dir: Path) -> None:
    assert DataExport.objects.filter(user=traced.user, profile=None).exists()
    services.erase_profile(profile=traced.first)
    assert not DataExport.objects.filter(user=traced.user).exists()
    assert list(private_dir.rglob("*.zip")) == []


def test_what_others_have_stays(traced: Traced) -> None:
    other = make_profile()
    watch(other, traced.titles[0])
    services.erase_account(user=traced.user)
    assert other.plays.count() == 1


def test_what_an_erased_operator_looked_at_is_still_told_without_their_name(traced: Traced, operator: User) -> None:
    services.erase_account(user=operator)
    looks = DataAccess.objects.filter(user=traced.user)
    assert {(look.operator_id, look.operator_name, look.operator_role) for look in looks} == {(None, "", "r")}


def test_what_is_told_of_the_person_afterwards_is_not_written(traced: Traced, valkey: Running) -> None:
    """As a request tells it that was under way meanwhile."""
    gone = Profile.objects.get(pk=traced.first.pk)
    services.erase_account(user=traced.user)
    shown = [Shown(traced.titles[0].pk, "popular", 1, 1)]
    services.record_impressions(profile=gone, page_view=VIEW, page="1", shown=shown)
    assert intake.take_in() == 0
    assert pipeline.refresh(gone.pk) == "gone"
    with pytest.raises(IntegrityError):
        watch(gone, traced.titles[0])
    assert in_tables(str(gone.pk)) == []
    assert in_valkey(valkey, str(gone.pk)) == []


def test_the_model_keeps_no_vector_of_a_person_and_the_next_one_is_without_them(traced: Traced) -> None:
    """A model has rows for titles alone, whoever it was trained on; and other data make another model."""
    people = [make_profile() for _ in range(8)]
    titles = make_titles(12, "Comedy")
    for place, person in enumerate(people):
        watch_all(person, titles[place % 3 :: 2])
    watch_all(traced.first, titles)
    training.train(force=True)
    before = ModelVersion.objects.current()
    assert before is not None
    services.erase_account(user=traced.user)
    assert training.train().startswith("model"), "asked for without force"
    after = ModelVersion.objects.current()
    assert after is not None
    assert after.pk != before.pk
    assert after.interactions < before.interactions
