"""What of a page was sent, in an address."""

import string
import zlib
from base64 import urlsafe_b64encode
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.cursor import LONGEST, MOST_BYTES, Cursor, InvalidCursor

IDS = st.sets(st.integers(min_value=0, max_value=2**63 - 1), max_size=200)
KEYS = st.sets(st.text(max_size=80), max_size=40)
ALPHABET = string.ascii_letters + string.digits + "-_"


@given(KEYS, IDS)
def test_what_was_sent_comes_back(keys: set[str], titles: set[int]) -> None:
    cursor = Cursor().after(keys, titles)
    text = cursor.encode()
    assert set(text) <= set(ALPHABET)
    assert Cursor.decode(text) == cursor
    assert all(Cursor.decode(text).has_row(key) for key in keys)
    assert Cursor.decode(text).titles == titles


@given(KEYS, IDS, KEYS, IDS)
def test_batches_add_up(keys: set[str], titles: set[int], more_keys: set[str], more_titles: set[int]) -> None:
    step = Cursor.decode(Cursor().after(keys, titles).encode()).after(more_keys, more_titles)
    assert step == Cursor().after(keys | more_keys, titles | more_titles)


@given(st.text(max_size=300) | st.text(ALPHABET, max_size=300))
def test_rubbish_is_told_apart(text: str) -> None:
    with pytest.raises(InvalidCursor):
        Cursor.decode(text)


@given(st.binary(max_size=100))
def test_rubbish_that_was_packed_is_told_apart_or_stands_for_itself(packed: bytes) -> None:
    text = urlsafe_b64encode(zlib.compress(packed, 9)).decode().rstrip("=")
    try:
        cursor = Cursor.decode(text)
    except InvalidCursor:
        return
    assert Cursor.decode(cursor.encode()) == cursor


def test_a_cursor_that_was_changed_or_cut_is_told_apart() -> None:
    random = Random(5)
    text = Cursor().after(["top_picks", "new"], random.sample(range(12_500), 200)).encode()
    for place in random.sample(range(len(text) - 2), 100):
        other = random.choice([letter for letter in ALPHABET if letter != text[place]])
        for changed in (text[:place] + other + text[place + 1 :], text[: place - 1]):
            with pytest.raises(InvalidCursor):
                Cursor.decode(changed)


@pytest.mark.parametrize("size", [LONGEST + 1, 5_000_000])
def test_what_is_too_long_is_not_even_looked_at(size: int) -> None:
    with pytest.raises(InvalidCursor):
        Cursor.decode("A" * size)


def test_what_would_unpack_to_much_is_not_unpacked() -> None:
    bomb = urlsafe_b64encode(zlib.compress(b"\1" * 100 * MOST_BYTES, 9)).decode()
    assert len(bomb) < LONGEST
    with pytest.raises(InvalidCursor):
        Cursor.decode(bomb)


def test_a_whole_page_fits_into_an_address() -> None:
    """The largest of a hundred pages of 40 rows of 18 out of 12,500 titles."""
    random = Random(3)
    rows = [f"because_you_watched:{number}" for number in range(40)]
    sizes = [len(Cursor().after(rows, random.sample(range(1, 12_501), 40 * 18)).encode()) for _ in range(100)]
    assert max(sizes) <= 1_200
