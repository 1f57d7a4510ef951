"""What every test may use. Importing this starts the servers, before anything loads the settings."""

import os

import django
import pytest
from django.conf import settings

from tests import servers as test_servers

if settings.configured:
    raise pytest.UsageError("The settings were loaded before the test servers: unset DJANGO_SETTINGS_MODULE.")
VALKEY = test_servers.set_up()
os.environ["DJANGO_SETTINGS_MODULE"] = "netflixlike.settings"
django.setup()
# Processes that are started from here on, pytest's workers among them, find their own way to the settings.
del os.environ["DJANGO_SETTINGS_MODULE"]
