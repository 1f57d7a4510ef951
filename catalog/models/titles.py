"""Titles, their genres and their maturity ratings."""

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from catalog import naming
from catalog.access import Limits

if TYPE_CHECKING:
    from catalog.models.people import Credit, Person

FIRST_YEAR, LAST_YEAR = 1870, 2200
LONGEST_NAME = 250
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,2}")


def check_names(names: Any) -> None:
    """Codes of languages as browsers say them, such as "de" or "pt-br", and what the title is called there."""
    if not isinstance(names, dict):
        raise ValidationError(_("Names by language are expected."), code="invalid")
    for language, name in names.items():
        if not LANGUAGE.fullmatch(language):
            raise ValidationError(_("“%(code)s” is no code of a language."), params={"code": language})
        if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME:
            raise ValidationError(_("The name in “%(code)s” is empty or too long."), params={"code": language})


class Genre(models.Model):
    """A kind of story or form, such as Horror or Documentary."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("genre")
        verbose_name_plural = _("genres")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("genre", args=[self.slug])

    @property
    def local_name(self) -> str:
        """Its name in the language of whoever looks."""
        return naming.genre_name(self.name)


class MaturityRating(models.Model):
    """One step of an age classification; `minimum_age` is what profiles are compared with."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    minimum_age = models.PositiveSmallIntegerField(_("minimum age"), validators=[MaxValueValidator(21)])
    meaning = models.CharField(_("meaning"), max_length=200, blank=True)

    class Meta:
        ordering = ["minimum_age", "code"]
        verbose_name = _("maturity rating")
        verbose_name_plural = _("maturity ratings")

    def __str__(self) -> str:
        return self.code

    @property
    def sentence(self) -> str:
        """Whom it is for, in a short plain sentence."""
        if self.meaning:
            return naming.meaning(self.meaning)
        if not self.minimum_age:
            return gettext("Suitable for everyone.")
        return gettext("For people of %(age)d years and older.") % {"age": self.minimum_age}


class TitleQuerySet(models.QuerySet["Title"]):
    """Chainable, so that every surface starts from what may be seen."""

    def available(self) -> Self:
        """Published and not withdrawn."""
        now = timezone.now()
        return self.filter(published_at__lte=now).exclude(withdrawn_at__lte=now)

    def unavailable(self) -> Self:
        """Drafts, what comes later, and what was withdrawn."""
        now = timezone.now()
        return self.filter(
            models.Q(published_at__isnull=True) | models.Q(published_at__gt=now) | models.Q(withdrawn_at__lte=now)
        )

    def visible_to(self, limits: Limits) -> Self:
        """What a viewer with these limits may see, on any surface."""
        titles = self.available().without(limits.blocked)
        return titles if limits.unbounded else titles.filter(maturity__minimum_age__lte=limits.age)

    def without(self, ids: Collection[int]) -> Self:
        """Others than those with these ids."""
        return self.exclude(pk__in=sorted(ids)) if ids else self

    def for_cards(self) -> Self:
        """What cards show, without a further query."""
        return self.select_related("maturity").defer("words", "folded_name")

    def with_genres(self) -> Self:
        """With the genres in their order, by one more query whatever the number of titles."""
        return self.prefetch_related(models.Prefetch("title_genres", TitleGenre.objects.select_related("genre")))

    def for_detail(self) -> Self:
        """What the title page shows."""
        return self.for_cards().with_genres().prefetch_related("credits__person", "seasons__episodes")


class Title(models.Model):
    """A film or a series: what a card on the page stands for."""

    class Kind(models.TextChoices):
        FILM = "film", _("film")
        SERIES = "series", _("series")

    class Advice(models.TextChoices):
        """What in a title its maturity rating is for."""

        THREAT = "threat", _("Threat")
        FEAR = "fear", _("Frightening scenes")
        VIOLENCE = "violence", _("Violence")
        GORE = "gore", _("Blood and injury")
        LANGUAGE = "language", _("Strong language")
        SEX = "sex", _("Sexual content")
        NUDITY = "nudity", _("Nudity")
        DRUGS = "drugs", _("Drugs, alcohol or tobacco")
        DISCRIMINATION = "discrimination", _("Discrimination")
        SELF_HARM = "self-harm", _("Suicide or self-harm")
        FLASHES = "flashes", _("Flashing lights")

    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.FILM)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    # By language, and not a table: every page needs them with the title, and nobody asks for them without it.
    names = models.JSONField(
        _("names in other languages"),
        default=dict,
        db_default={},
        blank=True,
        validators=[check_names],
        help_text=_("One a line, each after the code of its language, such as “de: Das Boot”."),
    )
    original_name = models.CharField(_("original name"), max_length=LONGEST_NAME, blank=True)
    slug = models.SlugField(_("slug"), max_length=280, unique=True)
    synopsis = models.TextField(_("synopsis"), blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    runtime = models.PositiveSmallIntegerField(_("runtime in minutes"), null=True, blank=True)
    maturity = models.ForeignKey(
        MaturityRating,
        models.PROTECT,
        verbose_name=_("maturity rating"),
        null=True,
        blank=True,
        related_name="titles",
        help_text=_("Without one, only profiles without an age limit see the title."),
    )
    advice = ArrayField(
        models.CharField(max_length=14, choices=Advice),
        verbose_name=_("content advice"),
        default=list,
        db_default=[],
        blank=True,
        help_text=_("What the rating is for, separated by commas, such as threat,language."),
    )
    genres = models.ManyToManyField(Genre, through="TitleGenre", related_name="titles", verbose_name=_("genres"))
    people: "models.ManyToManyField[Person, Credit]" = models.ManyToManyField(
        "Person", through="Credit", related_name="titles", verbose_name=_("people")
    )
    imdb_id = models.CharField(_("IMDb id"), max_length=12, null=True, blank=True, unique=True)
    assumed = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("assumed facts"),
        default=list,
        blank=True,
        help_text=_("Fields that a rule filled in because no source gave them, such as runtime."),
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True, db_default=Now())
    updated_at = models.DateTimeField(_("updated at"), auto_now=True, db_default=Now())
    # By shape, the name in the storage of the image that stands for the drawing; see catalog.images.
    images = models.JSONField(default=dict, db_default={}, blank=True, editable=False)
    # Kept by catalog.search.index_titles: folded name for typos, weighted words of all facts for full text.
    folded_name = models.TextField(editable=False, default="")
    words = SearchVectorField(editable=False, null=True)

    objects = TitleQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("title")
        verbose_name_plural = _("titles")
        constraints = [
            models.CheckConstraint(
                name="title_year_plausible",
                condition=models.Q(year__isnull=True) | models.Q(year__range=(FIRST_YEAR, LAST_YEAR)),
            ),
            models.CheckConstraint(
                name="title_names_by_language",
                condition=Exact(
                    models.Func("names", function="jsonb_typeof", output_field=models.TextField()), "object"
                ),
            ),
            models.CheckConstraint(
                name="title_runtime_positive",
                condition=models.Q(runtime__isnull=True) | models.Q(runtime__gt=0),
            ),
            models.CheckConstraint(
                name="title_withdrawn_after_published",
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(withdrawn_at__gt=models.F("published_at")),
            ),
        ]
        indexes = [
            # The New row and the catalogue's freshness check.
            models.Index(fields=["-published_at"], name="title_newest"),
            models.Index(fields=["-updated_at"], name="title_changed"),
            # The admin's and the alphabetical lists' order.
            models.Index(fields=["name", "id"], name="title_by_name"),
            # Search: typos on the name, words in all facts.
            GinIndex(OpClass("folded_name", name="gin_trgm_ops"), name="title_name_trigrams"),
            GinIndex(fields=["words"], name="title_words"),
        ]

    def __str__(self) -> str:
        return f"{self.local_name} ({self.year})" if self.year else self.local_name

    def get_absolute_url(self) -> str:
        return reverse("title", args=[self.slug])

    @property
    def local_name(self) -> str:
        """Its name in the language of whoever looks, where one is held, or else its main one."""
        return (self.names.get(get_language()) or self.name) if self.names else self.name

    @property
    def is_series(self) -> bool:
        return self.kind == self.Kind.SERIES

    @property
    def genre_names(self) -> list[str]:
        """First of all what the title is most; costs no query after `with_genres`."""
        return [link.genre.local_name for link in self.title_genres.all()]

    @property
    def advice_words(self) -> list[str]:
        """What its maturity rating is for, in words."""
        return [str(self.Advice(one).label) for one in self.advice if one in self.Advice.values]

    @property
    def minimum_age(self) -> int | None:
        return self.maturity.minimum_age if self.maturity else None


class TitleGenre(models.Model):
    """One genre of a title; position 0 is what the title is first of all."""

    title = models.ForeignKey(Title, models.CASCADE, related_name="title_genres")
    genre = models.ForeignKey(Genre, models.PROTECT, related_name="title_genres")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("genre of a title")
        verbose_name_plural = _("genres of titles")
        constraints = [models.UniqueConstraint(fields=["title", "genre"], name="title_genre_once")]

    def __str__(self) -> str:
        return f"{self.title_id}: {self.genre_id}"
