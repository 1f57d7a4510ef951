"""Queries that the ORM writes once and that run many times, for pages that everybody asks for.

Writing a query takes the ORM longer than PostgreSQL takes to answer it, and so may planning it. A statement keeps the
SQL, with marks where values come that are known only when it runs, `Profile.objects.filter(pk=given("profile"))`, and
PostgreSQL keeps its plan.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import get_related_populators
from django.utils import timezone

M = TypeVar("M", bound=Model)


class Given(str):
    """The name of a value that is known only when the statement runs."""

    __slots__ = ()


def given(name: str, sql: str = "%s", **field: Any) -> RawSQL:
    """Stands in a query for the value of that name; for a condition, where its `output_field` is a Boolean one."""
    return RawSQL(sql, [Given(name)], **field)  # noqa: S611  the SQL is a constant of ours, the value a parameter


def prepared() -> Any:
    """A cursor for what is said in the same words each time, whose plans PostgreSQL keeps."""
    return cast("Any", connection).prepared()  # the engine of settings.DATABASES has it


class Statement(Generic[M]):
    """A query in SQL. Moments in it are taken for "now", and are those of the time at which it runs."""

    def __init__(self, query: QuerySet[M, Any]) -> None:
        self.compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.parameters = self.compiler.as_sql()
        self.converters = self.compiler.get_converters([column for column, *_ in self.compiler.select])
        self.instance = _maker(self.compiler)

    def rows(self, **values: Any) -> list[Any]:
        """What the database answers: a tuple for each row."""
        return _answer(self.sql, self.parameters, values)

    def instances(self, **values: Any) -> list[M]:
        """The same as instances of the model, with what `select_related` and `annotate` name."""
        rows = self.rows(**values)
        converted = self.compiler.apply_converters(rows, self.converters) if self.converters else rows
        return [self.instance(row) for row in converted]

    def first(self, **values: Any) -> M | None:
        """The first of them, if there is any."""
        return next(iter(self.instances(**values)), None)


class Fingerprint:
    """A query for one short text that changes with anything in the answers of several others, and with their order.

    What is to be compared stays with PostgreSQL: a hundred rows take longer to be read here than to be found there.
    `beginning` is SQL that stands before it, `WITH`, with its parameters.
    """

    def __init__(self, beginning: str, parameters: Sequence[Any], queries: Sequence[QuerySet[Any, Any]]) -> None:
        asked = [query.query.sql_with_params() for query in queries]
        told = ", ".join(f"(SELECT string_agg(one::text, ' ') FROM ({sql}) AS one)" for sql, _ in asked)  # noqa: S608  by the ORM
        self.sql = f"{beginning} SELECT md5(ROW({told})::text)"
        self.parameters = [*parameters, *(parameter for _, some in asked for parameter in some)]

    def get(self, **values: Any) -> str:
        """The text: 32 characters."""
        [(found,)] = _answer(self.sql, self.parameters, values)
        return cast("str", found)


def _answer(sql: str, parameters: Sequence[Any], values: dict[str, Any]) -> list[Any]:
    now = timezone.now()
    with prepared() as cursor:
        cursor.execute(sql, [_value(parameter, values, now) for parameter in parameters])
        found: list[Any] = cursor.fetchall()
    return found


def _value(parameter: Any, values: dict[str, Any], now: dt.datetime) -> Any:
    if isinstance(parameter, Given):
        return values[parameter]
    return now if isinstance(parameter, dt.datetime) else parameter


def _maker(compiler: Any) -> Callable[[Any], Any]:
    """Makes an instance of a row, as a query set does it; of none, where the query asks for values."""
    info = compiler.klass_info
    if info is None:
        return tuple
    fields = info["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [column.target.attname for column, *_ in compiler.select[start:end]]
    annotations = compiler.annotation_col_map
    populators = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # of Django 6

    def instance(row: Any) -> Any:
        made = info["model"].from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for populator in populators:
            populator.populate(row, made)
        for name, place in annotations.items():
            setattr(made, name, row[place])
        return made

    return instance
