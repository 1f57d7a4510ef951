from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "netflixlike"
    verbose_name = _("Site")

    def ready(self) -> None:
        for module in ("checks", "media_checks"):  # registered once settings and apps are there
            import_module(f"netflixlike.{module}")
