"""The genres of a film from the two lists in the data, what it is first of all in front."""

from collections.abc import Collection

# The forms and subjects that shape a film stand before the tones that many films share. Which is first decides the
# artwork and the headings.
ORDER = (
    "Documentary", "Film-Noir", "Western", "Animation", "Musical", "Horror", "War", "Sport", "Sci-Fi", "Fantasy",
    "Biography", "History", "Music", "Family", "Crime", "Mystery", "Adventure", "Romance", "Action", "Comedy",
    "Thriller", "Drama", "Short",
)  # fmt: skip
# Names of the second list for the same thing as in the first.
SAME = {
    "Science Fiction": "Sci-Fi",
    "Noir": "Film-Noir",
    "Animated": "Animation",
    "Historical": "History",
    "Sports": "Sport",
    "Suspense": "Thriller",
    "News": "Documentary",
}
# Kinds that only the second list knows, each with at least thirty films, and what they are a kind of.
KINDS = {
    "Superhero": "Action",
    "Spy": "Action",
    "Martial Arts": "Action",
    "Disaster": "Action",
    "Slasher": "Horror",
    "Supernatural": "Horror",
    "Satire": "Comedy",
    "Teen": "",
    "Political": "",
    "Legal": "",
    "Silent": "",
}
NAMES = {"Legal": "Courtroom"}


def clean_genres(first: Collection[str], second: Collection[str]) -> tuple[str, ...]:
    """Genres in order: what both lists name or imply leads, then the special kinds, then the rest of the first list.

    Of the second list only the special kinds and Film-Noir are taken; its other genres tell which of the first lead.
    """
    second = {SAME.get(name, name) for name in second}
    mine = {SAME.get(name, name) for name in first} | (second & {"Film-Noir"})
    kinds = [name for name in KINDS if name in second]
    agreed = mine & (second | {KINDS[name] for name in kinds})
    ordered = sorted(mine & set(ORDER), key=ORDER.index)
    leading = [name for name in ordered if name in agreed][:1] or ordered[:1]
    rest = [name for name in ordered if name not in leading]
    return (*leading, *(NAMES.get(name, name) for name in kinds), *rest)
