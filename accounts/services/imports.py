"""Bringing one's own history along: a file is read and matched, looked through, and only then written."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import files, jobs
from accounts.imports import brought, matching
from accounts.imports.brought import MOST_BYTES, Row
from accounts.imports.writing import Event, write_events
from accounts.models import HistoryImport, ImportedRow, Profile
from accounts.models.activity import IMPORTED
from accounts.services.changes import mark_taste_changed
from accounts.viewing import EPISODE, FILM
from catalog.imports.reading import UnreadableFileError
from catalog.models import Episode, Title

BATCH = 1_000
KEPT, SUMMARY_KEPT = dt.timedelta(days=1), dt.timedelta(days=30)
NAMESPACE = uuid.UUID("1c9a7b1e-5a52-4d0e-8f3e-2f6d7c0a9b44")
READ, WRITE = "accounts.tasks.read_import", "accounts.tasks.write_import"
HARDLY_BEGUN = 0.05  # a share that is no watching
State = HistoryImport.State


def begin_import(*, profile: Profile, name: str, content: bytes, dates: str = "") -> HistoryImport:
    """Take a file; a worker reads it. An earlier one that was only looked through gives way to it.

    `dates` ("day" or "month") says what comes first in its dates.
    """
    if not content:
        raise ValidationError({"file": _("The file is empty.")})
    if len(content) > MOST_BYTES:
        raise ValidationError({"file": _("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 2**20}})
    if dates not in {"", "day", "month"}:
        raise ValidationError({"dates": _("Say which comes first in dates: day or month.")})
    for one in HistoryImport.objects.filter(profile=profile, state=State.PREVIEW):
        give_up(brought=one)
    path = files.keep(files.IMPORTS, "csv", ContentFile(content))
    try:
        with transaction.atomic():
            made = HistoryImport.objects.create(profile=profile, name=name[:120], file=path, dates=dates)
            jobs.ask(READ, made)
            return made
    except IntegrityError as error:
        files.drop([path])
        raise ValidationError(_("Another file is being read or written just now.")) from error


def read_import(pk: int) -> str:
    """Read and match a file; says what became of it. Done again, it is done anew."""
    held = jobs.claim(HistoryImport, pk, State.READING)
    if held is None:
        return "nothing to do"
    try:
        held.rows.all().delete()
        try:
            with files.store().open(held.file) as file:
                found = brought.read(file.read(), held.dates)
        except (UnreadableFileError, FileNotFoundError) as error:
            files.drop([held.file])
            jobs.end(held, State.FAILED, problem=str(error)[:300], file="")
            return "unreadable"
        _match(held, found)
        told = {"kind": found.kind, "complaints": found.complaints, "bad": found.bad, "passed_over": found.passed_over}
        owners = found.owners
        mine = [owner for owner in owners if owner.casefold() == held.profile.name.casefold()]
        owner = mine[0] if mine else owners[0] if owners else ""
        jobs.end(held, State.PREVIEW, **told, owners=owners[:20], owner=owner)
    except jobs.TakenOver:
        return "taken over"
    return "read"


def _match(held: HistoryImport, found: brought.Brought) -> None:
    progress = jobs.Progress(held, len(found.rows))
    for start in range(0, len(found.rows), BATCH):
        rows = found.rows[start : start + BATCH]
        matches = matching.match(rows, held.profile.limits)
        ImportedRow.objects.bulk_create(
            [_kept(held, row, one) for row, one in zip(rows, matches, strict=True)], batch_size=BATCH
        )
        progress.step(len(rows))


def _kept(held: HistoryImport, row: Row, one: matching.Match) -> ImportedRow:
    return ImportedRow(
        source=held,
        line=row.line,
        owner=row.owner,
        text=row.text,
        name=one.name,
        year=row.year,
        at=row.at,
        thumb=row.thumb,
        seconds=row.seconds,
        outcome=one.outcome,
        title_id=one.title,
        episode_id=one.episode,
        candidates=one.candidates,
    )


@transaction.atomic
def decide(*, brought: HistoryImport, name: str, year: int | None, title: int | None) -> int:
    """Say which of the titles that it may be a doubtful name means, or none of them; tells how many lines that is.

    Of a series, lines whose episode is not found stay unknown.
    """
    _in_preview(brought)
    rows = list(brought.rows.filter(name=name, year=year, candidates__len__gt=0))
    if not rows or (title is not None and title not in rows[0].candidates):
        raise ValidationError({"title": _("This is none of the titles that it may be.")})
    listed = matching.episodes_of([title]).get(title) if title is not None else None
    for row in rows:
        row.title_id, row.episode_id = title, None
        row.outcome = ImportedRow.Outcome.MATCHED if title is not None else ImportedRow.Outcome.DOUBTFUL
        if listed and row.thumb is None:
            row.episode_id = matching.episode_of(row.text, row.name, listed)
            if row.episode_id is None:
                row.title_id, row.outcome = None, ImportedRow.Outcome.UNKNOWN
    ImportedRow.objects.bulk_update(rows, ["title", "episode", "outcome"], batch_size=BATCH)
    return len(rows)


def choose_owner(*, brought: HistoryImport, owner: str) -> None:
    """Say which of the profiles that the file names is meant."""
    _in_preview(brought)
    if owner not in brought.owners:
        raise ValidationError({"owner": _("The file names no such profile.")})
    brought.owner = owner
    brought.save(update_fields=["owner"])


@transaction.atomic
def start_writing(*, brought: HistoryImport) -> None:
    """What is matched is to be written, by a worker."""
    started = HistoryImport.objects.filter(pk=brought.pk, state=State.PREVIEW)
    changed = started.update(state=State.WRITING, beat_at=timezone.now(), attempts=0, done=0, total=0, finished_at=None)
    if not changed:
        raise ValidationError(_("There is nothing to be written."))
    brought.state = State.WRITING
    jobs.ask(WRITE, brought)


def write_import(pk: int) -> str:
    """Write what is matched, once however often it is done; says what became of it."""
    held = jobs.claim(HistoryImport, pk, State.WRITING)
    if held is None:
        return "nothing to do"
    try:
        progress = jobs.Progress(held, mine(held).filter(outcome=ImportedRow.Outcome.MATCHED).count())
        events = _events(held)
        while batch := list(islice(events, BATCH)):
            counts = write_events(batch)
            # Told at once: whoever goes on after a worker that was killed finds what that one had written.
            jobs.update(held, plays=held.plays + counts.plays, thumbs=held.thumbs + counts.thumbs)
            progress.step(len(batch))
        with transaction.atomic():
            if held.plays or held.thumbs:
                mark_taste_changed(held.profile_id)
            lying = held.file
            held.rows.all().delete()
            jobs.end(held, State.DONE, file="", done=progress.total)
        files.drop([lying])
    except jobs.TakenOver:
        return "taken over"
    return "written"


def mine(brought: HistoryImport) -> Any:
    """The lines of the profile in the file that was chosen."""
    return brought.rows.filter(owner=brought.owner)


def _events(held: HistoryImport) -> Iterator[Event]:
    """What the matched lines stand for, as it is written. What is older than the viewer lets it be kept is left out."""
    rows = mine(held).filter(outcome=ImportedRow.Outcome.MATCHED).order_by("pk")
    days = held.profile.retention_days
    if days is not None:
        rows = rows.filter(at__gte=timezone.now() - dt.timedelta(days=days))
    times: dict[tuple[int, int | None, dt.datetime], int] = {}
    for start in _batches(rows):
        lengths = _lengths(start)
        for row in start:
            assert row.title_id is not None
            if (row.title_id, row.episode_id) not in lengths:  # deleted a moment ago
                continue
            watched = (row.title_id, row.episode_id, row.at)
            times[watched] = times.get(watched, 0) + 1
            if event := _event(held, row, lengths[row.title_id, row.episode_id], times[watched]):
                yield event


def _batches(rows: Any) -> Iterator[list[ImportedRow]]:
    found = rows.iterator(chunk_size=BATCH)
    while batch := list(islice(found, BATCH)):
        yield batch


def _event(held: HistoryImport, row: ImportedRow, seconds: int | None, number: int) -> Event | None:
    share = None if seconds is None else 1.0
    if seconds and row.seconds is not None:
        share = min(1.0, row.seconds / seconds)
        if share < HARDLY_BEGUN:
            return None
    of_ratings = held.kind == HistoryImport.Kind.RATINGS
    # A title is rated once, and watched as often as the file says.
    told = f"{row.title_id}" if of_ratings else f"{row.title_id}:{row.episode_id}:{row.at.isoformat()}:{number}"
    return Event(
        profile=held.profile_id,
        title=row.title_id or 0,
        episode=row.episode_id,
        thumb=row.thumb,
        rated_at=row.at,
        share=share,
        seconds=seconds or 1,
        played_at=row.at,
        gave_up=False,
        client_id=uuid.uuid5(NAMESPACE, f"{held.kind}:{told}"),
        row=IMPORTED,
    )


def _lengths(rows: Sequence[ImportedRow]) -> dict[tuple[int | None, int | None], int | None]:
    """Seconds of each film or episode; None for a series as a whole, which a thumb is for."""
    titles = Title.objects.in_bulk({row.title_id for row in rows if row.title_id})
    episodes = Episode.objects.in_bulk({row.episode_id for row in rows if row.episode_id})
    found: dict[tuple[int | None, int | None], int | None] = {}
    for row in rows:
        title, episode = titles.get(row.title_id or 0), episodes.get(row.episode_id or 0)
        if title is None or (row.episode_id and episode is None):
            continue
        length = (episode.runtime or EPISODE) if episode else (title.runtime or FILM)
        found[row.title_id, row.episode_id] = None if title.is_series and not episode else 60 * length
    return found


@transaction.atomic
def give_up(*, brought: HistoryImport) -> None:
    """Forget a file and what was made of it. What was written of an earlier one stays."""
    transaction.on_commit(partial(files.drop, [brought.file]))
    brought.delete()


def sweep_imports() -> None:
    """Send those again that nobody is at, give up what failed time and again or was left lying, and forget the old."""
    for one in jobs.stale(HistoryImport, *HistoryImport.UNFINISHED):
        if one.attempts >= jobs.MOST_ATTEMPTS:
            problem = _("It could not be done: something went wrong here, time and again.")
            HistoryImport.objects.filter(pk=one.pk, claim=one.claim).update(
                state=State.FAILED, problem=problem, finished_at=timezone.now()
            )
        else:
            jobs.send_for(READ if one.state == State.READING else WRITE, one.pk)
    now = timezone.now()
    lying = HistoryImport.objects.filter(state=State.PREVIEW, created_at__lt=now - KEPT)
    told = HistoryImport.objects.filter(state__in=[State.DONE, State.FAILED], created_at__lt=now - SUMMARY_KEPT)
    for one in [*lying[:100], *told[:100]]:
        give_up(brought=one)


def _in_preview(brought: HistoryImport) -> None:
    if brought.state != State.PREVIEW:
        raise ValidationError(_("There is nothing to decide about this file any more."))
