"""The WSGI application that the web server runs."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from netflixlike.turns import Turns

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netflixlike.settings")
application = Turns(get_wsgi_application())

# The code of the site is some hundred thousand objects that stay. Looking through them for garbage stops all requests
# of a process for a tenth of a second, so they are set aside before the first one comes.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
