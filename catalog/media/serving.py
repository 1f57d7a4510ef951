"""Sends files of packages: from here in development, through nginx or an object store in production."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import Storage
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.utils.cache import patch_vary_headers

CHUNK = 256 * 1024
TYPES = {".m3u8": "application/vnd.apple.mpegurl", ".vtt": "text/vtt", ".mp4": "video/mp4", ".jpg": "image/jpeg"}
# Small texts with relative addresses: they are read from where they were asked for, or the addresses would not hold.
TEXTS = (".m3u8", ".vtt")
INTERNAL = "/_media/"  # the location that only nginx itself may ask for, over the storage's folder
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def serve(
    request: HttpRequest, storage: Storage, name: str, *, seconds: int, handed_over: bool = True
) -> HttpResponseBase:
    """The answer with that file, which its reader may keep for so many seconds; FileNotFoundError if there is none.

    `handed_over`: whether what MEDIA_DELIVERY names can reach this storage.
    """
    suffix = name[name.rindex(".") :]
    delivery = settings.MEDIA_DELIVERY if handed_over and suffix not in TEXTS else "python"
    if delivery == "nginx":
        response: HttpResponseBase = HttpResponse(content_type=TYPES[suffix])
        response["X-Accel-Redirect"] = INTERNAL + quote(name)
    elif delivery == "redirect":
        response = HttpResponseRedirect(storage.url(name))
    elif suffix in TEXTS:
        response = _text(storage, name, TYPES[suffix])
    else:
        response = _bytes(request, storage, name, TYPES[suffix])
    # Files of a package never change; what they are read with runs out, and is this viewer's alone.
    response["Cache-Control"] = f"private, max-age={max(0, seconds)}"
    patch_vary_headers(response, ["Cookie"])
    return response


def _text(storage: Storage, name: str, content_type: str) -> HttpResponse:
    with storage.open(name) as file:
        return text_response(file.read(), content_type)


def text_response(text: bytes | str, content_type: str = TYPES[".vtt"]) -> HttpResponse:
    """A playlist or captions."""
    return HttpResponse(text, content_type=f"{content_type}; charset=utf-8")


def _bytes(request: HttpRequest, storage: Storage, name: str, content_type: str) -> HttpResponseBase:
    size, tag = storage.size(name), f'"{name.replace("/", "-")}"'
    wanted = _wanted(request, size, tag)
    if wanted is None:
        response: HttpResponseBase = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        start, end = wanted
        part = (start, end) != (0, size) or _asks_for_part(request, tag)
        response = StreamingHttpResponse(
            _read(storage, name, start, end) if request.method != "HEAD" else iter(()),
            status=206 if part else 200,
            content_type=content_type,
            headers={"Content-Length": str(end - start)},
        )
        if part:
            response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    # It is compressed already, and lengths and ranges are of the bytes as they are.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return response


def _asks_for_part(request: HttpRequest, tag: str) -> bool:
    return bool(RANGE.fullmatch(request.headers.get("Range", ""))) and request.headers.get("If-Range", tag) == tag


def _wanted(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | None:
    """The first byte and the one after the last; all for no range, or one that is of another form; None for none."""
    if not _asks_for_part(request, tag):
        return 0, size
    first, last = RANGE.fullmatch(request.headers["Range"]).groups()  # type: ignore[union-attr]
    if not first:
        return (max(0, size - int(last)), size) if last and int(last) and size else None
    start, end = int(first), min(int(last) + 1, size) if last else size
    return (start, end) if start < end else None


def _read(storage: Storage, name: str, start: int, end: int) -> Iterator[bytes]:
    with storage.open(name) as file:
        file.seek(start)
        left = end - start
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
