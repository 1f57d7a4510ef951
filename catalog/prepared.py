"""Answers that are compressed once and sent many times, although a few characters of each are another time others.

A deflate stream (RFC 1951) may be put together from pieces that were compressed one by one, as long as no piece refers
to what changes. What fills a hole is stored in it as it is: a secret is compressed with nothing, so the length of an
answer says nothing of it.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import patch_vary_headers

LEVEL = 6
WINDOW = 32_768  # bytes to which a piece may refer back
HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"  # of a gzip file (RFC 1952) without name and moment
END = b"\x03\0"  # an empty last block
NEVER = b"\xff"  # in no text that is UTF-8, so that no piece refers to a hole
ZEROS = memoryview(bytes(1 << 20))


class Piece(NamedTuple):
    """Compressed; and what the checksum of the whole takes of it."""

    pressed: bytes
    length: int
    checksum: int
    passing: int  # the checksum of as many zeros


class Prepared:
    """A text with holes, `hole` in it, for fillings of that length."""

    def __init__(self, text: str, hole: str) -> None:
        self.hole = len(hole.encode())
        self.pieces = list(_pieces([part.encode() for part in text.split(hole)], self.hole))

    def response(self, request: HttpRequest, filling: str, content_type: str) -> HttpResponse:
        """The text with its holes filled, compressed for those who take it so."""
        body = self.pressed(filling)
        gzip = re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        response = HttpResponse(body if gzip else zlib.decompress(body, zlib.MAX_WBITS | 16), content_type)
        if gzip:
            response["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

    def pressed(self, filling: str) -> bytes:
        """The same as a gzip file."""
        given = filling.encode()
        assert len(given) == self.hole or len(self.pieces) == 1
        stored = struct.pack("<BHH", 0, len(given), len(given) ^ 0xFFFF) + given
        checksum, length, found = 0, 0, [HEAD]
        for number, piece in enumerate(self.pieces):
            if number:
                checksum, length = zlib.crc32(given, checksum), length + len(given)
                found.append(stored)
            # Passing over a piece and over as many zeros does the same to what came before.
            checksum = zlib.crc32(ZEROS[: piece.length], checksum) ^ piece.passing ^ piece.checksum
            length += piece.length
            found.append(piece.pressed)
        return b"".join([*found, END, struct.pack("<LL", checksum, length & 0xFFFFFFFF)])


def _pieces(parts: list[bytes], hole: int) -> Iterator[Piece]:
    before = b""
    for part in parts:
        if len(part) > len(ZEROS):
            raise ValueError(f"A piece has {len(part)} bytes.")
        packer = zlib.compressobj(LEVEL, wbits=-zlib.MAX_WBITS, zdict=before)
        pressed = packer.compress(part) + packer.flush(zlib.Z_SYNC_FLUSH)
        yield Piece(pressed, len(part), zlib.crc32(part), zlib.crc32(ZEROS[: len(part)]))
        before = (before + part + NEVER * hole)[-WINDOW:]


def weak_tag(told: bytes) -> str:
    """An `ETag` that changes with these bytes. Weak: the same content may be compressed in more than one way."""
    return f'W/"{hashlib.blake2b(told, digest_size=12).hexdigest()}"'
