"""The genres and people of many titles, made equal to what records say."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.text import slugify

from catalog.imports.copying import copy_rows, free_slugs
from catalog.models import Credit, Genre, Person, TitleGenre
from catalog.search import fold

# A title's links in their order; for people, with the role.
Links = dict[int, list[tuple[int, str]]]


def write_genres(wanted: Sequence[tuple[int, tuple[str, ...]]]) -> set[int]:
    """Give each title (by id) these genres in this order; returns the titles for which that was a change."""
    ids = _genre_ids({name for _, names in wanted for name in names})
    after: Links = {
        pk: [(i, "") for i in dict.fromkeys(ids[name.casefold()] for name in names)] for pk, names in wanted
    }
    before: Links = defaultdict(list)
    for pk, genre in (
        TitleGenre.objects.filter(title__in=after).order_by("position", "pk").values_list("title", "genre")
    ):
        before[pk].append((genre, ""))
    changed = {pk for pk, links in after.items() if before[pk] != links}
    TitleGenre.objects.filter(title__in=changed & before.keys()).delete()
    rows = [(pk, genre, place) for pk in sorted(changed) for place, (genre, _) in enumerate(after[pk])]
    copy_rows(TitleGenre._meta.db_table, ["title_id", "genre_id", "position"], rows)
    return changed


def write_people(wanted: Sequence[tuple[int, dict[str, tuple[str, ...]]]]) -> set[int]:
    """Give each title (by id) these people in each role that is named, in billing order; roles that are not named stay.
    Returns the titles for which that was a change."""
    ids = _person_ids({name for _, roles in wanted for names in roles.values() for name in names})
    after = {(pk, role): [ids[name] for name in names] for pk, roles in wanted for role, names in roles.items()}
    before: dict[tuple[int, str], list[int]] = defaultdict(list)
    parts = Credit.objects.filter(title__in={pk for pk, _ in after}).order_by("position", "pk")
    for pk, role, person in parts.values_list("title", "role", "person"):
        before[pk, role].append(person)
    changed = {key for key, people in after.items() if before.get(key, []) != people}
    for role in {role for _, role in changed}:
        Credit.objects.filter(role=role, title__in=[pk for pk, other in changed if other == role]).delete()
    rows = [(pk, person, role, "", i) for pk, role in sorted(changed) for i, person in enumerate(after[pk, role])]
    copy_rows(Credit._meta.db_table, ["title_id", "person_id", "role", "character", "position"], rows)
    return {pk for pk, _ in changed}


def _genre_ids(names: Iterable[str]) -> dict[str, int]:
    """By name in lower case; genres that are not there are made."""
    wanted = {name.casefold(): name for name in sorted(names)}
    known = {name.casefold(): pk for pk, name in Genre.objects.values_list("pk", "name")}
    missing = [name for folded, name in wanted.items() if folded not in known]
    slugs = free_slugs(Genre, [slugify(fold(name))[:50] or "genre" for name in missing])
    made = Genre.objects.bulk_create(Genre(name=n, slug=s) for n, s in zip(missing, slugs, strict=True))
    return known | {genre.name.casefold(): genre.pk for genre in made}


def _person_ids(names: Iterable[str]) -> dict[str, int]:
    """By name. Of namesakes, who are told apart by hand, the first one is taken; who is not there is made."""
    wanted = sorted(names)
    people = Person.objects.filter(name__in=wanted).order_by("-pk")
    known = dict(people.values_list("name", "pk"))
    missing = [name for name in wanted if name not in known]
    slugs = free_slugs(Person, [slugify(fold(name))[:120] or "person" for name in missing])
    copy_rows(Person._meta.db_table, ["name", "slug"], zip(missing, slugs, strict=True))
    return known | dict(Person.objects.filter(slug__in=slugs).values_list("name", "pk"))
