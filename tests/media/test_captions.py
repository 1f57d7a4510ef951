"""Captions of whoever made them: what comes out is WebVTT that says the same and does nothing."""

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.media.captions import MOST_CUES, cleaned
from catalog.media.languages import language_of, name_of
from catalog.media.reasons import RefusedError

CUE = "00:01.000 --> 00:02.000"


def text_of(words: str) -> str:
    """What becomes of a cue's text."""
    return cleaned(f"WEBVTT\n\n{CUE}\n{words}\n".encode()).split("\n", 3)[3].removesuffix("\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Hello", "Hello"),
        ("<i>Hello</i> <b>you</b>", "<i>Hello</i> <b>you</b>"),
        ("<i>never closed", "<i>never closed</i>"),
        ("closed </i>only", "closed only"),
        ("<I>loud</I>", "<i>loud</i>"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("<v Roger><c.red.bg_blue>Hi</c>", "Hi"),
        ('<font color="#fff">Hi</font>', "Hi"),
        ("{\\an8}{\\i1}Hi{\\i0}", "Hi"),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
        ("&amp; &lt;b&gt; &#x3c;", "&amp; &lt;b&gt; &amp;#x3c;"),
        ("a\u0007b\u202ec", "abc"),
        ("- One\n- Two", "- One\n- Two"),
        ("00:03.000 --> 00:04.000\ninside", "00:03.000 --&gt; 00:04.000\ninside"),
        ("Größe, 日本語, עברית", "Größe, 日本語, עברית"),
    ],
)
def test_text(words: str, said: str) -> None:
    assert text_of(words) == said


def test_subrip_and_webvtt_and_their_oddities() -> None:
    whole = "\ufeff2\r\n00:00:05,5 --> 00:00:07,000 X1:0\r\nlater\r\n\r\n\r\n"
    whole += "1\r\n0:00:01.000-->00:00:02.000\r\nfirst\r\n"
    assert cleaned(whole.encode()) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nfirst\n\n00:00:05.500 --> 00:00:07.000\nlater\n"
    )
    vtt = (
        "WEBVTT - a film\nX-TIMESTAMP-MAP=LOCAL:0\n\nSTYLE\n::cue { background: url(http://host/) }\n\nREGION\nid:a\n\n"
        f"NOTE {CUE}\nnot said\n\nname\n{CUE} line:-1 align:start region:a vertical:rl position:10%,line-left\nsaid\n"
    )
    assert cleaned(vtt.encode()) == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000 line:-1 align:start\nsaid\n"


@pytest.mark.parametrize(
    ("data", "encoding"), [("é", "utf-8"), ("é", "utf-8-sig"), ("é", "utf-16"), ("é", "cp1252"), ("“é”", "cp1252")]
)
def test_encodings(data: str, encoding: str) -> None:
    assert data in cleaned(f"1\n00:00:01,000 --> 00:00:02,000\n{data}\n".encode(encoding))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no captions"),
        (b"WEBVTT\n", "no captions"),
        (b"hello\n\nworld", "no captions"),
        (b"1\n00:00:02,000 --> 00:00:01,000\nbackwards\n", "no captions"),
        (b"1\n99:00:00,000 --> 99:00:01,000\nfar away\n", "no captions"),
        (b"1\n00:00:01,000 --> 00:00:02,000\n \n", "no captions"),
        (b"\x7fELF\0\0\0", "no text"),
        (b"\xff\xfe\0", "no text"),
        (b"x" * (5 << 20), "more than 4 MB"),
        ((f"{CUE}\nx\n\n" * (MOST_CUES + 1)).encode(), "more than 20000 captions"),
    ],
)
def test_what_is_none(data: bytes, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        cleaned(data)


@pytest.mark.parametrize("unit", ["<", "{\\", "<i>", "&", "-->", "a --> b ", "<" * 50 + "\n", "\n\n", "1:", "00:"])
def test_nothing_takes_long(unit: str) -> None:
    """Measured in processor time, and generously: what grows with the square would take minutes."""
    began = time.process_time()
    for begin in ("", f"{CUE}\n"):
        data = (begin + unit * (1_000_000 // len(unit))).encode()
        try:
            cleaned(data)
        except RefusedError:
            continue
    assert time.process_time() - began < 30


SAFE = re.compile(r"(?:[^<>&]|</?[biu]>|&(?:amp|lt|gt|nbsp|lrm|rlm);)*")


ALPHABET = "aé<>&;{}\\-/ibu!.:%01 \n\r\0\u202e\u2028"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(alphabet=ALPHABET) | st.sampled_from(["<b>", "</i>", "&lt;", "-->", CUE, "\n\n"])))
def test_whatever_comes_the_text_is_harmless(parts: list[str]) -> None:
    try:
        made = cleaned(("WEBVTT\n\n" + CUE + "\n" + "".join(parts)).encode())
    except RefusedError:
        return
    for block in made.split("\n\n")[1:]:
        times, *lines = block.rstrip("\n").split("\n")
        assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}(?: [a-z]+:[-\w.%]+)*", times)
        assert lines
        assert all(SAFE.fullmatch(line) and line.strip() for line in lines)
    assert cleaned(made.encode()) == made


def test_languages() -> None:
    codes = {"eng": "en", "GER": "de", "pt_BR": "pt-BR", "nds": "nds", "en": "en", "": "und", "x": "und", "1a": "und"}
    assert {given: language_of(given) for given in codes} == codes
    assert (name_of("de"), name_of("pt-br"), name_of("nds")) == ("Deutsch", "Português Brasileiro", "nds")
