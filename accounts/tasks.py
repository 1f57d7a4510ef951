"""Celery tasks. Each can run twice, and at the same time as another of its kind, without harm."""

from celery import shared_task

from accounts import files, intake, partitions, retention
from accounts.services import exports, imports, retries


@shared_task(name="accounts.tasks.take_in_impressions", ignore_result=True)
def take_in_impressions() -> int:
    """Write the impressions that wait in the stream."""
    return intake.take_in()


@shared_task(name="accounts.tasks.keep_days", ignore_result=True)
def keep_days() -> tuple[int, int]:
    """Make the partitions of the days to come, and drop those that are too old."""
    return partitions.keep_up()


@shared_task(name="accounts.tasks.export", ignore_result=True)
def export(pk: int) -> str:
    """Make the file of one export."""
    return exports.make_export(pk)


@shared_task(name="accounts.tasks.keep_short", ignore_result=True)
def keep_short() -> int:
    """See that what was asked for is worked at, and that what is kept for a while goes."""
    exports.sweep_exports()
    imports.sweep_imports()
    retries.drop_old()
    return files.drop_orphans()


@shared_task(name="accounts.tasks.keep_to_retention", ignore_result=True)
def keep_to_retention() -> int:
    """Delete events that are older than their viewers let them be kept."""
    return retention.keep_to_it()


@shared_task(name="accounts.tasks.read_import", ignore_result=True)
def read_import(pk: int) -> str:
    """Read and match a viewer's own file."""
    return imports.read_import(pk)


@shared_task(name="accounts.tasks.write_import", ignore_result=True)
def write_import(pk: int) -> str:
    """Write what a viewer's own file was matched to."""
    return imports.write_import(pk)
