"""A profile of the caller's own account, and the titles that it may see: where every view of a viewer begins."""

from functools import partial
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import own_profile, touch
from accounts.api import keys
from accounts.api.refusals import ProfileLocked, told
from accounts.languages import speak
from accounts.marks import with_marks
from accounts.models import Profile
from catalog.models import Title
from catalog.models.titles import TitleQuerySet
from catalog.prepared import weak_tag
from catalog.rest import METHODS, KeysetPagination
from catalog.statements import Statement


class AccountView(APIView):
    """A view of whoever logged in. Answers are their own: no cache between may keep them, and the device's asks before
    it uses its copy."""

    http_method_names = METHODS
    cache_control = "private, no-cache"

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Cache-Control"] = self.cache_control
        if request.method in SAFE_METHODS and isinstance(response, Response) and "no-store" not in self.cache_control:
            response.add_post_render_callback(partial(tagged, request))
        return response

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(told(exc))


def tagged(request: Request, response: HttpResponse) -> HttpResponseBase | None:
    """The answer with an `ETag` of its content, or 304 in its place where the device has just that."""
    if response.status_code != status.HTTP_200_OK:
        return None
    tag = weak_tag(response.content)
    response.headers["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response)


class ProfileView(AccountView, GenericAPIView[Any]):
    """A view under `/profiles/{profile}`. A profile of another account is not there, as one that never was: 404."""

    profile: Profile
    profile_id: int
    pagination_class = None

    def dispatch(self, request: Any, *args: Any, profile: int, **kwargs: Any) -> Any:
        """The methods are not given the id of the profile: they have the profile itself."""
        self.profile_id = profile
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        found = own_profile(request.user, self.profile_id, self.statement())
        if found is None:
            raise Http404
        self.profile = found
        if not self.is_open():
            raise ProfileLocked
        speak(found.language)
        touch(found)

    def is_open(self) -> bool:
        """Whether this device may enter the profile."""
        return keys.opens(self.request, self.profile)

    def get_serializer_context(self) -> dict[str, Any]:
        # Once for the hundreds of addresses that an answer may hold.
        return {**super().get_serializer_context(), "origin": self.request.build_absolute_uri("/").rstrip("/")}

    def statement(self) -> Statement[Profile] | None:
        """What finds the profile, where it is needed with more than itself."""
        return None

    def visible_titles(self) -> TitleQuerySet:
        """What this profile may see."""
        return Title.objects.visible_to(self.profile.limits)

    def marked_titles(self) -> TitleQuerySet:
        """The same, with the profile's own marks."""
        return with_marks(self.visible_titles(), self.profile)

    def title(self, pk: int) -> Title:
        """That title, or 404 where this profile may not see it."""
        return get_object_or_404(self.visible_titles(), pk=pk)

    def with_cards(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those rows whose title this profile may see, each with what the title's card shows."""
        cards = Prefetch("title", self.marked_titles().for_cards().with_genres())
        return rows.filter(profile=self.profile, title__in=self.visible_titles()).prefetch_related(cards)


class ManagedProfileView(ProfileView):
    """A view of what a profile is and may see. Whoever gave the account's password needs no PIN for that."""

    takes_account_key = True

    def is_open(self) -> bool:
        return super().is_open() or self.is_confirmed()

    def is_confirmed(self) -> bool:
        """Whether the account's password was given a moment ago."""
        return keys.is_confirmed(self.request)

    def possible_titles(self) -> TitleQuerySet:
        """What this profile may see, and what it might if it were not blocked."""
        return Title.objects.visible_to(self.profile.limits.of_age)


class ProfileListView(ProfileView):
    """One that answers with pages of rows: `get_queryset`, `order` and `serializer_class` say which."""

    pagination_class = KeysetPagination  # type: ignore[assignment]

    def listed(self) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
