"""The one domain signal. Sent after commit, with `profile_id`, when what a profile likes may have changed."""

from django.dispatch import Signal

taste_changed = Signal()
