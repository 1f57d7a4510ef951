"""Videos: where they come from, how far they are, and what plays."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import Operated, Results
from catalog.admin.titles import ids_named
from catalog.admin.video_captions import CaptionInline
from catalog.admin.video_form import VideoForm
from catalog.admin.video_views import Desk
from catalog.media import claims, ingest
from catalog.media.pictures import clock
from catalog.models import Video


@admin.register(Video)
class VideoAdmin(Operated):
    """What is played of which title; the work on it is followed and steered on its page."""

    form = VideoForm
    list_display = ["__str__", "how_far", "source", "length", "updated_at"]
    list_filter = ["state"]
    list_select_related = ["title", "episode__season"]
    search_fields = ["title__name"]
    search_help_text = _("Part of the name of a title.")
    autocomplete_fields = ["title"]
    readonly_fields = ["made_of"]
    inlines = [CaptionInline]
    actions = ["package_again", "cancel"]

    class Media:
        css = {"all": ["operators/video.css"]}
        js = [Script("operators/video.js", type="module")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        listed = super().get_queryset(request).prefetch_related("uploads")
        return listed.defer("title__words", "title__folded_name", "title__synopsis")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Results:
        text = search_term.strip()
        return (queryset.filter(title__in=ids_named(text)) if text else queryset), False

    def get_urls(self) -> list[URLPattern]:
        return [path(*one) for one in Desk(self).urls()] + super().get_urls()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["title", *self.readonly_fields] if obj else []

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        place = [] if obj else [("season", "number")]
        duration = ["duration"] if obj is None or obj.url else []  # of a package it is measured
        fieldsets: list[Any] = [
            (None, {"fields": ["title", *place]}),
            (_("Where it comes from"), {"fields": ["path", "url", *duration]}),
        ]
        if obj and obj.package:
            fieldsets.append((_("What plays"), {"fields": ["made_of", "poster"]}))
        said = ["credit", ("intro_start", "intro_end"), ("recap_start", "recap_end")]
        return [*fieldsets, (_("What is said of it"), {"fields": said})]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else []

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        video = context.get("original")
        if video is not None:
            may_change = self.has_change_permission(request, video)
            context["desk"] = Desk(self).panel(video, may_change=may_change)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Only what was edited is written: a worker may be writing the rest at this moment."""
        if change:
            edited = [name for name in form.changed_data if name in form._meta.fields]
            obj.save(update_fields=[*edited, "updated_at"])
        else:
            obj.save()
        if not {"path", "url"} & set(form.changed_data):
            return
        if obj.path:
            ingest.use_path(obj, obj.path)
        elif obj.url:
            ingest.use_url(obj)
        else:
            ingest.use_nothing(obj)

    @admin.display(description=_("state"), ordering="state")
    def how_far(self, video: Video) -> str:
        state = video.get_state_display()
        return f"{state} · {video.percent} %" if video.state in Video.UNDER_WAY else state

    @admin.display(description=_("source"))
    def source(self, video: Video) -> str:
        uploaded = next((one.name for one in video.uploads.all()), "")
        return (video.path or video.url or uploaded)[-60:]

    @admin.display(description=_("length"))
    def length(self, video: Video) -> str:
        return clock(video.duration).partition(".")[0] if video.duration else ""

    @admin.display(description=_("made of it"))
    def made_of(self, video: Video) -> str:
        sizes = [f"{one['width']}×{one['height']}" for one in video.facts.get("renditions", [])]  # noqa: RUF001
        tracks = [one["label"] for one in video.facts.get("audio", [])] or [gettext("none")]
        lines = [
            (gettext("Length"), self.length(video)),
            (gettext("Pictures"), ", ".join(sizes)),
            (gettext("Sound tracks"), ", ".join(tracks)),
        ]
        return format_html_join("", "<p>{}: {}</p>", lines)

    @admin.action(description=_("Package again"), permissions=["change"])
    def package_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        number = sum(ingest.has_source(video) and claims.ask(video.pk) for video in queryset)
        self.message_user(request, gettext("Videos that will be packaged: %d.") % number)

    @admin.action(description=_("Cancel"), permissions=["change"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        number = sum(claims.cancel(video.pk) for video in queryset)
        self.message_user(request, gettext("Videos that are not worked on any more: %d.") % number)
