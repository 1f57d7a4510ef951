"""Who of the operators looked at what."""

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import ViewerRequest, profile_required
from accounts.models import DataAccess, Profile

ENTRIES = 60


@require_safe
@profile_required()
def audit(request: ViewerRequest) -> HttpResponse:
    """What operators saw of this profile and of the account, the latest first."""
    page = Paginator(accesses(request.profile), ENTRIES).get_page(request.GET.get("page"))
    return render(request, "privacy/audit.html", {"page": page})


def accesses(profile: Profile) -> QuerySet[DataAccess]:
    """Looks at a profile and at its account as such."""
    return DataAccess.objects.filter(Q(profile=profile) | Q(profile=None), user=profile.user_id)
