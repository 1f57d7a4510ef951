"""People and what they did in a title."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.models.titles import Title


class Person(models.Model):
    """Someone who made or played in titles. Namesakes are told apart by their slugs."""

    name = models.CharField(_("name"), max_length=120, db_index=True)
    slug = models.SlugField(_("slug"), max_length=140, unique=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            # Search: parts of names, and names that are nearly so.
            GinIndex(OpClass("slug", name="gin_trgm_ops"), name="person_slug_trigrams"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.slug])


class Credit(models.Model):
    """A person's part in a title, in billing order."""

    class Role(models.TextChoices):
        ACTOR = "actor", _("actor")
        DIRECTOR = "director", _("director")
        WRITER = "writer", _("writer")

    title = models.ForeignKey(Title, models.CASCADE, related_name="credits")
    person = models.ForeignKey(Person, models.CASCADE, related_name="credits")
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.ACTOR)
    character = models.CharField(_("character"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("billing position"), default=0)

    class Meta:
        ordering = ["role", "position", "pk"]
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        constraints = [
            models.UniqueConstraint(fields=["title", "person", "role", "character"], name="credit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title_id}: {self.person_id} ({self.role})"
