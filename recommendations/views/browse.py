"""Finding titles by oneself: genres and people."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Subquery
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import ViewerRequest, profile_required
from accounts.models import Profile
from catalog.models import Credit, Genre, Person, Title, TitleGenre
from catalog.models.titles import TitleQuerySet

CARDS = 48
POPULAR = F("statistics__popularity").desc(nulls_last=True)
ORDERS: dict[str, tuple[Any, list[str | OrderBy]]] = {
    "popular": (_("Popular first"), [POPULAR, "-pk"]),
    "new": (_("Newest here first"), ["-published_at", "-pk"]),
    "year": (_("Latest films first"), [F("year").desc(nulls_last=True), "name", "pk"]),
    "name": (_("A to Z"), ["name", "pk"]),
}


@require_safe
@profile_required()
def genres(request: ViewerRequest) -> HttpResponse:
    """All genres, each under the picture of its most popular title."""
    return render(request, "browse/genres.html", {"genres": tiles(request.profile)})


@require_safe
@profile_required()
def genre(request: ViewerRequest, slug: str) -> HttpResponse:
    """The titles of a genre, in the order that was asked for."""
    shown = get_object_or_404(Genre, slug=slug)
    links = TitleGenre.objects.filter(genre=shown).values("title")
    order = request.GET.get("order", "")
    order = order if order in ORDERS else "popular"
    titles = _visible(request).filter(pk__in=links).order_by(*ORDERS[order][1])
    context = {"genre": shown, "order": order, "orders": [(name, label) for name, (label, _) in ORDERS.items()]}
    page = Paginator(titles, CARDS).get_page(request.GET.get("page"))
    if not (page.paginator.count or request.profile.limits.unbounded):  # even its name may not be for children
        raise Http404
    return render(request, "browse/genre.html", {**context, "page": page})


@require_safe
@profile_required()
def person(request: ViewerRequest, slug: str) -> HttpResponse:
    """The titles somebody made or played in; nobody of whose titles the viewer may see is to be found."""
    shown = get_object_or_404(Person, slug=slug)
    parts = Credit.objects.filter(person=shown)
    titles = _visible(request).filter(pk__in=parts.values("title")).order_by(*ORDERS["year"][1])
    page = Paginator(titles, CARDS).get_page(request.GET.get("page"))
    if not page.paginator.count:
        raise Http404
    parts = parts.filter(title__in=Title.objects.visible_to(request.profile.limits))
    roles = [Credit.Role(role).label for role in parts.order_by("role").values_list("role", flat=True).distinct()]
    return render(request, "browse/person.html", {"person": shown, "page": page, "roles": roles})


def _visible(request: ViewerRequest) -> TitleQuerySet:
    """What grids are filled from: the titles that the viewer may see, as cards show them."""
    return Title.objects.visible_to(request.profile.limits).for_cards()


def tiles(profile: Profile) -> list[tuple[Genre, Title]]:
    """Each genre that has titles for this viewer, with the most popular of them. Two queries."""
    visible = Title.objects.visible_to(profile.limits)
    titles = visible.filter(title_genres__genre=OuterRef("pk")).values("pk")
    # Down the index of popularity to the first title of the genre; only where there is none, any title will do.
    popular = titles.filter(statistics__popularity__isnull=False).order_by("-statistics__popularity")[:1]
    best = Coalesce(Subquery(popular), Subquery(titles.order_by("-pk")[:1]))
    found = list(Genre.objects.order_by().annotate(best=best).filter(best__isnull=False))
    found.sort(key=lambda genre: genre.local_name)
    shown = visible.for_cards().in_bulk([genre.best for genre in found])
    return [(genre, shown[genre.best]) for genre in found if genre.best in shown]
