"""Everything that a profile can have done, so that every address of the API has something to tell."""

from typing import Any

from accounts import services
from accounts.models import DataAccess, Profile
from accounts.services import exports, imports
from catalog.models import Title
from catalog.search import index_titles
from recommendations import pipeline
from recommendations.models import TitleStatistics
from tests.factories import make_titles, watch

OPERATOR, SEARCH, FILE = "Olga Operatorsdottir", "quixotic zeugma", "zaphodine.csv"


def live(profile: Profile, *titles: Title) -> dict[str, Any]:
    """The profile has done all that there is to do with these titles, and all that is alike leads to them; the ids for
    the addresses about it and the first of them."""
    for title in titles:
        watch(profile, title, 0.5)
        services.rate(profile=profile, title=title, value=2)
        services.toggle_list(profile=profile, title=title, listed=True)
        services.record_look(profile=profile, title=title)
        for genre in title.genres.all():
            services.steer(profile=profile, kind="genre", key=genre.slug, direction="more")
        for person in title.people.all():
            services.steer(profile=profile, kind="person", key=person.slug, direction="more")
    for alike in (*titles, *make_titles(8, "Comedy", year=1985)):
        others = [title.pk for title in titles if title != alike]
        TitleStatistics.objects.update_or_create(
            title=alike, defaults={"popularity": 3, "views": 9, "trend": 2, "similar": others}
        )
    index_titles()
    search = services.record_search(profile=profile, text=SEARCH, results=1, found=[titles[0].pk])
    told = {"operator_role": "Support", "operator_name": OPERATOR, "kind": "list", "what": "plays"}
    DataAccess.objects.create(user=profile.user, profile=profile, **told)
    export = services.request_export(user=profile.user)
    exports.make_export(export.pk)
    content = "Title,Date\n" + "".join(f"{title.name},2025-01-02\n" for title in titles)
    brought = services.begin_import(profile=profile, name=FILE, content=content.encode())
    imports.read_import(brought.pk)
    pipeline.refresh(profile.pk)
    assert search is not None
    return {
        "profile": profile.pk,
        "title": titles[0].pk,
        "search": search.pk,
        "export_id": export.pk,
        "import_id": brought.pk,
        "entry": f"play-{profile.plays.earliest('pk').pk}",
        "kind": "genre",
        "key": "comedy",
    }
