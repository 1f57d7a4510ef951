"""Titles that a profile is not to meet."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import ManagedProfileView, ProfileListView
from accounts.api.cards import CardSerializer
from accounts.marks import with_marks
from accounts.services import block_title, unblock_title
from accounts.services.guards import check_unblocking
from catalog.models import Title
from catalog.rest import Order


class BlockedTitlesView(ManagedProfileView, ProfileListView):
    """All of them."""

    serializer_class: type[serializers.Serializer[Any]] = CardSerializer

    def order(self) -> Order:
        return Order("name", str)

    def get_queryset(self) -> QuerySet[Any]:
        blocked = self.possible_titles().filter(pk__in=self.profile.blocked)
        return with_marks(blocked, self.profile).for_cards().with_genres()

    @extend_schema(
        operation_id="listBlocked",
        summary="Blocked titles",
        description=(
            "What this profile never meets: not on its home page, not in search, not by its id. Of a profile with an "
            "age limit it is told to those alone who gave the account's password: send `Account-Key`."
        ),
        tags=["Profiles"],
        responses=CardSerializer(many=True),
    )
    def get(self, _request: Request) -> Response:
        check_unblocking(self.profile, confirmed=self.is_confirmed())
        return self.listed()


class BlockedTitleView(ManagedProfileView):
    """One title."""

    @extend_schema(
        operation_id="block",
        summary="Block a title",
        description="Keeps a title out of the profile's sight, at most 200 of them. Doing it again changes nothing.",
        tags=["Profiles"],
        request=None,
        responses={204: None},
    )
    def put(self, _request: Request, title: int) -> Response:
        block_title(profile=self.profile, title=self._title(title))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="unblock",
        summary="Let a title be met again",
        description="Where the profile has an age limit, `Account-Key` is needed. Doing it again changes nothing.",
        tags=["Profiles"],
        responses={204: None},
    )
    def delete(self, _request: Request, title: int) -> Response:
        unblock_title(profile=self.profile, title=self._title(title), confirmed=self.is_confirmed())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _title(self, pk: int) -> Title:
        return get_object_or_404(self.possible_titles(), pk=pk)
