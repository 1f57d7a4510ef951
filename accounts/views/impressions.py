"""What browsers tell of the titles that were on screen."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST
from rest_framework.exceptions import ValidationError

from accounts import services
from accounts.access import ViewerRequest, at_most, profile_required
from accounts.api.impressions import ImpressionsBody
from accounts.views.reports import reported

REPORTS_A_MINUTE = 60


@require_POST
@profile_required()
@at_most(REPORTS_A_MINUTE, "impressions")
def impressions(request: ViewerRequest) -> HttpResponse:
    """Takes a report, the API's in a form's field as beacons send it, and answers with nothing: nobody may be left."""
    try:
        told = reported(ImpressionsBody, request)
    except ValidationError as error:
        return JsonResponse({"errors": error.detail}, status=400)
    services.record_impressions(profile=request.profile, **told)
    return HttpResponse(status=204)
