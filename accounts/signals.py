"""The one domain signal. Sent after commit, with `profile_id`, when something that says what a profile likes changed."""

from django.dispatch import Signal

taste_changed = Signal()
