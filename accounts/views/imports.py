"""Bringing one's own history along: upload, look through, write."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, F, Min
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services
from accounts.access import ViewerRequest, at_most, profile_required
from accounts.forms import UploadForm
from accounts.imports.brought import MOST_BYTES
from accounts.models import HistoryImport, ImportedRow
from accounts.services.imports import mine
from accounts.viewing import number
from catalog.models import Title

UPLOADS_A_MINUTE = 10
GROUPS = 40  # of lines with the same title, on a page
NONE = "none"


@require_http_methods(["GET", "HEAD", "POST"])
@profile_required()
@at_most(UPLOADS_A_MINUTE, "imports")
def imports(request: ViewerRequest) -> HttpResponse:
    """What was brought along so far, and bringing more."""
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid() and (made := _begun(request, form)):
        return redirect("import", made.pk)
    context = {"form": form, "imports": HistoryImport.objects.filter(profile=request.profile)[:10]}
    return render(request, "privacy/imports.html", context, status=422 if form.is_bound else 200)


def _begun(request: ViewerRequest, form: UploadForm) -> HistoryImport | None:
    """The import of an uploaded file, or none, with the reason among the form's errors."""
    file = form.cleaned_data["file"]
    if file.size > MOST_BYTES:
        form.add_error("file", _("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 2**20})
        return None
    told = {"name": file.name, "content": file.read(), "dates": form.cleaned_data["dates"]}
    try:
        return services.begin_import(profile=request.profile, **told)
    except ValidationError as error:
        form.add_error("file", error.messages)
        return None


@require_safe
@profile_required()
def one(request: ViewerRequest, pk: int) -> HttpResponse:
    """One import: how far it is, what its lines were taken for, or what came of it."""
    return render(request, "privacy/import.html", _told(request, _import(request, pk)))


@require_safe
@profile_required()
def state(request: ViewerRequest, pk: int) -> HttpResponse:
    """The same for pages that stay open; they are loaded anew as a whole when it is over."""
    held = _import(request, pk)
    if not held.is_running:
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    return render(request, "privacy/_progress.html", {"job": held})


@require_POST
@profile_required()
def decide(request: ViewerRequest, pk: int) -> HttpResponse:
    """What the doubtful names of a page mean. Those that nobody said anything about stay doubtful."""
    held = _import(request, pk)
    for place in range(GROUPS):
        chosen = request.POST.get(f"title-{place}", "")
        if not chosen:
            continue
        name, year = request.POST.get(f"name-{place}", ""), number(request.POST.get(f"year-{place}", "")) or None
        try:
            services.decide(brought=held, name=name, year=year, title=None if chosen == NONE else number(chosen))
        except ValidationError as error:
            messages.error(request, error.messages[0])
            break
    return redirect("import", held.pk)


@require_POST
@profile_required()
def owner(request: ViewerRequest, pk: int) -> HttpResponse:
    """Which of the profiles in the file is meant."""
    held = _import(request, pk)
    _tried(request, lambda: services.choose_owner(brought=held, owner=request.POST.get("owner", "")))
    return redirect("import", held.pk)


@require_POST
@profile_required()
def write(request: ViewerRequest, pk: int) -> HttpResponse:
    """What is matched is written."""
    held = _import(request, pk)
    _tried(request, lambda: services.start_writing(brought=held))
    return redirect("import", held.pk)


@require_POST
@profile_required()
def give_up(request: ViewerRequest, pk: int) -> HttpResponse:
    """The file and what was made of it are forgotten."""
    services.give_up(brought=_import(request, pk))
    return redirect("your-imports")


def _import(request: ViewerRequest, pk: int) -> HistoryImport:
    return get_object_or_404(HistoryImport.objects.select_related("profile"), profile=request.profile, pk=pk)


def _tried(request: ViewerRequest, write: Any) -> None:
    try:
        write()
    except ValidationError as error:
        messages.error(request, error.messages[0])


def _told(request: ViewerRequest, held: HistoryImport) -> dict[str, Any]:
    if held.state != HistoryImport.State.PREVIEW:
        return {"job": held}
    shown = request.GET.get("show", "")
    outcomes = ImportedRow.Outcome
    counts = counts_of([held])[held.pk]
    first = outcomes.DOUBTFUL if counts[outcomes.DOUBTFUL] else outcomes.MATCHED
    shown = shown if shown in outcomes.values else first
    page = Paginator(groups(held, shown), GROUPS).get_page(request.GET.get("page"))
    return {
        "job": held,
        "counts": [(one, one.label, counts[one]) for one in outcomes],
        "matched": counts[outcomes.MATCHED],
        "shown": shown,
        "page": page,
        "groups": with_titles(request.profile, list(page)),
    }


def counts_of(held: Iterable[HistoryImport]) -> dict[int, dict[str, int]]:
    """How many lines of each were matched, are doubtful, are unknown, of the profile that was chosen. One query."""
    counts = {one.pk: dict.fromkeys(map(str, ImportedRow.Outcome.values), 0) for one in held}
    rows = ImportedRow.objects.filter(source__in=list(counts), owner=F("source__owner")).order_by()
    for source, outcome, lines in rows.values_list("source", "outcome").annotate(lines=Count("pk")):
        counts[source][outcome] = lines
    return counts


def groups(held: HistoryImport, outcome: str) -> Any:
    """Lines of one outcome that are of the same title, put together, in the order of the file."""
    rows = mine(held).filter(outcome=outcome).order_by().values("name", "year", "title", "candidates")
    return rows.annotate(lines=Count("pk"), line=Min("line")).order_by("line")


def with_titles(profile: Any, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with the titles that they name. One query."""
    ids = {pk for one in found for pk in (one["title"], *one["candidates"]) if pk}
    titles = Title.objects.visible_to(profile.limits).for_cards().in_bulk(list(ids))
    return [
        {
            **one,
            "matched": titles.get(one["title"]),
            "offered": [titles[pk] for pk in one["candidates"] if pk in titles],
        }
        for one in found
    ]
