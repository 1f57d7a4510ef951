"""Training on demand."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import F, Q

from accounts.models import Profile
from recommendations import training
from recommendations.management.pages import make_pages
from recommendations.models import ModelVersion


class Command(BaseCommand):
    help = (
        "Trains a model on everybody's history and puts it in place, unless nothing was added since the last one; then "
        "makes the pages of the profiles that were here lately, where theirs are of another model or out of date. "
        "Ends with 1 if another training is running."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="train even if nothing was added")

    def handle(self, *args: Any, force: bool, **options: Any) -> None:
        outcome = training.train(force=force)
        if outcome == training.BUSY:
            raise CommandError(f"{outcome.capitalize()}.")
        self.stdout.write(outcome)
        made = make_pages(_wanting())
        self.stdout.write(f"{made['stored']} pages made")


def _wanting() -> list[int]:
    """Active profiles whose page the current model has not made, or not from their latest taste."""
    model = ModelVersion.objects.current()
    other = Q(home_page__model__isnull=model is not None)
    if model:
        other |= ~Q(home_page__model=model.pk)
    wanting = Q(home_page=None) | other | Q(home_page__taste_version__lt=F("taste_version"))
    active = Profile.objects.filter(wanting, pk__in=training.active_profiles())
    return list(active.order_by("-last_seen_at").values_list("pk", flat=True))
