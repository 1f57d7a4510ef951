"""Celery tasks of videos: each finds in the database what there is to do, and can run twice without harm."""

from celery import shared_task
from django.conf import settings

from catalog.media import claims, removal, scratch
from catalog.media.work import work
from catalog.models import Video


# Acknowledged at once: what a killed worker leaves is found by its silence, and not by the broker's time-out.
@shared_task(
    name="catalog.tasks.package", ignore_result=True, acks_late=False, time_limit=settings.MEDIA_HOURS * 3600 + 7200
)
def package() -> str:
    """Package the video that has waited longest; says what became of it."""
    claims.begin()
    with claims.claim() as claim:
        outcome = work(claim) if claim else "nothing waits"
    if Video.objects.filter(state=Video.State.WAITING).exists():
        claims.request()
    return outcome


@shared_task(name="catalog.tasks.sweep_videos", ignore_result=True)
def sweep_videos() -> int:
    """Find what was missed: videos whose workers died, and those that wait although nobody was told."""
    found = claims.revive()
    if Video.objects.filter(state=Video.State.WAITING).exists():
        claims.request()
    return found


@shared_task(name="catalog.tasks.clean_media", ignore_result=True)
def clean_media() -> int:
    """Remove what nobody needs any more from the storage and from this machine's scratch folder."""
    return removal.clean() + scratch.clean()
