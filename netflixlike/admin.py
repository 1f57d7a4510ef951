"""What the operators' side is called."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

admin.site.site_header = _("netflixlike · operators")
admin.site.site_title = _("netflixlike operators")
admin.site.index_title = _("Catalogue, viewers and recommendations")
