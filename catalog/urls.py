"""Pages and pictures that know nothing of viewers."""

from django.urls import re_path

from catalog import views

urlpatterns = [
    re_path(
        r"^artwork/(?P<shape>poster|card|still)/(?P<title_id>\d{1,18})-(?P<version>[0-9a-f]{1,16}(?:\.[a-z0-9-]{2,20})?)-"
        r"(?P<signature>[0-9a-f]{1,12})\.(?P<form>webp|jpg)$",
        views.artwork,
        name="artwork",
    ),
]
