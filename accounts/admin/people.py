"""Accounts and profiles."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from accounts import services
from accounts.admin.audit import Audited
from accounts.models import (
    DataAccess,
    DeviceSession,
    Exposure,
    Impression,
    Look,
    Play,
    Profile,
    Rating,
    SearchQuery,
    User,
    WatchState,
)
from accounts.services.changes import mark_taste_changed
from catalog.admin.base import Operated, Results, TabularInline, ViewOnly, shorten

ON_SCREEN = 24
MOST_FOUND = 200  # accounts or profiles of a text, where something of theirs is looked for
PROFILE_FIELDS: list[Any] = ["name", "avatar", "is_kids", "age_limit"]
POWERS: list[Any] = ["is_staff", "is_superuser", "groups", "user_permissions"]


def profile_ids(text: str) -> list[int]:
    """The profiles of accounts whose address begins with the text, and the one with that number."""
    accounts = shorten(User.objects.order_by().filter(email__startswith=text.lower()), MOST_FOUND)
    wanted = Q(user__in=accounts)
    if (digits := text.removeprefix("#")).isdecimal() and len(digits) < 19:
        wanted |= Q(pk=int(digits))
    return shorten(Profile.objects.order_by().filter(wanted), MOST_FOUND)


def described(impression: Impression) -> str:
    """An impression in one line."""
    told = {
        "at": date_format(timezone.localtime(impression.shown_at), "DATETIME_FORMAT"),
        "row": impression.row,
        "row_place": impression.row_place + 1,
        "place": impression.place + 1,
        "page": impression.page,
    }
    return _("%(at)s · %(row)s, row %(row_place)d, place %(place)d · page %(page)s") % told


class NewUserForm(AdminUserCreationForm):  # type: ignore[type-arg]
    """An account is an address and a password."""

    class Meta:
        model = User
        fields = ["email"]


class UserForm(UserChangeForm):  # type: ignore[type-arg]
    """The stock form without its user name."""

    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict[str, Any] = {}


class ProfileInline(TabularInline):
    """The people of an account; what they are like is behind the link."""

    model = Profile
    fields = PROFILE_FIELDS
    show_change_link = True
    extra = 0
    max_num = 5
    can_delete = False  # on its own page, where it is said what goes with it


@admin.register(User)
class UserAdmin(Audited, Operated, StockUserAdmin):  # type: ignore[type-arg]
    """Accounts. Only superusers hand out powers, and only they touch the accounts of those who have some."""

    form, add_form = UserForm, NewUserForm
    list_display = ("email", "is_active", "is_staff", "is_superuser", "date_joined", "last_login")
    list_filter = ["is_staff", "is_superuser"]
    search_fields = ["email__startswith"]
    search_help_text = _("The beginning of an e-mail address.")
    ordering = ["-pk"]
    sortable_by = ["email"]
    readonly_fields = ["date_joined", "last_login"]
    inlines = [ProfileInline]
    fieldsets = [
        (None, {"fields": ["email", "password", "is_active"]}),
        (_("May enter the operators' side"), {"fields": POWERS, "classes": ["collapse"]}),
        (_("Dates"), {"fields": [("date_joined", "last_login")]}),
    ]
    add_fieldsets = [(None, {"classes": ["wide"], "fields": ["email", "usable_password", "password1", "password2"]})]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else []

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, *POWERS]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Results:
        return super().get_search_results(request, queryset, search_term.lower())

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        response = super().user_change_password(request, id, form_url)
        return self.seen(request, response, "original", DataAccess.Kind.PAGE)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        services.erase_account(user=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for user in queryset:
            services.erase_account(user=user)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for profile, changed in formset.changed_objects:
            _follow_limits(profile, changed)


def _may_touch(request: HttpRequest, user: User | None) -> bool:
    """Whoever could set the password of an operator would have that operator's powers."""
    return request.user.is_superuser or user is None or not (user.is_staff or user.is_superuser)


@admin.register(DeviceSession)
class DeviceSessionAdmin(Audited, ViewOnly):
    """Devices that are logged in. An operator can end a session for a viewer who lost the device."""

    list_display = ["user", "name", "device", "began_at", "last_used_at"]
    list_select_related = ["user"]
    fields = ["user", "name", "device", "began_at", "last_used_at"]
    search_fields = ["user__email__startswith"]
    search_help_text = _("The beginning of an e-mail address.")
    ordering = ["-began_at"]
    sortable_by = ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("accounts.delete_devicesession")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        obj.token.delete()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        AuthToken.objects.filter(device_session__in=queryset).delete()


@admin.register(Profile)
class ProfileAdmin(Audited, Operated):
    """Profiles, with ways to what they did for those who may see it."""

    list_display = ["name", "user", "is_kids", "age_limit", "last_seen_at", "taste_changed_at"]
    list_select_related = ["user"]
    list_filter = ["is_kids"]
    search_fields = ["user__email__startswith"]
    search_help_text = _("The beginning of an e-mail address, or a profile's number.")
    ordering = ["-pk"]
    sortable_by = ["last_seen_at", "taste_changed_at"]
    raw_id_fields = ["user"]  # looked up in a list that is audited
    fields = ["user", *PROFILE_FIELDS, "created_at", "last_seen_at", "taste_changed_at", "taste_version"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # A profile never changes hands: its history would go with it.
        kept = ["created_at", "last_seen_at", "taste_changed_at", "taste_version"]
        return [*kept, "user", "history", "on_screen"] if obj else kept

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if obj is None:
            return ["user", *PROFILE_FIELDS]
        # What was on screen tells of a taste, so it is for those who may see what people watch.
        seen = ["on_screen"] if request.user.has_perm("accounts.view_impression") else []
        return [*super().get_fields(request, obj), "history", *seen]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Results:
        text = search_term.strip()
        return (queryset.filter(pk__in=profile_ids(text)) if text else queryset), False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            _follow_limits(obj, form.changed_data)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        services.erase_profile(profile=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for profile in queryset:
            services.erase_profile(profile=profile)

    @admin.display(description=_("what they did"))
    def history(self, profile: Profile) -> str:
        """Links to the lists of this profile's events."""
        lists: list[Any] = [WatchState, Play, Rating, Look, SearchQuery, Exposure]
        named = [
            (reverse(f"admin:accounts_{m._meta.model_name}_changelist"), m._meta.verbose_name_plural) for m in lists
        ]
        links = [(f"{url}?profile__id__exact={profile.pk}", name) for url, name in named]
        return format_html_join(" · ", '<a href="{}">{}</a>', links)

    @admin.display(description=_("last on screen"))
    def on_screen(self, profile: Profile) -> str:
        """The latest impressions: which title, where, and when."""
        latest = profile.impressions.select_related("title").order_by("-shown_at")[:ON_SCREEN]
        return format_html_join(mark_safe("<br>"), "{} · {}", ((one.title, described(one)) for one in latest))


def _follow_limits(profile: Profile, changed: Iterable[str]) -> None:
    """Other limits make another page. Called in the transaction that the form is saved in."""
    if {"is_kids", "age_limit"} & set(changed):
        mark_taste_changed(profile.pk)


def _list_of(kind: Any) -> str:
    return reverse(f"admin:accounts_{kind._meta.model_name}_changelist")
