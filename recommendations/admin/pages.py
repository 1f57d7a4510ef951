"""Stored pages, as their viewers see them."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.audit import Audited
from accounts.admin.people import profile_ids
from accounts.models import DataAccess
from catalog.admin.base import Results, ViewOnly
from recommendations import habits, homepage
from recommendations.models import HomePage
from recommendations.queueing import request_refresh

EVERY_ROW = 100  # more than any page has


@admin.register(HomePage)
class HomePageAdmin(Audited, ViewOnly):
    """Nobody edits a page; whoever may change pages has them made anew. The reasons tell what somebody watched."""

    seen_as = DataAccess.Kind.PREVIEW
    list_display = ["profile", "account", "up_to_date", "model", "built_at"]
    list_select_related = ["profile__user", "model"]
    search_fields = ["profile__user__email"]
    search_help_text = _("The beginning of an e-mail address, or a profile's number.")
    ordering = ["-pk"]
    sortable_by = ()
    actions = ["refresh"]
    fields = ["profile", "account", "up_to_date", "taste_version", "model", "built_at", "taste", "preview"]
    readonly_fields = ["account", "up_to_date", "taste", "preview"]

    class Media:
        css = {"all": ["operators/preview.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("profile__user", "model").defer("rows")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Results:
        text = search_term.strip()
        return (queryset.filter(pk__in=profile_ids(text)) if text else queryset), False

    def has_operate_permission(self, request: HttpRequest) -> bool:
        """The right to change pages, which here means to have them made anew."""
        return request.user.has_perm("recommendations.change_homepage")

    @admin.action(description=_("Make these pages anew"), permissions=["operate"])
    def refresh(self, request: HttpRequest, queryset: QuerySet[HomePage]) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        asked = sum(request_refresh(profile_id, force=True) for profile_id in ids)
        self.message_user(
            request,
            ngettext("%(number)d page was asked for.", "%(number)d pages were asked for.", asked) % {"number": asked},
        )
        if asked < len(ids):
            text = gettext("The others were asked for a moment ago already, or the queue cannot be reached.")
            self.message_user(request, text, messages.WARNING)

    @admin.display(description=_("account"))
    def account(self, page: HomePage) -> str:
        return str(page.profile.user)

    @admin.display(description=_("up to date"), boolean=True)
    def up_to_date(self, page: HomePage) -> bool:
        return page.taste_version >= page.profile.taste_version

    @admin.display(description=_("what is known of the viewer"))
    def taste(self, page: HomePage) -> str:
        """Habits, in so far as enough speaks for them; shares beside how many times as much as on the site that is."""
        known = habits.of_profile(page.profile)
        rows = {
            "leanings": [(_("genres"), known.genres), (_("people"), known.people), (_("decades"), known.decades)],
            "mixes": [
                (_("films and series"), known.kinds),
                (_("time of day"), known.day),
                (_("days"), known.week),
                (_("devices"), known.devices),
                (_("how titles end"), known.endings),
            ],
            "ranges": [
                (_("runtime of liked films, minutes"), known.runtime),
                (_("minutes of a sitting"), known.sitting),
                (_("share at which titles are given up"), known.left_at),
                (_("minutes after which films are given up"), known.left_after),
            ],
        }
        return render_to_string("admin/recommendations/habits.html", rows)

    @admin.display(description=_("what the viewer sees"))
    def preview(self, page: HomePage) -> str:
        """Rows, titles and reasons after the masks of this moment."""
        shown = homepage.read(page.profile, batch=EVERY_ROW, reasons=True)
        return render_to_string("admin/recommendations/preview.html", {"page": shown})
