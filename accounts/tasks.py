"""Celery tasks. Each can run twice, and at the same time as another of its kind, without harm."""

from celery import shared_task

from accounts import intake, partitions


@shared_task(name="accounts.tasks.take_in_impressions", ignore_result=True)
def take_in_impressions() -> int:
    """Write the impressions that wait in the stream."""
    return intake.take_in()


@shared_task(name="accounts.tasks.keep_days", ignore_result=True)
def keep_days() -> tuple[int, int]:
    """Make the partitions of the days to come, and drop those that are too old."""
    return partitions.keep_up()
