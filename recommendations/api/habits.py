"""What is learnt of a profile."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import ProfileView
from recommendations import habits
from recommendations.leanings import Leaning


def _mix(events: int, **shares: float) -> dict[str, Any]:
    return {"shares": [{"name": name, "share": share} for name, share in shares.items()], "events": events}


HORROR: dict[str, Any] = {"slug": "horror", "name": "Horror", "titles": 84, "share": 0.49, "usual": 0.08, "times": 6.1}
TASTE: dict[str, Any] = {
    "genres": [HORROR],
    "people": [{**HORROR, "slug": "boris-karloff", "name": "Boris Karloff", "titles": 5, "share": 0.03, "usual": 0.01}],
    "decades": [{**HORROR, "slug": "1970", "name": "1970s", "titles": 31, "share": 0.18, "usual": 0.06, "times": 3.0}],
    "kinds": _mix(171, film=0.9, series=0.1),
    "runtime": {"low": 88.0, "median": 94.0, "high": 101.0, "events": 154},
    "day": _mix(60, evening=0.7, night=0.3),
    "week": _mix(60, friday=0.6, saturday=0.4),
    "devices": _mix(60, tv=0.8, phone=0.2),
    "sitting": {"low": 45.0, "median": 92.0, "high": 110.0, "events": 60},
    "endings": _mix(188, finished=0.85, early=0.1, half=0.05),
    "left_at": {"low": 0.12, "median": 0.21, "high": 0.38, "events": 28},
    "left_after": {"low": 11.0, "median": 20.0, "high": 37.0, "events": 26},
    "months": [{"month": "2026-02", "titles": 12, "genres": [{"slug": "horror", "name": "Horror", "share": 0.4}]}],
    "rows": [{"kind": "top_picks", "shown": 226, "looked": 12, "played": 11}],
    "left_genres": [{"slug": "comedy", "name": "Comedy", "share": 0.4, "begun": 10}],
}


class LeaningSerializer(serializers.Serializer[Leaning]):
    """A genre, a person or a decade that several liked titles have in common."""

    slug = serializers.SlugField(help_text="What `genre` and `person` filter titles by; of a decade, its first year.")
    name = serializers.CharField()
    titles = serializers.IntegerField(help_text="How many liked titles this rests on.")
    share = serializers.FloatField(help_text="Of what the profile likes, 0 to 1. A title can be of several genres.")
    usual = serializers.FloatField(help_text="The same of what is watched on the site as a whole.")
    times = serializers.FloatField(allow_null=True, help_text="`share` over `usual`; null where nobody watches it.")


class ShareSerializer(serializers.Serializer[Any]):
    """One of several things."""

    name = serializers.CharField()
    share = serializers.FloatField(help_text="0 to 1.")


class MixSerializer(serializers.Serializer[habits.Mix]):
    """Shares that add up to one, the largest first."""

    shares = serializers.SerializerMethodField()
    events = serializers.IntegerField(help_text="How many events these are shares of.")

    @extend_schema_field(ShareSerializer(many=True))
    def get_shares(self, mix: habits.Mix) -> list[dict[str, Any]]:
        return [{"name": name, "share": share} for name, share in mix.shares.items()]


class RangeSerializer(serializers.Serializer[habits.Range]):
    """The middle of some values, with a quarter of them below `low` and a quarter above `high`."""

    low = serializers.FloatField()
    median = serializers.FloatField()
    high = serializers.FloatField()
    events = serializers.IntegerField(help_text="How many values these are of.")


class LeftGenreSerializer(serializers.Serializer[habits.LeftGenre]):
    """How often titles of a genre are given up."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    share = serializers.FloatField(help_text="Of those begun and not under way any more, 0 to 1.")
    begun = serializers.IntegerField(help_text="How many those are.")


class MonthGenreSerializer(serializers.Serializer[Any]):
    """A genre in a month."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    share = serializers.FloatField(help_text="Of what was liked then, 0 to 1; a title of two genres is half of each.")


class MonthSerializer(serializers.Serializer[Any]):
    """What was liked in a month."""

    month = serializers.CharField(help_text="Such as 2026-03.")
    titles = serializers.IntegerField(help_text="How many liked titles this rests on.")
    genres = MonthGenreSerializer(many=True, help_text="The largest of the year, in the same order for all months.")


class OutcomeSerializer(serializers.Serializer[Any]):
    """How many titles were on screen in rows of a kind, how many of them were looked at, and played, from there."""

    kind = serializers.CharField()
    shown = serializers.IntegerField()
    looked = serializers.IntegerField()
    played = serializers.IntegerField()


@extend_schema_serializer(examples=[OpenApiExample("A horror fan", TASTE)], component_name="Taste")
class TasteSerializer(serializers.Serializer[habits.Habits]):
    """Habits in numbers. What too few events speak for is null, or left out of its list."""

    genres = LeaningSerializer(many=True, help_text="The largest share first, as in the next two.")
    people = LeaningSerializer(many=True, help_text="In cast or crew.")
    decades = LeaningSerializer(many=True)
    kinds = MixSerializer(allow_null=True, help_text="Of liked titles: `film`, `series`.")
    runtime = RangeSerializer(allow_null=True, help_text="Minutes, of liked films.")
    day = MixSerializer(
        allow_null=True,
        help_text="When sittings begin, by the site's clock: `night` from midnight, then six hours each `morning`, "
        "`afternoon`, `evening`.",
    )
    week = MixSerializer(allow_null=True, help_text="On what days: `monday` to `sunday`.")
    devices = MixSerializer(allow_null=True, help_text="On what: `web`, `phone`, `tablet`, `tv`, `other`.")
    sitting = RangeSerializer(allow_null=True, help_text="Minutes watched without a break of half an hour.")
    endings = MixSerializer(
        allow_null=True,
        help_text="Of titles begun: `finished`, or given up past the middle (`half`) or `early`.",
    )
    left_at = RangeSerializer(allow_null=True, help_text="Where titles are given up, as a share of them.")
    left_after = RangeSerializer(allow_null=True, help_text="The same in minutes, of films.")
    left_genres = LeftGenreSerializer(many=True, help_text="The most often given up first.")
    months = serializers.SerializerMethodField(help_text="The last twelve, the earliest first.")
    rows = OutcomeSerializer(many=True, help_text="What each kind of row brought, as far as impressions are kept.")

    @extend_schema_field(MonthSerializer(many=True))
    def get_months(self, known: habits.Habits) -> list[dict[str, Any]]:
        genres = known.change.genres
        return [
            {
                "month": f"{month.first:%Y-%m}",
                "titles": month.titles,
                "genres": [
                    {"slug": genre.slug, "name": genre.local_name, "share": share}
                    for genre, share in zip(genres, month.shares, strict=True)
                ],
            }
            for month in known.change.months
        ]


class TasteView(ProfileView):
    """What is known of the profile."""

    @extend_schema(
        operation_id="getTaste",
        summary="What is known of a profile",
        description=(
            "What its plays and ratings tell: what it likes and how much more than others here, when and on what it "
            "watches, how far, and when it gives up. Each number comes with how many events it rests on."
        ),
        tags=["Profiles"],
        responses=TasteSerializer,
    )
    def get(self, _request: Request) -> Response:
        return Response(TasteSerializer(habits.of_profile(self.profile)).data)
