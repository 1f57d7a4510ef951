"""What a player needs to play a title or an episode. The one place that players ask.

`accounts.media.playback_of(…)` calls this with a ticket maker, after it has seen to it that the profile may watch.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.media import stand_in
from catalog.models import Caption, Episode, Title, Video

# A signed ticket for a package, and when it runs out.
Grant = Callable[[uuid.UUID], tuple[str, dt.datetime]]


@dataclass(frozen=True)
class CaptionTrack:
    """One WebVTT track, for a `<track>` element."""

    url: str
    label: str
    language: str
    kind: str  # subtitles or captions, as the element has it
    is_default: bool


@dataclass(frozen=True)
class AudioTrack:
    """One audio track, in the order of the manifest's audio group."""

    label: str
    language: str


@dataclass(frozen=True)
class Marker:
    """A stretch that a viewer may skip, in seconds: `kind` is intro or recap."""

    kind: str
    start: float
    end: float


@dataclass(frozen=True)
class Playback:
    """Everything that is needed to play. Addresses are of this site, except a manifest that is held elsewhere."""

    manifest: str  # the multivariant playlist
    expires_at: dt.datetime | None  # when the addresses stop working: ask anew before; None for one held elsewhere
    duration: float | None  # of what plays, in seconds; None where nobody said
    captions: tuple[CaptionTrack, ...]
    audio: tuple[AudioTrack, ...]
    thumbnails: str  # WebVTT whose cues name a part of a picture; "" where there are none
    poster: str  # a frame of it; "" where there is none
    markers: tuple[Marker, ...]
    credit: str
    is_stand_in: bool  # the demo's film, whose length stands for the title's


def playback(title: Title, episode: Episode | None, *, grant: Grant) -> Playback | None:
    """How to play this title or episode; None where there is no video of it. Two queries at the most."""
    tracks = Prefetch("captions", Caption.objects.defer("text"))
    video = Video.objects.of(title, episode).playable().prefetch_related(tracks).first()
    if video is not None and video.url:
        return _held_elsewhere(video, grant)
    if video is not None and video.package is not None:
        return _packaged(video, video.package, grant)
    return _stand_in(episode, grant) if settings.DEMO else None


def _held_elsewhere(video: Video, grant: Grant) -> Playback:
    ticket, expires_at = grant(stand_in.NOTHING)
    captions = _captions(video, ticket)
    return Playback(
        manifest=video.url,
        expires_at=expires_at if captions else None,
        duration=video.duration,
        captions=captions,
        audio=(),
        thumbnails="",
        poster="",
        markers=_markers(video),
        credit=video.credit,
        is_stand_in=False,
    )


def _packaged(video: Video, package: uuid.UUID, grant: Grant) -> Playback:
    ticket, expires_at = grant(package)
    return Playback(
        manifest=media_url(ticket, "master.m3u8"),
        expires_at=expires_at,
        duration=video.duration,
        captions=_captions(video, ticket),
        audio=tuple(AudioTrack(one["label"], one["language"]) for one in video.facts.get("audio", [])),
        thumbnails=media_url(ticket, "thumbnails.vtt"),
        poster=media_url(ticket, f"poster-{min(video.poster, video.facts.get('posters', 1))}.jpg"),
        markers=_markers(video),
        credit=video.credit,
        is_stand_in=False,
    )


def _stand_in(episode: Episode | None, grant: Grant) -> Playback:
    ticket, expires_at = grant(stand_in.PACKAGE)
    film = stand_in.film()
    return Playback(
        manifest=media_url(ticket, "master.m3u8"),
        expires_at=expires_at,
        duration=film.duration,
        captions=tuple(
            CaptionTrack(media_url(ticket, one.file), str(one.label), one.language, one.kind, is_default=False)
            for one in stand_in.CAPTIONS
        ),
        audio=tuple(AudioTrack(label, language) for label, language in film.audio),
        thumbnails=media_url(ticket, "thumbnails.vtt"),
        poster=media_url(ticket, f"poster-{stand_in.POSTER}.jpg"),
        markers=tuple(Marker(*one) for one in stand_in.markers(episode)),
        credit=_("“Big Buck Bunny”, © 2008 Blender Foundation, www.bigbuckbunny.org, under the licence CC BY 3.0"),
        is_stand_in=True,
    )


def media_url(ticket: str, name: str) -> str:
    """Where a file of the package that a ticket is for is loaded from."""
    return reverse("media", args=[ticket, name])


def _captions(video: Video, ticket: str) -> tuple[CaptionTrack, ...]:
    return tuple(_caption(one, ticket) for one in video.captions.all())


def _caption(caption: Caption, ticket: str) -> CaptionTrack:
    url = media_url(ticket, f"caption-{caption.pk}.vtt")
    return CaptionTrack(url, caption.label, caption.language, caption.kind, caption.is_default)


def _markers(video: Video) -> tuple[Marker, ...]:
    stretches = (
        ("recap", video.recap_start, video.recap_end),
        ("intro", video.intro_start, video.intro_end),
    )
    return tuple(Marker(kind, start, end) for kind, start, end in stretches if start is not None and end is not None)
