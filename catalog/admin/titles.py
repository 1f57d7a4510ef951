"""Titles with their genres, credits and seasons."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalog import publishing
from catalog.admin import images
from catalog.admin.base import Operated, Results, TabularInline, shorten
from catalog.models import Credit, Season, Title, TitleGenre
from catalog.models.titles import TitleQuerySet
from catalog.search import fold_name, index_titles

MOST_FOUND = 200  # titles of a name, where something of theirs is looked for


def named(titles: TitleQuerySet, text: str) -> TitleQuerySet:
    """Those with the text in their name, whatever its case and accents, and the one with this id or slug."""
    wanted = Q(imdb_id=text) | Q(slug=text)
    if folded := fold_name(text):
        wanted |= Q(folded_name__contains=folded)
    return titles.filter(wanted)


def ids_named(text: str) -> list[int]:
    """The ids of titles that a text names."""
    return shorten(named(Title.objects.order_by(), text), MOST_FOUND)


class State(admin.SimpleListFilter):
    """Whether viewers see a title, and if not, why."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, *_arguments: Any) -> Iterable[tuple[str, Any]]:
        return [("on", _("available")), ("draft", _("draft")), ("later", _("comes later")), ("off", _("withdrawn"))]

    def queryset(self, request: HttpRequest, queryset: TitleQuerySet) -> TitleQuerySet:  # type: ignore[override]
        now = timezone.now()
        match self.value():
            case "on":
                return queryset.available()
            case "draft":
                return queryset.filter(published_at=None)
            case "later":
                return queryset.filter(published_at__gt=now)
            case "off":
                return queryset.filter(withdrawn_at__lte=now)
            case _:
                return queryset


class NamesField(forms.CharField):
    """Names by language as text: one a line, each after the code of its language and a colon."""

    widget = forms.Textarea(attrs={"rows": 4, "cols": 60, "dir": "auto"})

    def __init__(self, *, encoder: Any = None, decoder: Any = None, **options: Any) -> None:
        """`encoder` and `decoder` are what a field of JSON brings along."""
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return (
            "\n".join(f"{language}: {name}" for language, name in value.items()) if isinstance(value, dict) else value
        )

    def to_python(self, value: Any) -> Any:
        names: dict[str, str] = {}
        for line in filter(str.strip, str(value or "").splitlines()):
            language, colon, name = line.partition(":")
            language = language.strip().lower().replace("_", "-")
            if not colon or language in names:
                raise forms.ValidationError(_("Expected a name a line, each language once: %(line)s") % {"line": line})
            names[language] = name.strip()
        return names

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((initial or {}) != self.to_python(data))
        except forms.ValidationError:
            return True


class TitleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A title with its names in other languages as text, and its images."""

    poster, card, still = (images.ImageField(shape) for shape in images.LABELS)

    class Meta:
        model = Title
        fields = ["names"]
        field_classes = {"names": NamesField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(images.kept(self.instance))


class GenreInline(TabularInline):
    """What the title is, first of all first."""

    model = TitleGenre
    fields = ["genre", "position"]
    extra = 0


class CreditInline(TabularInline):
    """Who made it and plays in it."""

    model = Credit
    fields = ["person", "role", "character", "position"]
    autocomplete_fields = ["person"]
    extra = 0


class SeasonInline(TabularInline):
    """The seasons of a series; their episodes are behind the link."""

    model = Season
    fields = ["number", "name"]
    show_change_link = True
    extra = 0


@admin.register(Title)
class TitleAdmin(Operated):
    """The catalogue."""

    form = TitleForm
    list_display = ["name", "year", "kind", "genre_list", "maturity", "state", "updated_at"]
    list_filter = [State, "kind", "maturity", "genres"]
    search_fields = ["name", "imdb_id", "slug"]
    search_help_text = _("Part of a name, an IMDb id or a slug.")
    ordering = ["name", "id"]
    sortable_by = ["name", "updated_at"]
    prepopulated_fields = {"slug": ["name", "year"]}
    readonly_fields = ["pictures", "videos", "created_at", "updated_at"]
    actions = ["publish", "withdraw"]
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["kind", ("name", "original_name"), "names", "slug", "synopsis"]}),
        (_("Facts"), {"fields": [("year", "runtime"), ("maturity", "advice"), "imdb_id", "assumed"]}),
        (_("Pictures"), {"fields": ["pictures", "poster", "still", "card"]}),
        (_("In the catalogue"), {"fields": [("published_at", "withdrawn_at"), ("created_at", "updated_at"), "videos"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> TitleQuerySet:
        return Title.objects.for_cards().with_genres()

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Results:
        text = search_term.strip()
        return (named(queryset, text) if text else queryset), False  # type: ignore[arg-type]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        inlines: list[Any] = [GenreInline, CreditInline]
        return [*inlines, SeasonInline] if obj is None or obj.is_series else inlines

    def save_model(self, request: HttpRequest, obj: Title, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        images.save(obj, form.cleaned_data)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The title itself was saved before, so `updated_at` has moved whatever was edited."""
        super().save_related(request, form, formsets, change)
        index_titles([form.instance.pk])

    @admin.display(description=_("genres"))
    def genre_list(self, title: Title) -> str:
        return ", ".join(title.genre_names)

    @admin.display(description=_("what viewers see"))
    def pictures(self, title: Title) -> str:
        return "" if title._state.adding else images.previews(title)

    @admin.display(description=_("videos"))
    def videos(self, title: Title) -> str:
        if title._state.adding:
            return ""
        listed = reverse("admin:catalog_video_changelist") + f"?title__id__exact={title.pk}"
        added = reverse("admin:catalog_video_add") + f"?title={title.pk}"
        links = [(listed, gettext("What plays")), (added, gettext("Add a video"))]
        return format_html_join(" · ", '<a href="{}">{}</a>', links)

    @admin.display(description=_("state"))
    def state(self, title: Title) -> str:
        now = timezone.now()
        if title.published_at is None:
            return gettext("draft")
        if title.withdrawn_at and title.withdrawn_at <= now:
            return gettext("withdrawn")
        return gettext("comes later") if title.published_at > now else gettext("available")

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: TitleQuerySet) -> None:
        number = publishing.publish(queryset)
        self.message_user(
            request,
            ngettext("%(number)d title published.", "%(number)d titles published.", number) % {"number": number},
        )

    @admin.action(description=_("Withdraw"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: TitleQuerySet) -> None:
        number = publishing.withdraw(queryset)
        self.message_user(
            request,
            ngettext("%(number)d title withdrawn.", "%(number)d titles withdrawn.", number) % {"number": number},
        )
