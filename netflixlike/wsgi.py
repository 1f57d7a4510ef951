"""The WSGI application that the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

from netflixlike.turns import Turns

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netflixlike.settings")
application = Turns(get_wsgi_application())
