"""What a viewer can decide about their data, in the words in which they are asked."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from accounts.models import Profile

# Changes with the words below: each choice is recorded with the version that it was made under.
TEXT_VERSION = "2026-11"
SHORTEST, LONGEST = 1, 3650  # days
MEANT = (30, 90, 365, 730)  # days that the page offers


class Choices(NamedTuple):
    """All of them. `retention_days` None: events are kept until the viewer deletes them."""

    personalised: bool = True
    uses_plays: bool = True
    keeps_searches: bool = True
    keeps_impressions: bool = True
    retention_days: int | None = None


EVERYTHING = Choices()
PLAIN = Choices(personalised=False, uses_plays=False, keeps_searches=False, keeps_impressions=False)
LEAST = PLAIN._replace(retention_days=90)  # what children have until somebody decides otherwise


class Text(NamedTuple):
    """How a choice is put, and what it means either way."""

    label: Any
    on: Any
    off: Any


TEXTS = {
    "personalised": Text(
        _("Make my page for me"),
        _("Rows are chosen and ordered by what you watch, rate and look at, and say why."),
        _("You get what is popular and new. Nothing is read from your history, except to leave out what you saw."),
    ),
    "uses_plays": Text(
        _("Learn from what I watch"),
        _("What you play and the titles you open count for your page, and for what the site learns about taste."),
        _(
            "What you play is kept for Continue watching and your history only. Titles you open are not noted at all. "
            "Thumbs and My List still count."
        ),
    ),
    "keeps_searches": Text(
        _("Keep my searches"),
        _("What you search for is kept with your profile: it is offered again, and counts for your page for a week."),
        _("Searches are answered and forgotten."),
    ),
    "keeps_impressions": Text(
        _("Note what was on my screen"),
        _("Which titles were shown to you, and where: what you see often and never choose makes room for others."),
        _("Nobody notes what you were shown, or from which row you chose something."),
    ),
}


def choices_of(profile: Profile) -> Choices:
    """How things stand for a profile."""
    return Choices(*(getattr(profile, name) for name in Choices._fields))
