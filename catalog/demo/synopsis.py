"""One line about a film, made of its facts alone: nothing is claimed that the data do not say."""

from collections.abc import Sequence

from catalog.demo.facts import draw

# The word for the whole, the first that fits; what follows it in the list can go before it.
NOUNS = {
    "Documentary": "documentary",
    "Western": "western",
    "Film-Noir": "film noir",
    "Musical": "musical",
    "Slasher": "slasher",
    "Thriller": "thriller",
    "Drama": "drama",
    "Comedy": "comedy",
    "Mystery": "mystery",
    "Adventure": "adventure",
    "Romance": "romance",
    "Fantasy": "fantasy",
}
# In the order in which they are said.
ADJECTIVES = {
    "Silent": "silent",
    "Short": "short",
    "Animation": "animated",
    "Teen": "teen",
    "Family": "family",
    "Romance": "romantic",
    "Supernatural": "supernatural",
    "Superhero": "superhero",
    "Martial Arts": "martial arts",
    "Spy": "spy",
    "Disaster": "disaster",
    "Political": "political",
    "Satire": "satirical",
    "History": "historical",
    "Biography": "biographical",
    "Music": "music",
    "Sport": "sports",
    "Courtroom": "courtroom",
    "Sci-Fi": "science-fiction",
    "Fantasy": "fantasy",
    "Mystery": "mystery",
    "Horror": "horror",
    "War": "war",
    "Crime": "crime",
    "Action": "action",
    "Adventure": "adventure",
    "Comedy": "comedy",
    "Musical": "musical",
}
MOST_ADJECTIVES = 2
WITH_CAST = (
    "{A} {what} from {year}, with {cast}.",
    "{A} {year} {what} with {cast}.",
    "{cast} in {a} {what} from {year}.",
    "{A} {what} of {year}, starring {cast}.",
    "From {year}: {a} {what} with {cast}.",
    "{cast} star in {a} {what} from {year}.",
)
WITHOUT_CAST = (
    "{A} {what} from {year}.",
    "{A} {what}, first shown in {year}.",
    "{A} {decade}s {what}, first shown in {year}.",
    "From {year}: {a} {what}.",
)


def synopsis(imdb_id: str, year: int, genres: Sequence[str], cast: Sequence[str]) -> str:
    """The line; which of several forms it has depends on the film."""
    forms = WITH_CAST if len(cast) > 1 else WITH_CAST[:4] if cast else WITHOUT_CAST
    form = forms[int(draw(imdb_id, "synopsis") * len(forms))]
    what = describe(genres)
    article = "an" if (str(year) if form.startswith(("{A} {year}", "{A} {decade}")) else what)[0] in "aeiou" else "a"
    words = {"what": what, "year": year, "decade": year // 10 * 10, "cast": _listed(cast[:3])}
    return form.format(a=article, A=article.capitalize(), **words)


def describe(genres: Sequence[str]) -> str:
    """What kind of film it is, such as "science-fiction horror film" or "romantic comedy"."""
    weighty = [name for name in genres if name in ADJECTIVES or name in NOUNS]
    noun = next((name for name in NOUNS if name in weighty), None)
    # What the film is first of all is never left out; of the others there is room for few.
    said = [name for name in weighty if name != noun and name in ADJECTIVES][:MOST_ADJECTIVES]
    adjectives = [word for name, word in ADJECTIVES.items() if name in said]
    if noun is None and said == ["Short"]:
        return "short film"
    return " ".join([*adjectives, NOUNS[noun] if noun else "film"])


def _listed(names: Sequence[str]) -> str:
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last
