"""When titles are in the catalogue: the two moves of an operator."""

from django.db.models import F
from django.db.models.functions import Least
from django.utils import timezone

from catalog.models.titles import TitleQuerySet


def publish(titles: TitleQuerySet) -> int:
    """Put these titles before viewers from now on; those that are there already stay as they are. Tells how many."""
    now = timezone.now()
    # A title that comes back keeps the day on which it was new.
    first = Least(F("published_at"), now)
    return titles.unavailable().update(published_at=first, withdrawn_at=None, updated_at=now)


def withdraw(titles: TitleQuerySet) -> int:
    """Take these titles out of every viewer's sight; history and ratings stay. Tells how many were in sight."""
    now = timezone.now()
    return titles.available().update(withdrawn_at=now, updated_at=now)
