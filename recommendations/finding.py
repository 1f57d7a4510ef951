"""What a viewer gets for a text: titles, people and genres, and for what is not held what is closest to it."""

from collections.abc import Iterator
from typing import NamedTuple

from accounts.marks import in_order
from accounts.models import Profile, Rating
from catalog.models import Genre, Person, Title
from catalog.models.titles import TitleQuerySet
from catalog.search import Found, search, search_genres, search_people
from recommendations import kin

POPULARITY = "statistics__popularity"
TITLES_SUGGESTED, SUGGESTED = 4, 8


class Answer(NamedTuple):
    """What was found for a text, and titles like the nearest one where nothing is called so."""

    titles: list[Title]
    sure: bool
    people: list[Person]
    genres: list[Genre]
    alike: list[Title]


class Suggestion(NamedTuple):
    """Something that the text may become: a title, a person or a genre, each with its name and its page."""

    kind: str
    what: Title | Person | Genre

    @property
    def name(self) -> str:
        """In the language of whoever looks, where it has one there."""
        return self.what.name if isinstance(self.what, Person) else self.what.local_name


def answer(profile: Profile, text: str, titles: TitleQuerySet, limit: int) -> Answer:
    """What is found among titles that the profile may see. The number of queries does not depend on how much it is."""
    if not text.strip():
        return Answer([], False, [], [], [])
    found = search(text, titles, limit, prefer=POPULARITY)
    nearest = None if found.sure else next(iter(found.titles), None)
    return Answer(*found, *_others(profile, text), like(profile, nearest) if nearest else [])


def suggest(profile: Profile, text: str) -> list[Suggestion]:
    """A few things that the text may become: the likeliest titles, and people and genres."""
    if not text.strip():
        return []
    titles = search(text, Title.objects.visible_to(profile.limits).for_cards(), TITLES_SUGGESTED, prefer=POPULARITY)
    return suggestions(titles, *_others(profile, text))


def suggestions(found: Found, people: list[Person], genres: list[Genre]) -> list[Suggestion]:
    """The first of each."""

    def kinds() -> Iterator[Suggestion]:
        yield from (Suggestion("title", title) for title in found.titles[:TITLES_SUGGESTED])
        yield from (Suggestion("genre", genre) for genre in genres)
        yield from (Suggestion("person", person) for person in people)

    return list(kinds())[:SUGGESTED]


def like(profile: Profile, title: Title) -> list[Title]:
    """What those who like a title like, as far as this profile may see it and did not put its thumb down."""
    found = in_order(profile, kin.similar(title.pk))
    return [other for other in found if other.my_rating != Rating.Value.DOWN][: kin.ALIKE]  # type: ignore[attr-defined]


def _others(profile: Profile, text: str) -> tuple[list[Person], list[Genre]]:
    visible = Title.objects.visible_to(profile.limits)
    return search_people(text, titles=visible), search_genres(text, titles=visible)
