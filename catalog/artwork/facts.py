"""What a drawing is made from, and what is read out of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from catalog.artwork.palette import PALETTES

# The more telling a genre is, the earlier it stands: nearly every film is some drama.
_TELLING = (
    "Film-Noir",
    "Western",
    "Musical",
    "News",
    "War",
    "Horror",
    "Sport",
    "Sci-Fi",
    "Animation",
    "Documentary",
    "Music",
    "Fantasy",
    "Short",
    "Family",
    "History",
    "Mystery",
    "Biography",
    "Romance",
    "Crime",
    "Adventure",
    "Action",
    "Thriller",
    "Comedy",
    "Drama",
)
_ALIASES = {
    "action & adventure": "Action",
    "animated": "Animation",
    "anime": "Animation",
    "biopic": "Biography",
    "children": "Family",
    "dance": "Musical",
    "disaster": "Action",
    "historical": "History",
    "kids": "Family",
    "legal": "Crime",
    "martial arts": "Action",
    "noir": "Film-Noir",
    "reality": "Documentary",
    "satire": "Comedy",
    "sci-fi & fantasy": "Sci-Fi",
    "science fiction": "Sci-Fi",
    "slasher": "Horror",
    "sports": "Sport",
    "spy": "Thriller",
    "superhero": "Action",
    "supernatural": "Horror",
    "suspense": "Thriller",
    "talk": "News",
    "war & politics": "War",
}
_NAMES = {genre.lower(): genre for genre in PALETTES if genre} | _ALIASES


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a title. ``seed`` (its id, say) keeps titles of one name and year apart; ``lettered`` is what
    is written on the picture in place of the name, whose picture it stays."""

    name: str
    year: int | None
    genres: tuple[str, ...]
    kind: str = "film"
    seed: str = ""
    lettered: str = ""


@lru_cache(maxsize=512)
def known_genres(genres: tuple[str, ...]) -> tuple[str, ...]:
    """The genres there are drawings for, the most telling first."""
    found = {_NAMES[genre.strip().lower()] for genre in genres if genre.strip().lower() in _NAMES}
    return tuple(sorted(found, key=_TELLING.index))


def seed_of(facts: Facts) -> int:
    """A number from the facts that is the same in every process."""
    text = "\x1f".join((facts.name, str(facts.year), *facts.genres, facts.kind, facts.seed))
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
