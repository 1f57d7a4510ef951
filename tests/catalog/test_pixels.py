"""Bitmaps: what becomes of operators' images, and of drawings for those that show no SVG."""

import struct
import zlib
from typing import Any

import pytest

from catalog.artwork import Facts, Shape, draw, letter, pixels

vips = pixels._vips()
FACTS = Facts("The Long Road", 1972, ("Drama", "Western"), seed="42")


def picture(width: int, height: int, colour: tuple[int, int, int] = (200, 40, 40)) -> Any:
    """An image in one colour."""
    return vips.Image.black(width, height, bands=3).copy(interpretation="srgb") + colour


def jpeg(width: int, height: int, **options: Any) -> bytes:
    """The same as a file."""
    return bytes(picture(width, height).cast("uchar").jpegsave_buffer(**options))


def opened(content: bytes) -> Any:
    """What was made, with all of it read."""
    image = vips.Image.new_from_buffer(content, "", fail_on="error")
    image.avg()
    return image


@pytest.mark.parametrize(
    ("shape", "given", "kept"),
    [
        ("poster", (2000, 3000), (1000, 1500)),
        ("poster", (900, 900), (600, 900)),
        ("card", (1280, 1000), (1280, 720)),
        ("still", (4000, 2250), (1920, 1080)),
        ("still", (700, 400), (700, 394)),
    ],
)
def test_an_image_is_cut_to_its_shape_and_never_made_larger(
    shape: Shape, given: tuple[int, int], kept: tuple[int, int]
) -> None:
    image = opened(pixels.accept(jpeg(*given), shape))
    assert image.get("vips-loader") == "webpload_buffer"
    assert (image.width, image.height) == pytest.approx(kept, abs=1)
    assert image(5, 5) == pytest.approx([200, 40, 40], abs=6)


def test_what_cameras_write_along_is_heeded_and_left_out() -> None:
    half = picture(900, 600, (0, 0, 200)).insert(picture(450, 600, (200, 0, 0)), 0, 0).cast("uchar")
    half.set_type(vips.GValue.gint_type, "orientation", 6)  # to be turned to the right
    content = bytes(half.jpegsave_buffer())
    assert b"Exif" in content
    kept = pixels.accept(content, "poster")
    image = opened(kept)
    assert (image.width, image.height) == (600, 900)
    top, bottom = image(300, 100), image(300, 800)
    assert top[0] > 150 > top[2]
    assert bottom[2] > 150 > bottom[0]
    assert b"EXIF" not in kept


def test_what_lets_something_through_stands_on_the_pages_ground() -> None:
    glass = picture(900, 600).bandjoin(0).cast("uchar").copy(interpretation="srgb")
    assert opened(pixels.accept(bytes(glass.pngsave_buffer()), "still"))(9, 9) == pytest.approx(pixels.BEHIND, abs=3)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "kind"),
        (b"hello", "kind"),
        (draw(FACTS, "still").encode(), "kind"),
        (b"GIF89a" + b"\0" * 100, "kind"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "kind"),
        (b"\xff\xd8\xff", "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"rubbish" * 99, "broken"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "broken"),
        (jpeg(1000, 1000)[:3000], "broken"),
        (bomb(900, 900), "broken"),
        (bomb(60_000, 60_000), "large"),
        (jpeg(300, 300), "small"),
    ],
)
def test_what_is_no_image_or_of_no_use_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(pixels.ImageError) as caught:
        pixels.accept(content, "still")
    assert caught.value.code == code


@pytest.mark.parametrize("form", ["webp", "jpg"])
@pytest.mark.parametrize(("shape", "high"), [("poster", 480), ("card", 180), ("still", 180)])
def test_drawings_come_in_any_width(shape: Shape, high: int, form: pixels.Form) -> None:
    image = opened(pixels.drawn(draw(FACTS, shape), 320, form))
    assert (image.width, image.height, image.bands) == (320, high, 3)
    assert image.deviate() > 10, "something is on it"


def lit(image: Any) -> float:
    """How much of the lower left, where the name stands, is bright."""
    part = image.crop(0, image.height // 2, image.width // 2, image.height // 2).colourspace("b-w")
    return float((part > 200).avg()) / 255


@pytest.mark.parametrize("name", ["The Long Road", "Война и мир", "فتاة الظل", "Любовь"])
def test_names_are_written_in_fonts_that_come_along(name: str) -> None:
    facts = Facts(name, 1972, ("Drama", "Western"), seed="42")
    bare, named = (
        opened(pixels.drawn(draw(one, "card"), 640, "webp"))
        for one in (Facts("", 1972, ("Drama", "Western"), seed="42"), facts)
    )
    assert lit(named) > lit(bare) + 0.02


def test_a_name_is_laid_over_an_image() -> None:
    photograph = pixels.accept(jpeg(1920, 1080), "still")
    plain = opened(pixels.scaled(photograph, 640, "webp"))
    named = opened(pixels.lettered(photograph, letter(FACTS), 640, "webp"))
    assert (named.width, named.height) == (plain.width, plain.height) == (640, 360)
    assert lit(named) > lit(plain) + 0.02
    assert named(620, 10) == pytest.approx(plain(620, 10), abs=20), "the photograph is still there"
    small = pixels.accept(jpeg(640, 400), "still")
    assert opened(pixels.lettered(small, letter(FACTS), 1280, "webp")).width == 1280, (
        "letters are sharp on small ones too"
    )
