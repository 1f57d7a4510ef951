"""More of something, less of it, or "that was not me"."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Profile, Steer
from accounts.services.changes import mark_taste_changed
from accounts.steers import genres_of, people_of
from catalog.models.titles import FIRST_YEAR, LAST_YEAR

MOST = 200  # wishes of one profile


@transaction.atomic
def steer(*, profile: Profile, kind: str, key: str, direction: str) -> Steer:
    """Ask for more or less of a genre, a decade or a person, or say that it is none of the profile's taste.

    It takes the place of what was asked of the same before; asking again changes nothing.
    """
    if direction not in Steer.Direction.values:
        raise ValidationError({"direction": _("A direction is more, less or not_me.")})
    if not is_something(profile, kind, key):
        raise ValidationError({"key": _("There is no such thing to have more or less of.")})
    # Requests of one profile take turns, so that two together cannot make one too many.
    Profile.objects.select_for_update(of=("self",)).get(pk=profile.pk)
    found = Steer.objects.filter(profile=profile, kind=kind, key=key).first()
    if found and found.direction == direction:
        return found
    if found is None and profile.steers.count() >= MOST:
        raise ValidationError({"key": _("These are %(most)d wishes already; take some back first.") % {"most": MOST}})
    made = {"direction": direction, "made_at": timezone.now()}
    found, _created = Steer.objects.update_or_create(profile=profile, kind=kind, key=key, defaults=made)
    mark_taste_changed(profile.pk)
    return found


@transaction.atomic
def unsteer(*, profile: Profile, kind: str, key: str) -> bool:
    """Take a wish back; false if there was none."""
    gone = Steer.objects.filter(profile=profile, kind=kind, key=key).delete()[0] > 0
    if gone:
        mark_taste_changed(profile.pk)
    return gone


def is_something(profile: Profile, kind: str, key: str) -> bool:
    """Whether there is such a genre, decade, person, or genre in a decade, as far as the profile may see."""
    match kind:
        case Steer.Kind.GENRE:
            return genres_of(profile).filter(slug=key).exists()
        case Steer.Kind.ERA:
            return is_decade(key)
        case Steer.Kind.PERSON:
            return people_of(profile).filter(slug=key).exists()
        case Steer.Kind.GENRE_ERA:
            genre, _dash, decade = key.rpartition("-")
            return is_decade(decade) and genres_of(profile).filter(slug=genre).exists()
    return False


def is_decade(key: str) -> bool:
    """Whether it is the first year of a decade that films were made in."""
    if not (key.isascii() and key.isdigit() and len(key) == len("1970")):
        return False
    return int(key) % 10 == 0 and FIRST_YEAR <= int(key) <= LAST_YEAR
