"""Who can be logged in as in the demo, with the history of raters whose taste is plain to see (see docs/demo.md)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Profile
from catalog.demo.series import LAMP_STREET, TIDE_OFFICE, Series

# Known to everyone who reads this: the accounts are only made, and only to be made, where DEMO is set.
PASSWORD = "popcorn-demo"  # noqa: S105


@dataclass(frozen=True)
class DemoProfile:
    """A profile of a persona, with the history of a rater; None has no history. `series` is one that it is in the
    middle of, with how many episodes it has seen."""

    name: str
    rater: str | None
    avatar: str = Profile.Avatar.EMBER
    is_kids: bool = False
    series: tuple[Series, int] | None = None


@dataclass(frozen=True)
class Persona:
    """An account that the log-in page offers."""

    email: str
    name: str | Promise
    description: str | Promise
    profiles: tuple[DemoProfile, ...] = ()


PERSONAS = (
    Persona(
        "horror@demo.example",
        _("The horror fan"),
        _("Half of all they watch is horror, from Night of the Living Dead to The ABCs of Death."),
        (DemoProfile("Morgan", "1732", Profile.Avatar.DUSK),),
    ),
    Persona(
        "family@demo.example",
        _("A family"),
        _("Two grown-ups, one for adventures and one for romance, and a child with an age limit."),
        (
            DemoProfile("Robin", "13633", Profile.Avatar.MEADOW),
            DemoProfile("Alex", "19544", Profile.Avatar.EMBER),
            DemoProfile("Charlie", "9320", Profile.Avatar.GOLD, is_kids=True, series=(LAMP_STREET, 1)),
        ),
    ),
    Persona(
        "drama@demo.example",
        _("The drama lover"),
        _("Serious films from all over the world, four dramas in five."),
        (DemoProfile("Noor", "17491", Profile.Avatar.LAGOON, series=(TIDE_OFFICE, 3)),),
    ),
    Persona(
        "scifi@demo.example",
        _("The science-fiction fan"),
        _("Akira, Godzilla and other futures, the stranger the better."),
        (DemoProfile("Kim", "14240", Profile.Avatar.SLATE),),
    ),
    Persona(
        "classics@demo.example",
        _("The film historian"),
        _("Every other film is older than 1970: Hitchcock, screwball and film noir."),
        (DemoProfile("Jean", "12864", Profile.Avatar.GOLD),),
    ),
    Persona(
        "new@demo.example",
        _("Someone new"),
        _("Nothing watched yet: what the site shows before it knows anybody."),
        (DemoProfile("New here", None, Profile.Avatar.LAGOON),),
    ),
)
OPERATOR = Persona("operator@demo.example", _("The operator"), _("Runs the site: the admin, with every right."))
CHOSEN = frozenset(profile.rater for persona in PERSONAS for profile in persona.profiles if profile.rater)
