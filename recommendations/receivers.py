"""What happens here when a profile's taste changed elsewhere."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import taste_changed
from recommendations.queueing import request_refresh


@receiver(taste_changed)
def ask_for_a_new_page(*, profile_id: int, **_: Any) -> None:
    """After commit: the history is safe already, whatever becomes of this."""
    request_refresh(profile_id)
