"""Search: a page for those who submit a text, its results for those who type."""

from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import searches
from accounts.access import ViewerRequest, at_most, profile_required
from catalog.models import Title
from catalog.search import Found
from recommendations import finding

RESULTS, POPULAR = 48, 18
LONGEST_TEXT = 100
SEARCHES_A_MINUTE = 120


@require_safe
@profile_required()
@at_most(SEARCHES_A_MINUTE, "search")
def search(request: ViewerRequest) -> HttpResponse:
    """Titles, people and genres for a text. Without one, what was searched for lately and what is popular."""
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_TEXT]
    context: dict[str, Any] = _found(request, text) if text else {"recent": searches.recent(request.profile)}
    if not context.get("titles"):
        popular = F(finding.POPULARITY).desc(nulls_last=True)
        visible = Title.objects.visible_to(request.profile.limits).for_cards()
        context["popular"] = visible.order_by(popular, "-pk")[:POPULAR]
    template = "browse/_results.html" if request.htmx else "browse/search.html"
    return render(request, template, {"text": text, **context})


def _found(request: ViewerRequest, text: str) -> dict[str, Any]:
    profile = request.profile
    visible = Title.objects.visible_to(profile.limits).for_cards()
    answer = finding.answer(profile, text, visible, RESULTS)
    ids = [title.pk for title in answer.titles]
    suggested = finding.suggestions(Found(answer.titles, answer.sure), answer.people, answer.genres)
    context = {**answer._asdict(), "suggested": suggested}
    if not request.htmx:
        return {**context, "from_search": searches.submitted(profile, text, ids)}
    carried = {"from_search": searches.typed(profile, text, ids), "settling": searches.settling(profile, text, ids)}
    return {**context, **carried}
