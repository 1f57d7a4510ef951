"""Writes records of titles, many at once, so that running it again changes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from psycopg.types.json import Jsonb

from catalog.imports.copying import copy_rows, free_slugs
from catalog.imports.links import write_genres, write_people
from catalog.imports.reading import BadRowError
from catalog.imports.records import TitleRecord
from catalog.models import MaturityRating, Title
from catalog.search import fold, index_titles, renew_stamp, search_columns

BATCH, OLDEST = 2_000, 21
COLUMNS = (
    "kind", "name", "names", "original_name", "synopsis", "year", "runtime", "maturity_id", "advice", "imdb_id",
    "assumed", "published_at",
)  # fmt: skip
Complain = Callable[[int, str], None]


@dataclass
class Written:
    """How many titles were made, changed and found as they should be, and the id of each by its record's line."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    ids: dict[int, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.created + self.updated + self.unchanged

    def add(self, *, created: int, updated: int, unchanged: int) -> None:
        """Count a batch in."""
        self.created += created
        self.updated += updated
        self.unchanged += unchanged


def write_titles(records: Iterable[TitleRecord], complain: Complain, written: Written, *, update: bool = True) -> None:
    """Make or change the titles of these records, a batch to a transaction, and index them for search.

    A title is recognised by its IMDb id, or else by name, year and kind. Facts that a record does not give stay as they
    are, and without `update` so do all titles that are there. `written` counts what is in the database already, also
    if a later record cannot be read.
    """
    for batch in _batches(records):
        _write(batch, complain, written, update)


def _batches(records: Iterable[TitleRecord]) -> Iterator[list[TitleRecord]]:
    """Lists of records; a second record of the same title waits for the next list."""
    batch: list[TitleRecord] = []
    ids: set[str | None] = set()
    keys: dict[tuple[str, int | None, str], bool] = {}  # to whether all records of that name have an IMDb id
    for record in records:
        twice = record.imdb_id in ids or not (keys.get(record.key, True) and (record.imdb_id or record.key not in keys))
        if twice or len(batch) == BATCH:
            yield batch
            batch, ids, keys = [], set(), {}
        batch.append(record)
        ids |= {record.imdb_id} - {None}
        keys[record.key] = keys.get(record.key, True) and record.imdb_id is not None
    if batch:
        yield batch


@dataclass
class Plan:
    """The titles of a batch, with the facts of their records set; `fields` are what differs in any of `edited`."""

    titles: list[tuple[TitleRecord, Title]] = field(default_factory=list)
    edited: set[int] = field(default_factory=set)
    fields: set[str] = field(default_factory=lambda: {"updated_at"})

    def add(self, record: TitleRecord, title: Title, facts: dict[str, Any]) -> None:
        """Take a title in."""
        different = {name for name, value in facts.items() if getattr(title, name) != value}
        for name in different:
            setattr(title, name, facts[name])
        self.titles.append((record, title))
        if title.pk is not None and different:
            self.edited.add(title.pk)
            self.fields |= different


@transaction.atomic
def _write(records: Sequence[TitleRecord], complain: Complain, written: Written, update: bool) -> None:
    plan = _plan(records, complain, update)
    created = _create([(record, title) for record, title in plan.titles if title.pk is None])
    Title.objects.bulk_update([t for _, t in plan.titles if t.pk in plan.edited], sorted(plan.fields))
    chosen = [(r, t.pk) for r, t in plan.titles if update or t.pk in created]
    linked = write_genres([(pk, record.genres) for record, pk in chosen if record.genres is not None])
    linked |= write_people([(pk, record.people) for record, pk in chosen if record.people])
    edited = (plan.edited | linked) - created
    # Caches go by this, and a change of genres or people is a change of the title.
    Title.objects.filter(pk__in=edited).update(updated_at=timezone.now())
    index_titles(edited)
    if created:
        renew_stamp()
    written.ids |= {record.line: title.pk for record, title in plan.titles}
    written.add(created=len(created), updated=len(edited), unchanged=len(plan.titles) - len(created) - len(edited))


def _plan(records: Sequence[TitleRecord], complain: Complain, update: bool) -> Plan:
    plan, ratings = Plan(), _maturity_ratings(records)
    for record, found in _found(records, complain):
        try:
            facts = _facts(record, ratings, found) if update or not found else {}
        except BadRowError as error:
            complain(record.line, str(error))
            continue
        plan.add(record, found or Title(), facts)
    return plan


def _maturity_ratings(records: Sequence[TitleRecord]) -> dict[str, MaturityRating]:
    """By code. A code that is an age, such as "12" or "12+", is made if it is new."""
    known = {rating.code: rating for rating in MaturityRating.objects.all()}
    for code in {record.maturity for record in records if record.maturity} - known.keys():
        age = code.removesuffix("+")
        if age.isascii() and age.isdigit() and int(age) <= OLDEST:
            known[code] = MaturityRating.objects.create(code=code, minimum_age=int(age))
    return known


def _found(records: Sequence[TitleRecord], complain: Complain) -> Iterator[tuple[TitleRecord, Title | None]]:
    """Each record with the title that is there already, if there is one. Two queries."""
    titles = Title.objects.defer("words", "folded_name")
    by_id = {t.imdb_id: t for t in titles.filter(imdb_id__in=[r.imdb_id for r in records if r.imdb_id])}
    by_key = defaultdict(list)
    for title in titles.filter(name__in=[record.name for record in records]):
        by_key[title.name, title.year, title.kind].append(title)
    for record in records:
        if record.imdb_id and record.imdb_id in by_id:
            yield record, by_id[record.imdb_id]
            continue
        alike = [title for title in by_key[record.key] if not (record.imdb_id and title.imdb_id)]
        if len(alike) > 1:
            complain(record.line, f"{len(alike)} titles are called {record.name!r} in that year: give the imdb_id")
        else:
            yield record, alike[0] if alike else None


def _facts(record: TitleRecord, ratings: dict[str, MaturityRating], title: Title | None) -> dict[str, Any]:
    """The columns that the record sets."""
    facts = dict(record.fields)
    if record.maturity is not None:
        if record.maturity not in ratings:
            raise BadRowError(
                f"maturity {record.maturity!r} is neither an age nor one of: {', '.join(sorted(ratings))}"
            )
        facts["maturity_id"] = ratings[record.maturity].pk
    if title is None:
        return facts
    withdrawn, published = title.withdrawn_at, facts.get("published_at")
    if withdrawn and published and published >= withdrawn:
        raise BadRowError(f"published_at is not before {withdrawn:%Y-%m-%d}, when the title was withdrawn")
    # What a source gives is no longer assumed.
    known = {"maturity" if name == "maturity_id" else name for name in facts}
    facts.setdefault("assumed", [name for name in title.assumed if name not in known])
    return facts


def _create(records: Sequence[tuple[TitleRecord, Title]]) -> set[int]:
    """Save new titles by COPY, each with a slug of its own and its search columns; sets and returns their ids."""
    bases = [slugify(f"{fold(title.name)} {title.year or ''}") or title.kind for _, title in records]
    slugs = free_slugs(Title, bases)
    now = timezone.now()
    rows = (
        [slug, now, now, *(_written(getattr(title, name)) for name in COLUMNS), *_search_columns(record, title)]
        for slug, (record, title) in zip(slugs, records, strict=True)
    )
    columns = ["slug", "created_at", "updated_at", *COLUMNS, "folded_name", "words"]
    copy_rows(Title._meta.db_table, columns, rows)
    ids = dict(Title.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    for slug, (_, title) in zip(slugs, records, strict=True):
        title.pk = ids[slug]
    return set(ids.values())


def _written(value: Any) -> Any:
    """As COPY takes it."""
    return Jsonb(value) if isinstance(value, dict) else value


def _search_columns(record: TitleRecord, title: Title) -> tuple[str, str]:
    people = [name for _, names in sorted((record.people or {}).items()) for name in names]
    others = [title.original_name, *title.names.values()]
    return search_columns(title.name, others, people, record.genres or (), title.year)
