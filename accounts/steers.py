"""What a profile asked for more or less of, in words."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Profile, Steer
from catalog.models import Credit, Genre, Person, Title, TitleGenre
from catalog.naming import decade_name


class Told(NamedTuple):
    """A wish and the name of what it is about."""

    steer: Steer
    name: str


def genres_of(profile: Profile) -> QuerySet[Genre]:
    """The genres of what the profile may see: there are no others, as far as it is told."""
    visible = Title.objects.visible_to(profile.limits).order_by().values("pk")
    return Genre.objects.filter(Exists(TitleGenre.objects.filter(genre=OuterRef("pk"), title__in=visible)))


def people_of(profile: Profile) -> QuerySet[Person]:
    """The same, of people."""
    visible = Title.objects.visible_to(profile.limits).order_by().values("pk")
    return Person.objects.filter(Exists(Credit.objects.filter(person=OuterRef("pk"), title__in=visible)))


def told(profile: Profile) -> list[Told]:
    """The wishes of a profile, the latest first. Three queries; what is gone from the catalogue, or is in nothing that
    the profile may see any more, is left out."""
    steers = list(Steer.objects.filter(profile=profile))
    genres = {one.key.rpartition("-")[0] if one.kind == Steer.Kind.GENRE_ERA else one.key for one in steers}
    named = {one.slug: one.local_name for one in genres_of(profile).filter(slug__in=genres).order_by()}
    people = dict(
        people_of(profile).filter(slug__in=[one.key for one in steers]).order_by().values_list("slug", "name")
    )
    found = [Told(one, _name(one, named, people)) for one in steers]
    return [one for one in found if one.name]


def _name(steer: Steer, genres: dict[str, str], people: dict[str, str]) -> str:
    match steer.kind:
        case Steer.Kind.GENRE:
            return genres.get(steer.key, "")
        case Steer.Kind.PERSON:
            return people.get(steer.key, "")
        case Steer.Kind.ERA:
            return decade_name(steer.key)
    genre, _dash, decade = steer.key.rpartition("-")
    return f"{genres[genre]}, {decade_name(decade)}" if genre in genres else ""
