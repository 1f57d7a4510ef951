"""Which part of the activity is meant, as queries, bodies and forms say it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from accounts.activity import Wanted
from accounts.activity.kinds import KINDS, NAMES
from accounts.activity.wanted import HOURS, WEEK
from accounts.models import Play
from accounts.models.activity import ROW_KEY
from accounts.services.steering import is_decade
from catalog.rest import LARGEST_ID, Body

NAMED = (
    "kind",
    "q",
    "day",
    "month",
    "part",
    "weekday",
    "device",
    "row",
    "title",
    "genre",
    "era",
    "person",
    "hidden",
)


class Filters(serializers.Serializer[Any]):
    """Filters that must all hold."""

    kind = serializers.ChoiceField(choices=NAMES, required=False, help_text="What was done.")
    q = serializers.CharField(max_length=100, required=False, help_text="Part of a title's name or of a search.")
    day = serializers.DateField(required=False, help_text="By the site's clock, as the next three.")
    month = serializers.RegexField(r"^[1-9][0-9]{3}-(0[1-9]|1[0-2])$", required=False, help_text="Such as 2026-03.")
    part = serializers.ChoiceField(choices=list(HOURS), required=False, help_text="Of the day; `night` from midnight.")
    weekday = serializers.ChoiceField(choices=list(WEEK), required=False, help_text="`monday` to `sunday`.")
    device = serializers.ChoiceField(choices=Play.Device.choices, required=False, help_text="Plays alone have one.")
    row = serializers.CharField(max_length=ROW_KEY, required=False, help_text="Kind of the row that it came from.")
    title = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False, help_text="Id of a title.")
    genre = serializers.SlugField(required=False, help_text="Slug of a genre.")
    era = serializers.RegexField("^[0-9]{4}$", required=False, help_text="First year of a decade.")
    person = serializers.SlugField(required=False, max_length=140, help_text="Slug of somebody.")
    hidden = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="Whether it is kept out of the recommendations."
    )

    def validate_era(self, era: str) -> str:
        if not is_decade(era):
            raise serializers.ValidationError(_("This is not the first year of a decade."), code="decade")
        return era


def wanted_of(given: Mapping[str, Any]) -> Wanted:
    """What validated filters mean."""
    told = {name: value for name, value in given.items() if name in NAMED and value not in (None, "")}
    if "month" in told:
        told["month"] = dt.date.fromisoformat(f"{told['month']}-01")
    if "era" in told:
        told["era"] = int(told["era"])
    return Wanted(text=told.pop("q", ""), **told)


def event_of(entry: str) -> Wanted | None:
    """One entry by its id; None for what is no id."""
    kind, _dash, number = entry.rpartition("-")
    sound = kind in KINDS and number.isascii() and number.isdigit() and int(number[:20]) <= LARGEST_ID
    return Wanted(event=entry) if sound else None


@extend_schema_serializer(examples=[OpenApiExample("An evening that was somebody else's", {"day": "2026-03-01"})])
class SelectionBody(Filters, Body):
    """Which part of the activity. Without any filter it must be said that `everything` is meant."""

    everything = serializers.BooleanField(required=False, default=False)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if bool(wanted_of(values)) == values["everything"]:
            told = _("Give filters, or say that everything is meant, and not both.")
            raise serializers.ValidationError({"everything": [told]}, code="selection")
        return values


@extend_schema_serializer(
    examples=[OpenApiExample("What was hidden just now", {"day": "2026-03-01", "hidden_at": "2026-03-02T08:00:00Z"})]
)
class UnhideBody(SelectionBody):
    """Which part of the activity is to be used again."""

    hidden_at = serializers.DateTimeField(
        required=False, help_text="Only what was hidden at that moment, as `hide` told it: an undo."
    )
