"""Names of genres, decades and steps of maturity in the language of whoever looks.

They stand in the database as the catalogue has them. Those that are usual are translated here; what an operator calls
otherwise is shown as it is.
"""

from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_noop, pgettext


def pgettext_noop(_context: str, text: str) -> str:
    """Marks a text for translation; what is read here is translated when it is shown."""
    return text


GENRES = (
    pgettext_noop("genre", "Action"),
    pgettext_noop("genre", "Adventure"),
    pgettext_noop("genre", "Animation"),
    pgettext_noop("genre", "Biography"),
    pgettext_noop("genre", "Children"),
    pgettext_noop("genre", "Comedy"),
    pgettext_noop("genre", "Courtroom"),
    pgettext_noop("genre", "Crime"),
    pgettext_noop("genre", "Disaster"),
    pgettext_noop("genre", "Documentary"),
    pgettext_noop("genre", "Drama"),
    pgettext_noop("genre", "Family"),
    pgettext_noop("genre", "Fantasy"),
    pgettext_noop("genre", "Film-Noir"),
    pgettext_noop("genre", "History"),
    pgettext_noop("genre", "Horror"),
    pgettext_noop("genre", "Martial Arts"),
    pgettext_noop("genre", "Music"),
    pgettext_noop("genre", "Musical"),
    pgettext_noop("genre", "Mystery"),
    pgettext_noop("genre", "News"),
    pgettext_noop("genre", "Political"),
    pgettext_noop("genre", "Reality"),
    pgettext_noop("genre", "Romance"),
    pgettext_noop("genre", "Satire"),
    pgettext_noop("genre", "Sci-Fi"),
    pgettext_noop("genre", "Short"),
    pgettext_noop("genre", "Silent"),
    pgettext_noop("genre", "Slasher"),
    pgettext_noop("genre", "Sport"),
    pgettext_noop("genre", "Spy"),
    pgettext_noop("genre", "Superhero"),
    pgettext_noop("genre", "Supernatural"),
    pgettext_noop("genre", "Talk Show"),
    pgettext_noop("genre", "Teen"),
    pgettext_noop("genre", "Thriller"),
    pgettext_noop("genre", "War"),
    pgettext_noop("genre", "Western"),
)
MEANINGS = (
    gettext_noop("Suitable for everyone."),
    gettext_noop("Mild threat or sadness that small children may find hard."),
    gettext_noop("Moderate violence, strong language or sexual references."),
    gettext_noop("Strong violence, horror, drugs or sex."),
    gettext_noop("For adults: extreme violence or explicit sex."),
)


def genre_name(name: str) -> str:
    """A genre's name as it is read here; in German, for one, the plural: "Komödien"."""
    return pgettext("genre", name) if name else ""


@cache
def names_of_genre(name: str) -> tuple[str, ...]:
    """What a genre is called in the languages of this site, its own name first."""
    called = [name]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            called.append(genre_name(name))
    return tuple(dict.fromkeys(called))


def decade_name(first_year: int | str) -> str:
    """1980 becomes "1980s"."""
    return gettext("%(era)ss") % {"era": first_year}


def meaning(text: str) -> str:
    """What a step of maturity means."""
    return gettext(text) if text else ""
