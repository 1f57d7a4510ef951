"""Everything that a profile can have done, so that every address of the API has something to tell."""

from typing import Any

from accounts import services
from accounts.models import DataAccess
from accounts.services import exports, imports
from catalog.models import Credit, Person, Title
from catalog.search import index_titles
from recommendations import pipeline
from tests.api.conftest import Base
from tests.factories import make_titles, watch

FILE = b"Title,Date\nPaddling Home,2025-01-02\nHarbour,2025-01-02\nNowhere,2025-01-01\n"


def live(base: Base, *, extra: Title | None = None) -> dict[str, Any]:
    """Alice's own profile has done all that there is to do, with the film and with `extra`; the ids for the addresses
    about it."""
    titles = [base.film, *([extra] if extra else [])]
    person, _ = Person.objects.get_or_create(slug="zora-zest", defaults={"name": "Zora Zest"})
    for title in titles:
        Credit.objects.create(title=title, person=person)
        watch(base.mine, title, 0.5)
        services.rate(profile=base.mine, title=title, value=2)
        services.toggle_list(profile=base.mine, title=title, listed=True)
        services.record_look(profile=base.mine, title=title)
    make_titles(8, "Comedy")
    index_titles()
    search = services.record_search(profile=base.mine, text="paddling", results=1, found=[base.film.pk])
    services.steer(profile=base.mine, kind="genre", key="comedy", direction="more")
    told = {"operator_role": "Support", "operator_name": "ann", "kind": "list", "what": "plays"}
    DataAccess.objects.create(user=base.alice, profile=base.mine, **told)
    export = services.request_export(user=base.alice)
    exports.make_export(export.pk)
    brought = services.begin_import(profile=base.mine, name="mine.csv", content=FILE)
    imports.read_import(brought.pk)
    pipeline.refresh(base.mine.pk)
    assert search is not None
    return {
        "profile": base.mine.pk,
        "title": base.film.pk,
        "search": search.pk,
        "export_id": export.pk,
        "import_id": brought.pk,
        "entry": f"play-{base.mine.plays.earliest('pk').pk}",
        "kind": "genre",
        "key": "comedy",
    }
