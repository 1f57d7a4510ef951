"""What a player needs to play a title."""

import datetime as dt
from typing import Any
from urllib.parse import urljoin

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import ProfileView
from accounts.api.plays import PlayedEpisodeSerializer
from accounts.media import device
from accounts.watching import Watching, watching
from catalog.media.playback import AudioTrack, CaptionTrack, Marker
from catalog.rest import read_query

_FILE = "https://cinema.example/media/7.1204.0.9f2c.4be1.1772399645~fjX0/"
PLAYBACK: dict[str, Any] = {
    "title": 1204,
    "episode": None,
    "manifest": _FILE + "master.m3u8",
    "expires_at": "2026-03-01T22:14:05Z",
    "expires_in": 7200,
    "duration": 6721.4,
    "length": 6721,
    "position": 1830,
    "captions": [
        {"url": _FILE + "caption-3.vtt", "label": "English", "language": "en", "kind": "captions", "default": False}
    ],
    "audio": [{"label": "English", "language": "en"}],
    "thumbnails": _FILE + "thumbnails.vtt",
    "poster": _FILE + "poster-1.jpg",
    "markers": [{"kind": "intro", "start": 61.5, "end": 94.0}],
    "credit": "",
    "stand_in": False,
    "next_episode": None,
}


class NoVideo(APIException):
    """There is a title, and nothing to play."""

    status_code = 404
    default_detail = _("There is no video of this yet.")
    default_code = "no_video"


class PlaybackQuery(serializers.Serializer[Any]):
    """Which part of a title."""

    episode = serializers.IntegerField(
        required=False, min_value=1, help_text="Id of an episode; of a series, if not given, the one to watch next."
    )


class CaptionTrackSerializer(serializers.Serializer[CaptionTrack]):
    """A WebVTT track."""

    url = serializers.SerializerMethodField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field of a track, not the serializer's own label
    language = serializers.CharField()
    kind = serializers.ChoiceField(choices=["subtitles", "captions"])
    default = serializers.BooleanField(source="is_default", help_text="Shown unless a viewer chooses.")

    @extend_schema_field(serializers.URLField())
    def get_url(self, track: CaptionTrack) -> str:
        return str(urljoin(self.context["origin"], track.url))


class AudioTrackSerializer(serializers.Serializer[AudioTrack]):
    """An audio track, in the order of the manifest."""

    label = serializers.CharField()  # type: ignore[assignment]  # a field of a track, not the serializer's own label
    language = serializers.CharField()


class MarkerSerializer(serializers.Serializer[Marker]):
    """A stretch that may be skipped, in seconds of what plays."""

    kind = serializers.ChoiceField(choices=["intro", "recap"])
    start = serializers.FloatField()
    end = serializers.FloatField()


@extend_schema_serializer(examples=[OpenApiExample("A film", PLAYBACK)], component_name="Playback")
class PlaybackSerializer(serializers.Serializer[Watching]):
    """How to play a film or an episode. `context["origin"]` is put before the addresses of this site."""

    title = serializers.IntegerField(source="title.pk")
    episode = serializers.IntegerField(source="episode.pk", allow_null=True, default=None)
    manifest = serializers.SerializerMethodField(help_text="An HLS multivariant playlist.")
    expires_at = serializers.DateTimeField(
        source="playback.expires_at",
        allow_null=True,
        help_text="When the addresses stop working; null where they do not.",
    )
    expires_in = serializers.SerializerMethodField(help_text="The same in seconds from now, for clocks that are wrong.")
    duration = serializers.FloatField(
        source="playback.duration", allow_null=True, help_text="Of what plays, in seconds; null where nobody said."
    )
    length = serializers.IntegerField(
        help_text="Of the title, in seconds: the `duration` of plays. A stand-in's length stands for it."
    )
    position = serializers.IntegerField(help_text="Where to begin, in seconds of `length`.")
    captions = CaptionTrackSerializer(source="playback.captions", many=True)
    audio = AudioTrackSerializer(source="playback.audio", many=True)
    thumbnails = serializers.SerializerMethodField(help_text="WebVTT whose cues name parts of pictures, or null.")
    poster = serializers.SerializerMethodField(help_text="A frame of it, or null.")
    markers = MarkerSerializer(source="playback.markers", many=True)
    credit = serializers.CharField(
        source="playback.credit", allow_blank=True, help_text="To be shown beside the player."
    )
    stand_in = serializers.BooleanField(
        source="playback.is_stand_in", help_text="This plays because the demo has no video of the title: say so."
    )
    next_episode = PlayedEpisodeSerializer(source="following", allow_null=True)

    @extend_schema_field(serializers.URLField())
    def get_manifest(self, found: Watching) -> str:
        return self._absolute(found.playback.manifest)  # type: ignore[union-attr]

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_expires_in(self, found: Watching) -> int | None:
        expires_at: dt.datetime | None = found.playback.expires_at  # type: ignore[union-attr]
        return None if expires_at is None else max(0, int((expires_at - timezone.now()).total_seconds()))

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_thumbnails(self, found: Watching) -> str | None:
        return self._absolute(found.playback.thumbnails) or None  # type: ignore[union-attr]

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_poster(self, found: Watching) -> str | None:
        return self._absolute(found.playback.poster) or None  # type: ignore[union-attr]

    def _absolute(self, url: str) -> str:
        return urljoin(self.context["origin"], url) if url else ""


class PlaybackView(ProfileView):
    """How to play a title."""

    @extend_schema(
        operation_id="getPlayback",
        summary="What a player needs",
        description=(
            "Addresses of the video, its captions and its thumbnails, where to begin and what comes afterwards. The "
            "addresses are signed for this profile and device, need no token, answer to ranges, and end with "
            "`expires_at` or when the device is logged out: then they are 403, and asking here again gives new ones, "
            "which differ from the old ones in the folder alone, so that a player may go on where it is."
        ),
        tags=["Plays"],
        parameters=[PlaybackQuery],
        responses=PlaybackSerializer,
    )
    def get(self, request: Request, title: int) -> Response:
        episode = read_query(PlaybackQuery, request).get("episode")
        holder = device(request.auth.device_session)  # type: ignore[union-attr]  # a token of knox
        found = watching(self.profile, self.title(title), episode, holder=holder)
        if found is None:
            raise Http404
        if found.playback is None:
            raise NoVideo
        return Response(PlaybackSerializer(found, context=self.get_serializer_context()).data)
