"""Why this? What of the viewer's history led to a title, and what they can take out of it."""

from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import ViewerRequest, profile_required, title_or_404
from accounts.origins import origin_of
from accounts.viewing import number
from recommendations import why as reasons
from recommendations.views.titles import genres_in_one_query

MOST = 6  # titles that an address may name beside those of the page


@require_safe
@profile_required(select_related=("home_page",))
def why(request: ViewerRequest, slug: str) -> HttpResponse:
    """The reason, the titles behind it, each of which can be kept out, and what there can be more or less of."""
    shown = title_or_404(request, slug)
    prefetch_related_objects([shown], genres_in_one_query())
    origin = origin_of(request.GET)
    also = [pk for text in request.GET.getlist("also")[:MOST] if (pk := number(text))]
    found = reasons.of(request.profile, shown, origin.row, also)
    kept = list(dict.fromkeys([*also, *(one.title.pk for one in found.behind)]))
    # What is kept out of the page's making leaves the page, and is still to be there when its form comes back here.
    back = reverse("why", args=[shown.slug]) + "?" + urlencode({"row": origin.row, "also": kept}, doseq=True)
    return render(request, "titles/why.html", {"title": shown, "why": found, "origin": origin, "next": back})
