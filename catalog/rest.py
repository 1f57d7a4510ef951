"""What every room's part of the REST API is built from: bodies, queries and pages of results."""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Protocol

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

__all__ = ["Body", "InvalidQuery", "KeysetPagination", "Order", "moment", "read_body", "read_query"]

METHODS = ["get", "head", "post", "put", "delete"]
CARDS, MOST_CARDS = 24, 100
LARGEST_ID = 2**63 - 1
NON_FIELD_ERRORS = api_settings.NON_FIELD_ERRORS_KEY


class InvalidQuery(ValidationError):  # noqa: N818  as DRF names its own
    """What is wrong is in the query string, not in the body."""


class LengthRequired(APIException):
    """The web server's interface tells of no body without its length; it would be taken for an empty one."""

    status_code = status.HTTP_411_LENGTH_REQUIRED
    default_code = "length_required"
    default_detail = gettext_lazy("Send the body's Content-Length: chunks are not taken.")


# What a field of a body is in JSON. DRF would take 0 for false, and false for a UUID.
TYPES: list[tuple[type[serializers.Field[Any, Any, Any, Any]], type]] = [
    (serializers.BooleanField, bool),
    (serializers.IntegerField, int),
    (serializers.CharField, str),
    (serializers.UUIDField, str),
    (serializers.DateTimeField, str),
    (serializers.DateField, str),
]


class Body(serializers.Serializer[Any]):
    """The body of a request. A field that is not known, or of another type than is described, is an error: a slip must
    not go unnoticed."""

    asks_who: ClassVar[bool] = False  # whether what it takes depends on who sends it

    @classmethod
    def read(cls, data: Any) -> dict[str, Any]:
        """The values of such a body, or a ValidationError that names each wrong field.

        For bodies that look at nothing else. Their fields are made once, which takes longer than to read with them.
        """
        try:
            return dict(_made_once(cls).run_validation(data))
        except ValidationError as error:
            wrong = error.detail
            raise ValidationError(wrong if isinstance(wrong, dict) else {NON_FIELD_ERRORS: wrong}) from None

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            if unknown := sorted(set(map(str, data)) - set(self.fields)):
                told = ErrorDetail(_("There is no such field."), code="unknown")
                raise ValidationError({name: [told] for name in unknown[:20]})
            fields = [(name, field) for name, field in self.fields.items() if name in data]
            if mistyped := {name: wrong for name, field in fields if (wrong := mistyped_in(field, data[name]))}:
                raise ValidationError(mistyped)
        return super().to_internal_value(data)


def mistyped_in(field: Any, value: Any) -> Any:
    """What is to be said of a value that is not of its field's type, or of which of its elements; else nothing."""
    if isinstance(field, serializers.ListField) and isinstance(value, list):
        found = {str(place): mistyped_in(field.child, one) for place, one in enumerate(value)}
        return {place: wrong for place, wrong in found.items() if wrong}
    return [] if is_typed(field, value) else [ErrorDetail(_("This is of another type."), code="invalid")]


def is_typed(field: Any, value: Any) -> bool:
    """Whether a value of a body is of the JSON type that its field has. Null and what is nested are its own matter."""
    if value is None:
        return True
    if isinstance(field, serializers.ChoiceField):
        named = field.choice_strings_to_values.get(str(value))
        return named is None or type(named) is type(value)
    wanted = next((told for kind, told in TYPES if isinstance(field, kind)), None)
    if wanted is int:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return wanted is None or isinstance(value, wanted)


@cache
def _made_once(body: type[Body]) -> Body:
    return body()


def read_body(body: type[Body], request: Request, **context: Any) -> dict[str, Any]:
    """The values of the request's body, or a ValidationError that names each wrong field."""
    if "Transfer-Encoding" in request.headers:
        raise LengthRequired
    if not (body.asks_who or context):
        return body.read(request.data)
    serializer = body(data=request.data, context={"request": request, **context})
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def read_query(query: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The values of the query string, or an `InvalidQuery`. Parameters that are not known are let pass."""
    serializer = query(data=request.query_params.dict(), context={"request": request})
    if not serializer.is_valid():
        raise InvalidQuery(serializer.errors)
    return dict(serializer.validated_data)


def moment(value: Any) -> dt.datetime:
    """A point in time from its ISO 8601 form with an offset."""
    parsed = dt.datetime.fromisoformat(value)
    if parsed.tzinfo is None:
        raise ValueError("no offset")
    return parsed


@dataclass(frozen=True)
class Order:
    """What results are sorted by: a field, downwards with a "-", and how its value comes back out of a cursor.

    Rows of equal value follow by their ids in the same direction. The field is never null.
    """

    field: str
    parse: Callable[[Any], Any]

    @property
    def name(self) -> str:
        return self.field.lstrip("-")

    @property
    def downwards(self) -> bool:
        return self.field.startswith("-")

    def sort(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.order_by(self.field, "-pk" if self.downwards else "pk")

    def after(self, value: Any, pk: int) -> Q:
        """What comes after the row with that value and id."""
        way = "lt" if self.downwards else "gt"
        # The first condition says nothing new; it is the one that an index on the field can begin from.
        return Q(**{f"{self.name}__{way}e": value}) & (Q(**{f"{self.name}__{way}": value}) | Q(**{f"pk__{way}": pk}))


class Ordered(Protocol):
    """A view whose results come in pages."""

    def order(self) -> Order: ...


class KeysetPagination(BasePagination):
    """Pages that begin after the last row of the one before: equally quick at any depth, and no row is shown twice or
    left out because others came or went. A cursor carries the sorting value and the id of that row.

    (DRF's own cursors count an offset among rows of equal value and give up at 1,000 of them: a catalogue that was
    imported at one moment has more.)
    """

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.request, self.order = request, view.order()
        limit = self._limit(request)
        if cursor := request.query_params.get("cursor"):
            queryset = queryset.filter(self.order.after(*self._decoded(cursor)))
        found = list(self.order.sort(queryset)[: limit + 1])
        self.last: Model | None = found[limit - 1] if len(found) > limit else None
        return found[:limit]

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self._next(), "results": data})

    def _limit(self, request: Request) -> int:
        given = request.query_params.get("limit", str(CARDS))
        if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= MOST_CARDS):
            raise InvalidQuery({"limit": [_("A whole number from 1 to %(most)d.") % {"most": MOST_CARDS}]})
        return int(given)

    def _next(self) -> str | None:
        if self.last is None:
            return None
        query = self.request.query_params.copy()
        query["cursor"] = self._encoded(self.last)
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")

    def _encoded(self, row: Model) -> str:
        value = getattr(row, self.order.name)
        plain = value.isoformat() if isinstance(value, dt.datetime) else value
        packed = json.dumps([self.order.field, plain, row.pk], separators=(",", ":"))
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")

    def _decoded(self, cursor: str) -> tuple[Any, int]:
        try:
            packed = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
            field, plain, pk = json.loads(packed)
            value = self.order.parse(plain)
            sound = field == self.order.field and isinstance(pk, int) and 0 <= pk <= LARGEST_ID
        except (binascii.Error, ValueError, TypeError, RecursionError, OverflowError):
            sound = False
        if not sound or "\0" in str(value):
            raise InvalidQuery({"cursor": [_("Not a cursor of this list.")]})
        return value, pk

    def get_schema_operation_parameters(self, _view: Any) -> list[dict[str, Any]]:
        limits = {"type": "integer", "minimum": 1, "maximum": MOST_CARDS, "default": CARDS}
        told = "Where to go on: taken from `next` of the page before, for the same order."
        return [
            {"name": "cursor", "in": "query", "required": False, "schema": {"type": "string"}, "description": told},
            {"name": "limit", "in": "query", "required": False, "schema": limits, "description": "Results in a page."},
        ]

    def get_paginated_response_schema(self, schema: Any) -> dict[str, Any]:
        following = {
            "type": ["string", "null"],
            "format": "uri",
            "description": "The address of the next page; null at the end.",
            "example": "https://cinema.example/api/v1/profiles/7/history?cursor=WyItbGFzdF9hdCIs",
        }
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {"next": following, "results": schema},
        }
