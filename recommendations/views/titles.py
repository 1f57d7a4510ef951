"""The title page, and the small look at a title that cards open."""

from typing import Any

from django.db.models import F, Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import services
from accounts.access import ViewerRequest, profile_required, title_or_404
from accounts.models import Rating
from accounts.origins import is_prefetch, origin_of
from accounts.searches import PARAMETER, note_opening
from accounts.viewing import standing
from catalog.models import Credit, Title, TitleGenre
from catalog.templatetags.titles import query
from recommendations import homepage, kin
from recommendations.after import after
from recommendations.homepage import Card

NAMED = 3  # titles that a reason speaks of


@require_safe
@profile_required(select_related=("home_page",))
def title(request: ViewerRequest, slug: str) -> HttpResponse:
    """All about a title, and what this viewer may do with it."""
    shown = title_or_404(request, slug, "statistics")
    origin = origin_of(request.GET)
    if note_opening(request, request.profile, shown):
        return redirect(shown.get_absolute_url() + query(**origin.carried()))
    if request.method == "GET" and not is_prefetch(request):
        services.record_look(profile=request.profile, title=shown, **origin.told())
    prefetch_related_objects([shown], genres_in_one_query(), "credits__person")
    where = standing(request.profile, shown)
    card, alike = _reason_and_kin(request, shown, origin.row)
    context = {
        "title": shown,
        "standing": where,
        "card": card,
        "alike": alike,
        "origin": origin,
        "credits": _by_role(shown),
    }
    return render(request, "titles/page.html", context)


@require_safe
@profile_required(select_related=("home_page",))
def peek(request: ViewerRequest, slug: str) -> HttpResponse:
    """What a card shows while it is pointed at: facts, the reason, and every action."""
    shown = title_or_404(request, slug)
    if not request.htmx:
        return redirect(shown)
    prefetch_related_objects([shown], genres_in_one_query())
    origin = origin_of(request.GET)
    card = _explained(request, shown, homepage.place(request.profile, shown.pk, origin.row))
    came_from = {"origin": origin, PARAMETER: request.GET.get(PARAMETER, "")[:500]}
    return render(request, "titles/_peek.html", {"title": shown, "card": card, **came_from})


@require_safe
@profile_required(select_related=("home_page",))
def after_title(request: ViewerRequest, slug: str) -> HttpResponse:
    """What to watch after a title, for the end of the player: a fragment."""
    return render(request, "titles/_after.html", {"titles": after(request.profile, title_or_404(request, slug))})


def _reason_and_kin(request: ViewerRequest, shown: Title, row: str) -> tuple[Card | None, list[Card]]:
    """Why the title is on the viewer's page, if it is, and the titles most like it, read together."""
    found = homepage.place(request.profile, shown.pk, row)
    statistics = getattr(shown, "statistics", None)
    by_model = statistics.similar if statistics else []
    alike = by_model or _of_its_genre(request, shown)
    cards = kin.cards(request.profile, [*alike, *(found.names if found else ())])
    shown_alike = kin.shown(cards[pk] for pk in alike if pk in cards)
    card = homepage.explain(found, shown, _titles(cards)) if found else None
    return card or (_close_to_liked(shown, shown_alike) if by_model else None), shown_alike


def _close_to_liked(shown: Title, alike: list[Card]) -> Card | None:
    """Why a title may please that stands nowhere on the page: the viewer liked what is most like it."""
    liked = [card.title for card in alike if card.mark and card.mark.rating in {Rating.Value.UP, Rating.Value.LOVE}]
    return Card(shown, "", _("It is close to what you like."), liked[:NAMED]) if liked else None


def _explained(request: ViewerRequest, shown: Title, found: homepage.Place | None) -> Card | None:
    if found is None:
        return None
    named = kin.cards(request.profile, found.names) if found.names else {}
    return homepage.explain(found, shown, _titles(named))


def _titles(cards: dict[int, Card]) -> dict[int, Title]:
    return {pk: card.title for pk, card in cards.items()}


def _of_its_genre(request: ViewerRequest, shown: Title) -> list[int]:
    """Popular titles of what the title is first of all: kin for what no model knows."""
    first = TitleGenre.objects.filter(title=shown).values("genre")[:1]
    titles = Title.objects.visible_to(request.profile.limits).filter(title_genres__genre__in=first).exclude(pk=shown.pk)
    popular = titles.order_by(F("statistics__popularity").desc(nulls_last=True), "-pk")
    return list(popular.values_list("pk", flat=True)[: kin.ALIKE])


def genres_in_one_query() -> Any:
    """The genres of a title in one query."""
    return Prefetch("title_genres", TitleGenre.objects.select_related("genre"))


def _by_role(shown: Title) -> list[tuple[str, list[Credit]]]:
    """Credits under the name of their role, in the order that people look for them."""
    parts = list(shown.credits.all())
    order = [Credit.Role.DIRECTOR, Credit.Role.WRITER, Credit.Role.ACTOR]
    return [(role, found) for role in order if (found := [part for part in parts if part.role == role])]
