"""Where everything is found."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from netflixlike import views

# Errors that no view answers for: problems under /api/, pages elsewhere.
handler404 = "netflixlike.problems.page_not_found"
handler500 = "netflixlike.problems.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("netflixlike.api")),
    path("health/", views.health, name="health"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("language/", set_language, name="set_language"),
    path("robots.txt", views.robots),
    path("favicon.ico", views.icon, {"name": "icon-32"}),
    path("apple-touch-icon.png", views.icon, {"name": "apple-touch-180"}),
    path("", include("recommendations.urls")),
    path("", include("accounts.urls")),
    path("", include("catalog.urls")),
]
