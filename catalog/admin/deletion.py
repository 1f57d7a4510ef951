"""What a deletion takes with it, counted rather than listed."""

from collections import Counter
from typing import Any

from django.db.models import CASCADE, PROTECT, Model, QuerySet
from django.utils.translation import gettext as _

Deletion = tuple[list[Any], dict[str, int], set[str], list[Any]]


def summary(model: type[Model], objects: list[Any], *, allowed: bool) -> Deletion:
    """The objects, how many rows of which kind go with them, what the operator may not do, and what forbids it.

    Only the right to delete the objects themselves is asked for: whoever may delete an account may delete what it did.
    """
    counts: Counter[str] = Counter({str(model._meta.verbose_name_plural): len(objects)})
    protected: list[Any] = []
    rows = model._base_manager.filter(pk__in=[one.pk for one in objects])
    _follow(model, rows, counts, protected)
    return [str(one) for one in objects], dict(counts), set() if allowed else {str(model._meta.verbose_name)}, protected


def _follow(model: type[Model], rows: QuerySet[Any], counts: Counter[str], protected: list[Any]) -> None:
    # Relations without a name on this side are hidden, but rows on their other side are deleted all the same.
    relations: Any = [
        one for one in model._meta.get_fields(include_hidden=True) if one.auto_created and not one.concrete
    ]
    for relation in relations:
        below: Any = relation.related_model
        pointing = below._base_manager.filter(**{f"{relation.field.name}__in": rows.values("pk")})
        if relation.on_delete is PROTECT:
            protected += _held(pointing)
        elif relation.on_delete is CASCADE and (number := pointing.count()):
            counts[str(below._meta.verbose_name_plural)] += number
            _follow(below, pointing, counts, protected)


def _held(pointing: QuerySet[Any]) -> list[str]:
    number = pointing.count()
    return [_("%(number)d %(kind)s") % {"number": number, "kind": pointing.model._meta.verbose_name_plural}][:number]
