"""What profiles were shown lately, for those who make their pages."""

import datetime as dt
from collections.abc import Iterable

from accounts.models import Exposure

Exposures = dict[int, tuple[int, dt.datetime]]


def of_profiles(profile_ids: Iterable[int]) -> dict[int, Exposures]:
    """Of each profile: in how many page views each title was on screen, and when last. One query.

    A count is of a run of exposures without a fortnight between them; whether the last one still matters is for the
    reader to say. Every profile that was asked for is there; of those who do not want their page made for them, nothing
    is read.
    """
    found: dict[int, Exposures] = {profile_id: {} for profile_id in profile_ids}
    rows = Exposure.objects.counted().filter(profile__in=found, profile__personalised=True).order_by()
    for profile_id, title_id, shown, last_at in rows.values_list("profile_id", "title_id", "shown", "last_at"):
        found[profile_id][title_id] = (shown, last_at)
    return found
