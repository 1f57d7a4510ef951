"""How the REST API says what can be watched, in two sizes: card and detail. What a viewer made of it is added above."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.models import Credit, Episode, Season, Title
from catalog.pictures import picture_url

SHAPES = ("poster", "card", "still")
NAME = "In the answer's language where it is held, or else the main one."

CARD: dict[str, Any] = {
    "id": 1204,
    "kind": "film",
    "slug": "the-haunting-1963",
    "name": "The Haunting",
    "year": 1963,
    "runtime": 112,
    "maturity": {"code": "12", "minimum_age": 12},
    "genres": [{"slug": "horror", "name": "Horror"}],
    "artwork": {
        "poster": "https://cinema.example/artwork/poster/1204-19a8c7d2b40-5f0c2a9d1b7e.webp",
        "card": "https://cinema.example/artwork/card/1204-19a8c7d2b40-5f0c2a9d1b7e.webp",
        "still": "https://cinema.example/artwork/still/1204-19a8c7d2b40-5f0c2a9d1b7e.webp",
    },
}
DETAIL: dict[str, Any] = {
    "original_name": "",
    "synopsis": "Four people spend the night in a house that does not want to be left.",
    "maturity_sentence": "Moderate violence, strong language or sexual references.",
    "advice": ["threat", "fear"],
    "credits": [{"role": "actor", "character": "Eleanor", "person": {"slug": "julie-harris", "name": "Julie Harris"}}],
    "seasons": [],
    "assumed": ["runtime"],
}


class GenreSerializer(serializers.Serializer[Any]):
    """A kind of story or form."""

    slug = serializers.SlugField(help_text="What `genre` filters by.")
    name = serializers.CharField(source="local_name", help_text="In the answer's language.")


class PersonSerializer(serializers.Serializer[Any]):
    """Someone who made or played in titles."""

    slug = serializers.SlugField(help_text="What `person` filters by.")
    name = serializers.CharField()


class CreditSerializer(serializers.Serializer[Credit]):
    """A person's part in a title, in billing order."""

    role = serializers.ChoiceField(choices=Credit.Role.choices)
    character = serializers.CharField(
        allow_blank=True, help_text="Empty where it is not known, or for those behind the camera."
    )
    person = PersonSerializer()


class MaturitySerializer(serializers.Serializer[Any]):
    """One step of an age classification."""

    code = serializers.CharField()
    minimum_age = serializers.IntegerField(help_text="In years.")


class ArtworkSerializer(serializers.Serializer[Any]):
    """Absolute addresses of pictures in WebP: they need no token, and what is behind one never changes.

    With `?width=` in pixels added, a picture comes in that width, or the next larger one of 160, 320, 480, 640, 768,
    960, 1280 and 1920. Without, 480 wide, for lists, and a still 1280, for a screen.
    With the ending `.jpg` in the place of `.webp` it comes as JPEG.
    """

    poster = serializers.URLField(help_text="Upright, two to three.")
    card = serializers.URLField(help_text="Wide, sixteen to nine, with the name large enough for a row.")
    still = serializers.URLField(help_text="Wide, sixteen to nine, for the whole width of a screen.")


class TitleReferenceSerializer(serializers.Serializer[Title]):
    """A title by its name alone."""

    id = serializers.IntegerField(source="pk")
    slug = serializers.SlugField()
    name = serializers.CharField(source="local_name", help_text=NAME)


class TitleCardSerializer(serializers.Serializer[Title]):
    """A film or series in the small size. Costs no query after `for_cards`.

    The context's `origin` is what stands before the path in an absolute address of this site.
    """

    id = serializers.IntegerField(source="pk", help_text="Never changes and is never given to another title.")
    kind = serializers.ChoiceField(choices=Title.Kind.choices)
    slug = serializers.SlugField()
    name = serializers.CharField(source="local_name", help_text=NAME)
    year = serializers.IntegerField(allow_null=True)
    runtime = serializers.IntegerField(allow_null=True, help_text="In minutes; null for a series.")
    maturity = MaturitySerializer(allow_null=True)
    genres = serializers.SerializerMethodField(help_text="First what the title is most.")
    artwork = serializers.SerializerMethodField()

    @extend_schema_field(GenreSerializer(many=True))
    def get_genres(self, title: Title) -> list[dict[str, str]]:
        return [{"slug": link.genre.slug, "name": link.genre.local_name} for link in title.title_genres.all()]

    @extend_schema_field(ArtworkSerializer)
    def get_artwork(self, title: Title) -> dict[str, str]:
        origin = self.context["origin"]
        return {shape: origin + picture_url(title, shape) for shape in SHAPES}


class EpisodeSerializer(serializers.Serializer[Episode]):
    """What is played when a series is watched."""

    id = serializers.IntegerField(source="pk")
    number = serializers.IntegerField()
    name = serializers.CharField()
    synopsis = serializers.CharField(allow_blank=True)
    runtime = serializers.IntegerField(allow_null=True, help_text="In minutes.")


class SeasonSerializer(serializers.Serializer[Season]):
    """A season with its episodes in their order; number 0 holds the specials."""

    number = serializers.IntegerField()
    name = serializers.CharField(source="__str__")
    episodes = EpisodeSerializer(many=True, source="episodes.all")


class TitleDetailSerializer(TitleCardSerializer):
    """A film or series with all that is known of it. Costs no query after `for_detail`."""

    original_name = serializers.CharField(allow_blank=True, help_text="Empty where it is the same.")
    synopsis = serializers.CharField(allow_blank=True)
    maturity_sentence = serializers.CharField(
        source="maturity.sentence", default="", help_text="Whom the rating is for, in words; empty without one."
    )
    advice = serializers.ListField(
        child=serializers.ChoiceField(choices=Title.Advice.choices), help_text="What the rating is for, where held."
    )
    credits = CreditSerializer(many=True, source="credits.all")
    seasons = SeasonSerializer(many=True, source="seasons.all", help_text="Empty for a film.")
    assumed = serializers.ListField(
        child=serializers.CharField(), help_text="Fields that a rule filled in because no source gave them."
    )
