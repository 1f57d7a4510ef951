from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "netflixlike"
    verbose_name = _("Site")

    def ready(self) -> None:
        from netflixlike import checks  # noqa: F401  registers them once settings and apps are there
