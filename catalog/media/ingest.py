"""What operators do to videos: from which file or address one comes, and with which captions."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalog.media import claims, sources, uploads
from catalog.media.languages import name_of
from catalog.media.reasons import RefusedError
from catalog.models import Caption, Title, Video


@dataclass(frozen=True)
class Given:
    """Captions that an operator brings: subtitles in WebVTT."""

    language: str
    text: str


def title_named(name: str) -> Title:
    """The one title of that slug, IMDb id, number or name; RefusedError where there is none, or are several."""
    for field in ("slug", "imdb_id", *(["pk"] if name.isascii() and name.isdigit() and len(name) < 18 else []), "name"):
        found = list(Title.objects.filter(**{field: name})[:2])
        if len(found) > 1:
            raise RefusedError(f"Several titles are called {name!r}: name one by its slug, such as {found[0].slug}.")
        if found:
            return found[0]
    raise RefusedError(f"There is no title {name!r}.")


def bring(video: Video, file: Path) -> None:
    """Have the video made from a file of this machine: from where it is, or from a copy in the storage.

    RefusedError or OSError where it cannot be read.
    """
    whole = file.absolute()
    try:
        sources.located(str(whole))
    except RefusedError:
        with whole.open("rb") as opened:
            uploads.copy(video, opened, name=file.name)
    else:
        use_path(video, str(whole))


def use_path(video: Video, path: str) -> None:
    """From now on the video is made from that file on the server; packaging is asked for."""
    with transaction.atomic():
        uploads.discard(video)
        claims.cancel(video.pk)
        Video.objects.filter(pk=video.pk).update(path=path, url="")
        claims.ask(video.pk)


def use_url(video: Video) -> None:
    """From now on the video is held elsewhere, at the address that it has: nothing of it is kept here."""
    with transaction.atomic():
        uploads.discard(video)
        claims.cancel(video.pk)
        held = Video.objects.filter(pk=video.pk)
        package = held.values_list("package", flat=True).get()
        if package is not None:
            claims.retire(package)
            held.update(package=None, facts={}, duration=None)  # the length was the package's
        held.update(state=Video.State.READY, percent=100, reason="", updated_at=timezone.now())


def use_nothing(video: Video) -> None:
    """The source was taken away. What was packaged from it goes on playing."""
    with transaction.atomic():
        claims.cancel(video.pk)
        state = Video.State.READY if video.package else Video.State.EMPTY
        Video.objects.filter(pk=video.pk).update(state=state, percent=100 if video.package else 0, reason="")


def give_captions(video: Video, captions: Iterable[Given]) -> None:
    """Subtitles, in place of those that there are in their languages."""
    for one in captions:
        told = {"label": name_of(one.language), "text": one.text, "is_embedded": False}
        Caption.objects.update_or_create(video=video, language=one.language, kind=Caption.Kind.SUBTITLES, defaults=told)


def has_source(video: Video) -> bool:
    """Whether it can be packaged (again)."""
    return bool(video.path) or sources.complete_upload(video) is not None


def allowed_url(url: str) -> bool:
    """Whether it is an https address on one of MEDIA_HOSTS."""
    return any(url.startswith(f"https://{host}/") for host in settings.MEDIA_HOSTS)
