"""What the data do not say of a film, by rules that give the same answer every time. See docs/demo.md."""

import datetime as dt
import hashlib
from collections.abc import Collection

# (code, minimum age, meaning)
MATURITY = (
    ("All", 0, "Suitable for everyone."),
    ("7+", 7, "Mild threat or sadness that small children may find hard."),
    ("12+", 12, "Moderate violence, strong language or sexual references."),
    ("15+", 15, "Strong violence, horror, drugs or sex."),
    ("18+", 18, "For adults: extreme violence or explicit sex."),
)
# Minutes by genre; the first line of which a genre is among the film's holds.
RUNTIMES = (
    ({"Short"}, 6, 34),
    ({"Silent"}, 58, 92),
    ({"Animation"}, 74, 101),
    ({"Family", "Documentary"}, 78, 106),
    ({"Horror", "Slasher"}, 82, 106),
    ({"War", "History", "Biography", "Western", "Musical"}, 102, 156),
    ({"Action", "Adventure", "Sci-Fi", "Fantasy", "Crime"}, 94, 138),
)
OTHER_RUNTIME = (86, 124)
# Until about here feature films were shorter, by this share.
EARLY, SHORTER = 1945, 0.85
SHORTEST_FEATURE = 70
MILD = {"Comedy", "Musical", "Music", "Adventure", "Western", "Short", "Silent", "Sport", "Fantasy", "Animation"}
HARD = {"Crime", "Thriller", "War", "Action", "Film-Noir", "Mystery", "Disaster"}
# What arrived before the ratings begin did so over this many days.
ARCHIVE = 4 * 365
NEW_RELEASE = 2012


def draw(imdb_id: str, purpose: str) -> float:
    """A number from 0 up to 1 that depends on the film and the purpose alone."""
    digest = hashlib.blake2b(f"{purpose}:{imdb_id}".encode(), digest_size=6).digest()
    return int.from_bytes(digest) / 2**48


def runtime(imdb_id: str, year: int, genres: Collection[str]) -> int:
    """Minutes: evenly spread over the range of the film's genre, a little shorter in the early years."""
    ranges = ((low, high) for names, low, high in RUNTIMES if names & set(genres))
    low, high = next(ranges, OTHER_RUNTIME)
    minutes = low + draw(imdb_id, "runtime") * (high - low)
    return round(minutes * (SHORTER if year < EARLY and low >= SHORTEST_FEATURE else 1))


def maturity(imdb_id: str, year: int, genres: Collection[str], kinds: Collection[str]) -> str:
    """The code of a maturity rating. Only films marked as for families, and mild ones from before 1965, are open to
    children; whatever is in doubt is rated for older people. `kinds` are the second list of the data."""
    named, chance = {*genres, *kinds}, draw(imdb_id, "maturity")
    dark = named & {"Horror", "Slasher", "Supernatural"}
    if named & {"Erotic", "Slasher"}:
        return "18+"
    if dark:
        return "12+" if named & {"Family", "Animation"} else "18+" if chance < 0.25 else "15+"
    if "Family" in named:
        if named & {"War", "Crime", "Thriller"}:
            return "12+"
        return "7+" if named & {"Action", "Adventure", "Fantasy", "Drama", "Sci-Fi"} or chance < 0.3 else "All"
    if year < 1965 and set(genres) <= MILD and not named & HARD:
        return "7+" if chance < 0.5 else "All"
    if named & HARD:
        return "12+" if year < 1965 or chance < 0.3 else "15+" if chance < 0.92 else "18+"
    return "15+" if named & {"Drama", "Biography"} and chance < 0.3 else "12+"


def arrival(imdb_id: str, year: int, first_rated: dt.datetime, window: dt.datetime) -> dt.datetime:
    """When the film came into the catalogue: a new release up to five days before the first rating of it, any other
    one in the years before the ratings begin, at `window`. So nobody rates what is not there yet."""
    chance = draw(imdb_id, "arrival")
    if year >= NEW_RELEASE:
        return first_rated - dt.timedelta(days=0.5 + 4.5 * chance)
    return window - dt.timedelta(days=1 + ARCHIVE * chance)
