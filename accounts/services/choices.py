"""What viewers decide about their data."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import LONGEST, SHORTEST, TEXT_VERSION, Choices, choices_of
from accounts.models import Consent, Exposure, Impression, Look, Profile, SearchQuery
from accounts.models.privacy import value_of
from accounts.services.changes import mark_taste_changed

# What a choice that is off lets a viewer delete: what was collected while it was on.
COLLECTED: dict[str, tuple[Any, ...]] = {
    "keeps_searches": (SearchQuery,),
    "keeps_impressions": (Impression, Exposure),
    "uses_plays": (Look,),
}


@transaction.atomic
def choose(*, profile: Profile, through: str, **decided: Any) -> Choices:
    """Decide some or all of the choices (`accounts.choices.Choices`); the others stay as they are.

    What was said is recorded, with its time and the version of the text, also where it changes nothing.
    """
    for name, value in decided.items():
        _check(name, value)
    # One after the other, so that the last record says how things stand.
    held = Profile.objects.select_for_update().get(pk=profile.pk)
    changed = {name: value for name, value in decided.items() if getattr(held, name) != value}
    now = timezone.now()
    Consent.objects.bulk_create(
        Consent(
            profile=held,
            choice=name,
            value=value_of(value),
            text_version=TEXT_VERSION,
            through=through,
            decided_at=now,
        )
        for name, value in decided.items()
    )
    for name, value in decided.items():
        setattr(held, name, value)
        setattr(profile, name, value)
    if changed:
        held.save(update_fields=list(changed))
        mark_taste_changed(profile.pk)
    return choices_of(held)


@transaction.atomic
def forget_collected(*, profile: Profile, choice: str) -> int:
    """Delete what was collected under a choice so far; tells how many entries that were."""
    if choice not in COLLECTED:
        raise ValidationError({"choice": _("Nothing is collected under this choice.")})
    deleted = sum(int(kind.objects.filter(profile=profile).delete()[0]) for kind in COLLECTED[choice])
    if deleted:
        mark_taste_changed(profile.pk)
    return deleted


def collected(profile: Profile) -> Mapping[str, int]:
    """How many entries `forget_collected` would delete under each choice."""
    return {
        choice: sum(kind.objects.filter(profile=profile).count() for kind in kinds)
        for choice, kinds in COLLECTED.items()
    }


def _check(name: str, value: Any) -> None:
    if name not in Choices._fields:
        raise ValidationError({name: _("There is no such choice.")})
    if name != "retention_days":
        if not isinstance(value, bool):
            raise ValidationError({name: _("Say yes or no.")})
    elif value is not None and not (type(value) is int and SHORTEST <= value <= LONGEST):
        told = {"least": SHORTEST, "most": LONGEST}
        raise ValidationError({name: _("From %(least)d to %(most)d days, or for good.") % told})
