"""What of a home page was sent already, small enough for an address, so that nothing is kept between two batches.

It names the rows by short hashes of their keys and holds the ids of the titles: sorted, as differences, in as few bytes
as each takes, compressed. zlib's checksum tells apart what was cut off or made up.
"""

import binascii
import hashlib
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

EDITION = 1  # raised when the form changes: links of pages that were open meanwhile lead to the beginning
HASH = 3  # bytes: among forty rows two are alike on one page in twenty thousand, which lacks one then
LONGEST = 8_000  # characters
MOST_BYTES, MOST_TITLES, MOST_ROWS = 16_000, 4_000, 255
LARGEST_ID = 2**63 - 1


class InvalidCursor(ValueError):  # noqa: N818  it names what was given
    """Not one of ours, or one of another edition."""


@dataclass(frozen=True)
class Cursor:
    """The rows, as hashes of their keys, and the titles that were sent. False while there is nothing of either."""

    rows: frozenset[bytes] = frozenset()
    titles: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.rows or self.titles)

    def has_row(self, key: str) -> bool:
        """Whether the row with this key was sent."""
        return _hash(key) in self.rows

    def after(self, keys: Iterable[str], titles: Iterable[int]) -> "Cursor":
        """The cursor once these rows and titles are sent too."""
        return Cursor(self.rows | {_hash(key) for key in keys}, self.titles | set(titles))

    def encode(self) -> str:
        """A text of letters, digits, "-" and "_"."""
        rows, before, packed = sorted(self.rows)[:MOST_ROWS], 0, bytearray([EDITION])
        packed.append(len(rows))
        packed += b"".join(rows)
        for title in sorted(self.titles)[:MOST_TITLES]:
            packed += _number(title - before)
            before = title
        return urlsafe_b64encode(zlib.compress(packed, 9)).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """The reverse of `encode`; raises `InvalidCursor` for anything else, at a small and bounded cost."""
        packed = _unpacked(text)
        if len(packed) < 2 or packed[0] != EDITION:
            raise InvalidCursor(text[:20])
        end = 2 + HASH * packed[1]
        rows = [packed[start : start + HASH] for start in range(2, end, HASH)]
        titles = list(_titles(packed[end:]))
        cursor = cls(frozenset(rows), frozenset(titles))
        # One form for one cursor: nothing else could have been sent.
        if len(packed) < end or rows != sorted(cursor.rows) or len(titles) != len(cursor.titles):
            raise InvalidCursor(text[:20])
        return cursor


def _hash(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=HASH).digest()


def _number(value: int) -> bytes:
    """Seven bits to a byte, the lowest first; all bytes but the last have the eighth one set."""
    packed = bytearray()
    while value > 0x7F:
        packed.append(value & 0x7F | 0x80)
        value >>= 7
    packed.append(value)
    return bytes(packed)


def _titles(packed: bytes) -> Iterator[int]:
    """The ids from their differences, ascending."""
    title, value, shift, count = 0, 0, 0, 0
    for byte in packed:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte & 0x80:
            continue
        title, value, shift, count = title + value, 0, 0, count + 1
        if title > LARGEST_ID or count > MOST_TITLES:
            raise InvalidCursor(str(count))
        yield title
    if shift:
        raise InvalidCursor(str(count))


def _unpacked(text: str) -> bytes:
    try:
        if len(text) > LONGEST:
            raise InvalidCursor(text[:20])
        packed = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        unpacker = zlib.decompressobj()
        found = unpacker.decompress(packed, MOST_BYTES)
    except (UnicodeEncodeError, binascii.Error, zlib.error) as error:
        raise InvalidCursor(text[:20]) from error
    if not unpacker.eof or unpacker.unused_data:
        raise InvalidCursor(text[:20])
    return found
