"""Taking one's data along."""

import datetime as dt
import tempfile
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import files, jobs
from accounts.models import DataExport, Profile, User
from accounts.privacy import writing
from accounts.privacy.registry import Person

KEPT = dt.timedelta(hours=24)
MOST_A_DAY = 5
TASK = "accounts.tasks.export"


class TooManyError(ValidationError):
    """As much as is allowed in a day was asked for already; `wait` says for how many seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__(_("You have asked for %(most)d exports in a day. Try again later.") % {"most": MOST_A_DAY})
        self.wait = wait


def request_export(*, user: User, profile: Profile | None = None) -> DataExport:
    """Ask for everything of an account, or of one of its profiles. While one is being made, that one is returned."""
    since = timezone.now() - dt.timedelta(days=1)
    try:
        with transaction.atomic():
            lately = list(DataExport.objects.of(user).filter(created_at__gt=since).order_by("created_at"))
            running = [one for one in lately if one.is_running]
            if running:
                return running[0]
            if len(lately) >= MOST_A_DAY:
                raise TooManyError((lately[-MOST_A_DAY].created_at - since).total_seconds())
            export = DataExport.objects.create(user=user, profile=profile, language=get_language() or "")
            jobs.ask(TASK, export)
            return export
    except IntegrityError:  # another request was quicker
        return DataExport.objects.of(user).get(state__in=DataExport.UNFINISHED)


def make_export(pk: int) -> str:
    """Make the file of an export; says what became of it. Whoever is killed over it leaves nothing half done."""
    export = jobs.claim(DataExport, pk, DataExport.State.WAITING, DataExport.State.RUNNING)
    if export is None:
        return "nothing to do"
    person = Person.of_profile(export.profile) if export.profile else Person.of_account(export.user)
    try:
        progress = jobs.Progress(export, writing.count(person))
        with tempfile.TemporaryFile() as raw, translation.override(export.language or settings.LANGUAGE_CODE):
            writing.write(person, raw, progress.step)
            size = raw.tell()
            raw.seek(0)
            name = files.keep(files.EXPORTS, "zip", File(raw))
        told = {"done": progress.total, "size": size, "file": name, "expires_at": timezone.now() + KEPT}
        try:
            jobs.end(export, DataExport.State.READY, **told)
        except jobs.TakenOver:
            files.drop([name])
            raise
    except jobs.TakenOver:
        return "taken over"
    return "ready"


def drop_export(*, export: DataExport) -> None:
    """Delete an export and its file."""
    with transaction.atomic():
        export.delete()
        transaction.on_commit(partial(files.drop, [export.file]))


def sweep_exports() -> None:
    """Send those again that nobody is at, give up what failed time and again, and delete what was there for a day."""
    for export in jobs.stale(DataExport, *DataExport.UNFINISHED):
        if export.attempts >= jobs.MOST_ATTEMPTS:
            DataExport.objects.filter(pk=export.pk, claim=export.claim).update(
                state=DataExport.State.FAILED, finished_at=timezone.now()
            )
        else:
            jobs.send_for(TASK, export.pk)
    day_ago = timezone.now() - KEPT
    for export in DataExport.objects.filter(created_at__lt=day_ago).exclude(expires_at__gt=timezone.now())[:200]:
        if not export.is_running:
            drop_export(export=export)
