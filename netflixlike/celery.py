"""The Celery application: queues are routed in settings, tasks are found in each app's tasks.py."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netflixlike.settings")
app = Celery("netflixlike")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
