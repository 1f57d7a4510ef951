"""Which model is in place. Web-safe: no model is loaded here."""

from django.db import transaction
from django.utils import timezone

from recommendations.models import ModelVersion
from recommendations.queueing import request_refresh_of_active


@transaction.atomic
def make_current(*, version: ModelVersion) -> bool:
    """Put this version in place of the current one and ask for new pages; false if its training was never finished.

    One UPDATE forwards and back. Should its files be gone, workers say so in the log, pages go on by popularity, and
    the next sweep asks for a training.
    """
    finished = ModelVersion.objects.filter(pk=version.pk, trained_at__isnull=False)
    if not finished.update(activated_at=timezone.now()):
        return False
    transaction.on_commit(request_refresh_of_active)
    return True
