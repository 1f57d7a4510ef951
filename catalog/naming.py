"""Names of genres, decades and steps of maturity in the language of whoever looks.

They stand in the database as the catalogue has them. Those that are usual are translated here; what an operator calls
otherwise is shown as it is.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

GENRES: tuple[str | Promise, ...] = (
    pgettext_lazy("genre", "Action"),
    pgettext_lazy("genre", "Adventure"),
    pgettext_lazy("genre", "Animation"),
    pgettext_lazy("genre", "Biography"),
    pgettext_lazy("genre", "Children"),
    pgettext_lazy("genre", "Comedy"),
    pgettext_lazy("genre", "Courtroom"),
    pgettext_lazy("genre", "Crime"),
    pgettext_lazy("genre", "Disaster"),
    pgettext_lazy("genre", "Documentary"),
    pgettext_lazy("genre", "Drama"),
    pgettext_lazy("genre", "Family"),
    pgettext_lazy("genre", "Fantasy"),
    pgettext_lazy("genre", "Film-Noir"),
    pgettext_lazy("genre", "History"),
    pgettext_lazy("genre", "Horror"),
    pgettext_lazy("genre", "Martial Arts"),
    pgettext_lazy("genre", "Music"),
    pgettext_lazy("genre", "Musical"),
    pgettext_lazy("genre", "Mystery"),
    pgettext_lazy("genre", "News"),
    pgettext_lazy("genre", "Political"),
    pgettext_lazy("genre", "Reality"),
    pgettext_lazy("genre", "Romance"),
    pgettext_lazy("genre", "Satire"),
    pgettext_lazy("genre", "Sci-Fi"),
    pgettext_lazy("genre", "Short"),
    pgettext_lazy("genre", "Silent"),
    pgettext_lazy("genre", "Slasher"),
    pgettext_lazy("genre", "Sport"),
    pgettext_lazy("genre", "Spy"),
    pgettext_lazy("genre", "Superhero"),
    pgettext_lazy("genre", "Supernatural"),
    pgettext_lazy("genre", "Talk Show"),
    pgettext_lazy("genre", "Teen"),
    pgettext_lazy("genre", "Thriller"),
    pgettext_lazy("genre", "War"),
    pgettext_lazy("genre", "Western"),
)
MEANINGS = (
    _("Suitable for everyone."),
    _("Mild threat or sadness that small children may find hard."),
    _("Moderate violence, strong language or sexual references."),
    _("Strong violence, horror, drugs or sex."),
    _("For adults: extreme violence or explicit sex."),
)


def genre_name(name: str) -> str:
    """A genre's name as it is read here; in German, for one, the plural: "Komödien"."""
    return pgettext("genre", name) if name else ""


def decade_name(first_year: int | str) -> str:
    """1980 becomes "1980s"."""
    return gettext("%(era)ss") % {"era": first_year}


def meaning(text: str) -> str:
    """What a step of maturity means."""
    return gettext(text) if text else ""
