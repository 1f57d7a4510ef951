"""What this room keeps of a viewer, and what it makes of what others keep."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

import accounts.privacy.kinds  # noqa: F401  described first: documents begin with the account
from accounts.models import Profile
from accounts.privacy.registry import Person, Section, of_profiles, registry
from accounts.privacy.traces import TASKS_OF_PROFILES
from recommendations import habits
from recommendations.api.habits import TasteSerializer
from recommendations.models import HomePage


def _taste(person: Person) -> Iterator[dict[str, Any]]:
    for profile in Profile.objects.filter(pk__in=person.profile_ids):
        yield {"profile": profile.pk, **TasteSerializer(habits.of_profile(profile)).data}


registry.describe(
    HomePage,
    "home_page",
    what=_("The home page that waits for you: rows of titles, each with its reason."),
    why=_("So that you need not wait while it is made."),
    kept=_("Until the next one takes its place, or the profile is erased."),
    goes=_("To your own browsers and devices."),
    rows=of_profiles(HomePage),
    fields={
        "rows": _("Its rows: numbers of titles, and of those of your history that are the reason."),
        "taste_version": _("How many of your events it knows of."),
        "model": _("Number of the model that it was made with."),
        "personalised": _("Whether it was made from what you did."),
        "built_at": _("When it was made."),
    },
)
registry.sections.append(
    Section(
        "taste",
        _(
            "What is learnt from your plays and thumbs, as far as you let it be: genres, people and decades, when and "
            "on what you watch, how far, and when you give up; each with the number of events that it rests on."
        ),
        _taste,
    )
)
TASKS_OF_PROFILES |= {"recommendations.tasks.refresh", "recommendations.tasks.refresh_batch"}
