"""Answers that are compressed once, with holes for what changes."""

import gzip
import random

import pytest
from django.test import RequestFactory

from catalog.prepared import Prepared

HOLE, FILLING = "#" * 64, "k" * 64
WORDS = ["<li class=card>é</li>", "<form>", HOLE, HOLE, "a" * 70, "<p>kkk###</p>"]


@pytest.mark.parametrize("seed", range(20))
def test_whatever_stands_around_the_holes_comes_out_as_it_was(seed: int) -> None:
    rng = random.Random(seed)
    text = "".join(rng.choice(WORDS) for _ in range(seed * 60))
    assert gzip.decompress(Prepared(text, HOLE).pressed(FILLING)).decode() == text.replace(HOLE, FILLING)


def test_a_filling_that_was_used_before_leaves_nothing_behind() -> None:
    prepared = Prepared(f"one {HOLE} two {HOLE} three", HOLE)
    prepared.pressed(FILLING)
    other = "z" * 64
    assert gzip.decompress(prepared.pressed(other)).decode() == f"one {other} two {other} three"


def test_holes_do_not_cost_what_stands_around_them_its_repetitions() -> None:
    card = "".join(chr(65 + n % 26) + str(n) for n in range(200))
    apart = Prepared(HOLE.join([card] * 10), HOLE).pressed(FILLING)
    assert len(apart) < len(gzip.compress(card.encode())) + 10 * 120


def test_what_fills_a_hole_is_compressed_with_nothing() -> None:
    """Two secrets of one length make answers of one length, whatever stands around them is like."""
    text = f"guess={FILLING} token={HOLE}"
    lengths = {len(Prepared(text, HOLE).pressed(filling)) for filling in (FILLING, "q" * 64)}
    assert len(lengths) == 1


def test_it_is_plain_for_those_who_do_not_take_it_compressed() -> None:
    prepared = Prepared(f"<p>{HOLE}</p>", HOLE)
    plain = prepared.response(RequestFactory().get("/"), FILLING, "text/html")
    assert plain.content.decode() == f"<p>{FILLING}</p>"
    assert "Content-Encoding" not in plain
    pressed = prepared.response(RequestFactory().get("/", HTTP_ACCEPT_ENCODING="br, gzip"), FILLING, "text/html")
    assert pressed["Content-Encoding"] == "gzip"
    assert gzip.decompress(pressed.content) == plain.content
    assert plain["Vary"] == pressed["Vary"] == "Accept-Encoding"


def test_a_text_without_holes() -> None:
    assert gzip.decompress(Prepared('{"a":1}', "\0").pressed("")) == b'{"a":1}'
