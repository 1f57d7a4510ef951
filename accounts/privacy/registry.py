"""What is kept of a viewer, kind by kind and field by field: the one place that exports, erasure's test and
docs/privacy.md go by.

Each room describes its own models here (`accounts.privacy.kinds`, `recommendations.privacy`). A test walks the foreign
keys that lead to a user or a profile, and fails on whatever is not described.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CompositePrimaryKey, ForeignKey, Model, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Profile, User
from catalog.models import Episode, Title


@dataclass(frozen=True)
class Person:
    """Whose data is meant: some profiles of an account, and, if `whole`, the account itself."""

    user_id: int
    email: str
    profile_ids: tuple[int, ...]
    whole: bool

    @classmethod
    def of_account(cls, user: User) -> "Person":
        return cls(user.pk, user.email, tuple(user.profiles.values_list("pk", flat=True)), whole=True)

    @classmethod
    def of_profile(cls, profile: Profile) -> "Person":
        return cls(profile.user_id, "", (profile.pk,), whole=False)


Rows = Callable[[Person], "QuerySet[Any]"]


@dataclass(frozen=True)
class Kind:
    """A model that holds something of viewers. `fields` says what each is for; those `withheld` are secrets that are
    not handed out, with the reason in their text. `rows` are a person's own."""

    model: type[Model]
    name: str  # of its files in an export
    what: Any
    why: Any
    kept: Any
    goes: Any
    fields: Mapping[str, Any]
    rows: Rows
    withheld: frozenset[str] = frozenset()

    def columns(self) -> dict[str, str]:
        """What an export has of each row: names of columns, and the lookups that give their values."""
        found: dict[str, str] = {}
        for name in field_names(self.model):
            if name not in self.withheld:
                found |= _columns(self.model, name)
        return found


@dataclass(frozen=True)
class Section:
    """Something that is worked out for an export and is stored nowhere."""

    name: str
    what: Any
    make: Callable[[Person], Iterable[dict[str, Any]]]


@dataclass
class Registry:
    """All kinds and sections, in the order in which they were described."""

    kinds: dict[type[Model], Kind] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)

    def describe(self, model: type[Model], name: str, *, fields: Mapping[str, Any], **told: Any) -> None:
        """Add a kind. What fields are that many models have needs not be said again; see `COMMON`."""
        own = {one: fields.get(one, COMMON.get(one)) for one in field_names(model)}
        self.kinds[model] = Kind(model, name, fields={**{k: v for k, v in own.items() if v}, **fields}, **told)


COMMON: dict[str, Any] = {
    "id": _("Number of the entry."),
    "profile": _("Number of the profile."),
    "user": _("Number of the account."),
    "title": _("Which title: its number, and in exports its name, year and IMDb id."),
    "episode": _("Which episode of a series, if it is one."),
    "row": _("Row of the home page that it was chosen from, or what else led to it; only while impressions are noted."),
    "page_view": _("A random number of one visit to the home page, by which events and impressions belong together."),
    "hidden_at": _("When you kept it out of the recommendations, if you did."),
    "done": _("How much of the work is done."),
    "total": _("Of how much."),
    "attempts": _("How often a worker has begun with it."),
    "claim": _("Which worker is at it. A random number."),
    "beat_at": _("When the worker was last heard of."),
    "created_at": _("When it was asked for."),
    "finished_at": _("When it was done."),
    "state": _("How far it is."),
}
registry = Registry()


def of_profiles(model: type[Model], path: str = "profile") -> Rows:
    """Rows that belong to profiles."""
    return lambda person: model._default_manager.filter(**{f"{path}__in": person.profile_ids})


def of_accounts(model: type[Model], path: str = "user") -> Rows:
    """Rows that belong to accounts as a whole."""
    return lambda person: _account_only(person, model._default_manager.filter(**{path: person.user_id}))


def by_email(model: type[Model], path: str = "username") -> Rows:
    """Rows that know an account by its address alone."""
    return lambda person: _account_only(person, model._default_manager.filter(**{f"{path}__iexact": person.email}))


def _account_only(person: Person, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    return rows if person.whole else rows.none()


def models_of_viewers() -> Iterator[type[Model]]:
    """Every model with a foreign key that leads to an account or a profile, however far, and these two themselves."""
    seen: set[type[Model]] = set()
    waiting: list[Any] = [User, Profile]
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        if not model._meta.auto_created:  # the tables between are told as fields of what they belong to
            yield model
        relations = model._meta.get_fields(include_hidden=True)
        back = [one for one in relations if one.auto_created and not one.concrete]
        waiting += [one.related_model for one in back if one.one_to_many or one.one_to_one]


def field_names(model: type[Model]) -> list[str]:
    """The fields that a row of a model has, with its many-to-many relations."""
    held = [one for one in model._meta.get_fields() if one.concrete and not isinstance(one, CompositePrimaryKey)]
    return [one.name for one in held]


def _columns(model: type[Model], name: str) -> dict[str, str]:
    held = model._meta.get_field(name)
    if not isinstance(held, ForeignKey):
        return {name: name}
    below = {
        Title: {"name": "name", "year": "year", "imdb_id": "imdb_id"},
        Episode: {"season": "season__number", "number": "number", "name": "name"},
    }.get(held.related_model, {})
    return {name: held.attname, **{f"{name}_{column}": f"{name}__{path}" for column, path in below.items()}}
