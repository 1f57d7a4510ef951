"""System checks of what is set for videos, each with a hint."""

import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, register
from django.core.checks import Warning as Caution
from django.core.files.storage import FileSystemStorage, storages

from catalog.media import sandbox, tools

HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?::\d{1,5})?")


@register(Tags.security)
def media_hosts_are_hosts(**_: Any) -> list[CheckMessage]:
    """They become part of the Content-Security-Policy."""
    wrong = [host for host in settings.MEDIA_HOSTS if not HOST.fullmatch(host)]
    if not wrong:
        return []
    hint = "Name hosts in lower case, with a port where it is not 443, separated by commas: cdn.example.org"
    return [Error(f"MEDIA_HOSTS has what is no host: {', '.join(wrong)}.", hint=hint, id="netflixlike.E013")]


@register(Tags.files)
def media_sources_are_folders(**_: Any) -> list[CheckMessage]:
    """Files are looked for below them."""
    wrong = [str(folder) for folder in settings.MEDIA_SOURCES if not (folder.is_absolute() and folder.is_dir())]
    if not wrong:
        return []
    hint = "Name folders by their whole paths, which the worker of the queue media and the web may enter."
    return [Caution(f"MEDIA_SOURCES has what is no folder: {', '.join(wrong)}.", hint=hint, id="netflixlike.W014")]


@register(Tags.files)
def media_can_be_delivered(**_: Any) -> list[CheckMessage]:
    """nginx reads a disk, and only other storages have addresses of their own."""
    on_disk = isinstance(storages["media"], FileSystemStorage)
    if settings.MEDIA_DELIVERY == "nginx" and not on_disk:
        hint = "Set MEDIA_DELIVERY to redirect, or unset MEDIA_STORAGE."
        return [Error("nginx cannot send from MEDIA_STORAGE.", hint=hint, id="netflixlike.E015")]
    if settings.MEDIA_DELIVERY == "redirect" and on_disk:
        hint = "Set MEDIA_DELIVERY to nginx, or MEDIA_STORAGE to one with signed addresses."
        return [Error("Files on the disk have no addresses to redirect to.", hint=hint, id="netflixlike.E015")]
    if settings.MEDIA_DELIVERY == "redirect" and not settings.MEDIA_ORIGINS:
        hint = "Set MEDIA_ORIGINS to the origin of the storage's addresses: https://bucket.s3.example.org"
        return [Caution("Browsers will not load from MEDIA_STORAGE.", hint=hint, id="netflixlike.W016")]
    return []


@register(Tags.compatibility, deploy=True)
def videos_can_be_packaged(**_: Any) -> list[CheckMessage]:
    """By programs that are shut in."""
    if not tools.are_there():
        hint = "Needed where the worker of the queue media runs: the system's package ffmpeg, or `make media`."
        return [Info("There is no ffmpeg on this machine.", hint=hint, id="netflixlike.I017")]
    if lacking := sandbox.missing():
        hint = "ffmpeg is still told to read nothing but its file. A newer Linux sees to it as well."
        message = f"ffmpeg cannot be shut in entirely: the kernel has no {', '.join(lacking)}."
        return [Info(message, hint=hint, id="netflixlike.I018")]
    return []
