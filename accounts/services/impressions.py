"""What was on screen."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from accounts import intake, stream
from accounts.models import Profile
from accounts.services.plays import moment_of


class Shown(NamedTuple):
    """A title in its place: `at` is the moment by the client's clock, now if it is not told."""

    title: int
    row: str
    row_place: int
    place: int
    at: dt.datetime | None = None


def record_impressions(*, profile: Profile, page_view: UUID, page: str, shown: Iterable[Shown]) -> bool:
    """Leave it for a worker to write down what a page view showed, and of which version of the page.

    It is written once, however often it is told. False if it was dropped, as while Valkey is away, or where the viewer
    does not want it to be noted: that is no error.
    """
    if not profile.keeps_impressions:
        return False
    told = [(one.title, one.row, one.row_place, one.place, moment_of(one.at)) for one in shown]
    return bool(told) and stream.put(intake.packed(profile.pk, page_view, page, told))
