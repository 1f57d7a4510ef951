"""The drawn artwork: sound documents whatever the name, the same every time, legible, inside the frame, and various."""

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser

from catalog.artwork import Facts, Shape, draw, pixels
from catalog.artwork.colour import contrast, mix
from catalog.artwork.facts import known_genres
from catalog.artwork.letters import FACES, WIDEST, clean, fit, width
from catalog.artwork.palette import PALETTES, Era, era_of
from catalog.artwork.scenes import SCENES
from tests.browser import OPTIONS, chromium

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "catalog" / "demo" / "titles.jsonl.gz"
SHAPES: tuple[Shape, ...] = get_args(Shape)
LETTERED: tuple[Literal["poster", "card"], ...] = ("poster", "card")
SVG = "{http://www.w3.org/2000/svg}"
AA = 4.5  # WCAG 2.2, 1.4.3
HOSTILE = {
    "empty": "",
    "blank": " \t\n ",
    "markup": '</text><script>alert("1")</script>&amp;<!--',
    "quotes": """'"onload="alert(1)" x='""",
    "cdata": "]]><![CDATA[ <?xml ?>",
    "controls": "Nul\x00Bell\x07Esc\x1b[31m\x7f\x9b",
    "not_xml": "\ufffe\uffff\ud800 lone",
    "bidi": "abc\u202edcba\u2066x\u2069",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 The 🎬 Emoji 🧟‍♂️",
    "arabic": "لورنس العرب في الصحراء الكبرى",
    "hebrew": "ואלס עם באשיר",
    "cjk": "千と千尋の神隠し風の谷のナウシカ隣のトトロ" * 3,
    "thai": "ลุงบุญมีระลึกชาติ",
    "marks": "Z" + "\u0301\u0316" * 60 + "algo",
    "long": "Donaudampfschiffahrtselektrizitäten " * 6,
    "unbroken": "W" * 200,
    "words": "a " * 100,
    "widest": "@%WM" * 12,
    "ligature": "\ufdfd" * 9,
}


def real_titles(step: int) -> list[Facts]:
    """Every ``step``-th film of the demo."""
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for i, line in enumerate(lines) if i % step == 0]
    return [Facts(row["title"], row["year"], tuple(row["genres"]), seed=row["imdb_id"]) for row in rows]


def hostile(seeds: int = 4) -> list[Facts]:
    """Each hostile name in several drawings, and so in several faces."""
    genres = [("Comedy",), ("Horror", "Sci-Fi"), ("Documentary",), ()]
    years = [None, 1921, 1974, 1986]
    names = HOSTILE.values()
    return [Facts(name, years[i % 4], genres[i % 4], seed=str(i)) for name in names for i in range(seeds)]


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg.encode("utf-8"))  # noqa: S314  # our own drawing, not a stranger's file


def texts(svg: str) -> list[ET.Element]:
    return list(parse(svg).iter(f"{SVG}text"))


def outline(facts: Facts) -> str:
    """The scene of a still without its colours and measures: what kinds of shapes it begins with, in order."""
    shapes = re.findall(
        r'<(?:path d="[A-Za-z]*|circle|ellipse|rect|use href="#\w+)', draw(facts, "still").split("</defs>")[1]
    )
    return " ".join(shapes)


def box(text: ET.Element) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a line in the widest usual font."""
    size, x, y = (float(text.attrib[name]) for name in ("font-size", "x", "y"))
    track = float(text.get("letter-spacing", 0)) * max(0, len(text.text or "") - 1)
    family = text.attrib["font-family"].rsplit(",", 1)[-1]
    face = FACES[{"serif": "italic", "monospace": "mono"}.get(family, "grotesk")]
    natural = width(text.text or "", replace(face, track=0)) * size * WIDEST + max(0, track)
    long = float(text.get("textLength", natural))
    left = x - long * {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor", "start")]
    return left, y - size, left + long, y + size * 0.25


def veil_at(svg: ET.Element, x: float, y: float) -> tuple[str, float]:
    """Colour and opacity of the veil at a point."""
    [veil] = [g for g in svg.iter(f"{SVG}linearGradient") if g.get("id") == "v"]
    _, _, wide, high = (float(part) for part in svg.attrib["viewBox"].split())
    at = y / high if veil.get("y2") == "1" else x / wide
    stops = [(float(s.attrib["offset"]), s.attrib["stop-color"], float(s.attrib["stop-opacity"])) for s in veil]
    for (a, _, oa), (b, colour, ob) in pairwise(stops):
        if a <= at <= b:
            return colour, oa + (ob - oa) * ((at - a) / (b - a) if b > a else 1)
    return stops[-1][1:] if at > stops[-1][0] else stops[0][1:]


def worst_contrast(svg: str) -> float:
    """The least contrast of any lettering with any colour of the drawing, under the veil where the letters stand."""
    root = parse(svg)
    inks = {text.attrib["fill"] for text in root.iter(f"{SVG}text")}
    colours = set(re.findall(r"#[0-9a-f]{6}\b", svg)) - inks | {"#ffffff"}
    worst = 21.0
    for text in root.iter(f"{SVG}text"):
        left, top, right, bottom = box(text)
        for x, y in ((left, top + (bottom - top) * 0.25), (right, top + (bottom - top) * 0.25), (right, bottom)):
            veil, o = veil_at(root, x, y)
            worst = min(worst, *(contrast(text.attrib["fill"], mix(colour, veil, o)) for colour in colours))
    return worst


# -- the document ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_names_give_sound_documents_with_nothing_to_run_or_load(name: str, shape: Shape) -> None:
    for seed in range(6):
        svg = draw(Facts(name, 1999, ("Drama", "<b>", "Horror"), kind='"><script>', seed=str(seed)), shape)
        root = parse(svg)
        assert root.tag == f"{SVG}svg"
        assert {"width", "height", "viewBox"} <= root.attrib.keys()
        for element in root.iter():
            assert element.tag.removeprefix(SVG) not in {"script", "foreignObject", "image", "style", "a", "filter"}
            assert not [key for key in element.attrib if key.lower().startswith("on")]
            assert element.get("href", "#").startswith("#")
        assert re.findall(r"url\((?!#)|https?://(?!www\.w3\.org/2000/svg\")", svg) == []


@pytest.mark.parametrize("shape", LETTERED)
def test_the_name_is_written_whole_and_as_text(shape: Shape) -> None:
    for name in ("Tom & Jerry <3", "O'Brien's \"Way\"", "A<b>c"):
        lines = " ".join(text.text or "" for text in texts(draw(Facts(name, None, ("Comedy",), kind=""), shape)))
        assert name.lower() in lines.lower()


def test_control_and_bidi_characters_are_left_out() -> None:
    assert clean(HOSTILE["controls"]) == "NulBellEsc[31m"
    assert clean(HOSTILE["bidi"]) == "abcdcbax"
    assert clean("  two\n\nlines ") == "two lines"
    assert clean("👩\u200d👧") == "👩\u200d👧"


def test_a_name_too_long_to_fit_ends_in_an_ellipsis_and_others_lose_nothing() -> None:
    face = FACES["grotesk"]
    cut = fit("W" * 400, face, (344, 178), 108, 19, 5)
    assert cut.lines[-1][0].endswith("…")
    assert max(wide for _, wide in cut.lines) <= 344
    for facts in real_titles(40):
        lines = [line for line, _ in fit(clean(facts.name), face, (344, 178), 108, 19, 5).lines]
        assert " ".join(lines) == clean(facts.name)


@pytest.mark.parametrize("facts", [Facts("Quiet", 2001, ("Drama",)), Facts("", None, ())])
def test_a_still_has_no_lettering(facts: Facts) -> None:
    assert texts(draw(facts, "still")) == []


def test_documents_are_small() -> None:
    for shape in SHAPES:
        sizes = sorted(len(draw(facts, shape).encode("utf-8")) for facts in real_titles(25))
        assert sizes[len(sizes) // 2] <= 5_000
        assert sizes[-1] <= 10_000


# -- the same every time -----------------------------------------------------------------------------------------------

DIGEST = """
import hashlib, sys
from catalog.artwork import Facts, draw
names = [("Solaris", 1972, ("Sci-Fi", "Drama")), ("Élan <&>", None, ()), ("Heat", 1995, ("Crime", "Action", "Drama"))]
drawn = "".join(draw(Facts(*n, seed=str(i)), s) for n in names for i in range(9) for s in ("poster", "card", "still"))
print(hashlib.sha256(drawn.encode()).hexdigest())
"""


def test_equal_facts_give_equal_bytes_in_any_process() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "77")
    }
    assert len(digests) == 1
    assert len(digests.pop().strip()) == hashlib.sha256().digest_size * 2


def test_drawing_other_titles_in_between_changes_nothing() -> None:
    facts = Facts("Stalker", 1979, ("Sci-Fi", "Drama"), seed="a")
    before = [draw(facts, shape) for shape in SHAPES]
    for other in real_titles(500):
        draw(other, "poster")
    assert [draw(facts, shape) for shape in SHAPES] == before


def test_every_fact_counts() -> None:
    facts = Facts("Solaris", 1972, ("Sci-Fi", "Drama"), seed="1")
    others = [
        Facts("Solaria", 1972, ("Sci-Fi", "Drama"), seed="1"),
        Facts("Solaris", 2002, ("Sci-Fi", "Drama"), seed="1"),
        Facts("Solaris", 1972, ("Sci-Fi", "Romance"), seed="1"),
        Facts("Solaris", 1972, ("Sci-Fi", "Drama"), kind="series", seed="1"),
        Facts("Solaris", 1972, ("Sci-Fi", "Drama"), seed="2"),
    ]
    for shape in SHAPES:
        assert len({draw(each, shape) for each in [facts, *others]}) == 6


# -- variety -----------------------------------------------------------------------------------------------------------


def test_every_genre_has_palettes_and_several_scenes_of_its_own() -> None:
    assert SCENES.keys() == PALETTES.keys()
    for genre in PALETTES:
        assert len(SCENES[genre]) >= 3
        assert len(PALETTES[genre]) >= 3
    own = {genre: {scene.draw for scene in scenes} for genre, scenes in SCENES.items()}
    for genre, scenes in own.items():
        assert all(len(scenes & theirs) <= 2 for other, theirs in own.items() if other != genre)


def test_each_genre_is_drawn_in_its_own_way() -> None:
    ways = {genre: {outline(Facts(str(i), 2010, (genre,))) for i in range(40)} for genre in SCENES}
    for genre, own in ways.items():
        for other, theirs in ways.items():
            # A few scenes serve two genres; most of each genre's are its own.
            assert genre == other or len(own & theirs) <= len(own) / 2


def test_neighbours_of_one_genre_differ_in_scene_and_palette() -> None:
    for genre, scenes in SCENES.items():
        seen = [draw(Facts(f"Film {i}", 2010, (genre,)), "still") for i in range(60)]
        outlines = {outline(Facts(f"Film {i}", 2010, (genre,))) for i in range(60)}
        skies = {re.findall(r"#[0-9a-f]{6}", svg)[0] for svg in seen}
        assert len(outlines) >= len(scenes) - 1
        assert len(skies) >= 3


def test_genres_are_recognised_by_other_names_and_the_telling_one_leads() -> None:
    assert known_genres(("Drama", "science fiction", "Kids", "Unheard-of")) == ("Sci-Fi", "Family", "Drama")
    assert known_genres(("Noir", "Film-Noir")) == ("Film-Noir",)
    assert known_genres(()) == ()


@pytest.mark.parametrize(
    ("year", "era"),
    [(1895, Era.SILENT), (1929, Era.SILENT), (1930, Era.GOLDEN), (1960, Era.MODERN), (1989, Era.NEON), (None, Era.NOW)],
)
def test_years_fall_into_eras(year: int | None, era: Era) -> None:
    assert era_of(year) is era


# -- legible and inside ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", LETTERED)
def test_lettering_stays_inside_the_frame_in_the_widest_usual_fonts(shape: Shape) -> None:
    right, bottom = {"poster": (400, 600), "card": (640, 360)}[shape]
    for facts in real_titles(20) + hostile():
        for text in texts(draw(facts, shape)):
            x0, y0, x1, y1 = box(text)
            assert x0 >= 16, facts
            assert x1 <= right - 16, facts
            assert y0 >= 0, facts
            assert y1 <= bottom - 8, facts


@pytest.mark.parametrize("shape", LETTERED)
def test_lettering_stands_out_from_whatever_is_drawn_behind_it(shape: Shape) -> None:
    for facts in real_titles(60) + hostile(2):
        assert worst_contrast(draw(facts, shape)) >= AA, facts


def test_titles_of_usual_length_can_be_read_on_the_smallest_card() -> None:
    usual = [facts for facts in real_titles(20) if 0 < len(facts.name) <= 26]
    smallest = [min(float(text.attrib["font-size"]) for text in texts(draw(facts, "card"))) for facts in usual]
    # A card of 640 units is shown at least 160 pixels wide: four units to a pixel.
    assert min(smallest) / 4 >= 8
    assert sum(size / 4 >= 11 for size in smallest) >= 0.9 * len(smallest)


# -- in a browser ------------------------------------------------------------------------------------------------------

OVERFLOW = """([svgs, family]) => svgs.flatMap((svg, i) => {
  document.body.innerHTML = family ? svg.replace(/font-family="[^"]*"/g, `font-family="${family}"`) : svg;
  const [, , w, h] = document.querySelector("svg").getAttribute("viewBox").split(" ").map(Number);
  return [...document.querySelectorAll("svg text")].map(t => t.getBBox())
    .filter(b => b.x < 8 || b.x + b.width > w - 8 || b.y < -8 || b.y + b.height > h).map(b => [i, b.x, b.y, b.width]);
})"""

LEAST_CONTRAST = """async svgs => {
  const linear = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const luminance = (r, g, b) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const found = [];
  for (const svg of svgs) {
    document.body.innerHTML = svg;
    const lines = [...document.querySelectorAll("svg text")].map(t => [t.getBBox(), t.getAttribute("fill")]);
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([svg.replace(/<text[^]*?<.text>/g, "")], {type: "image/svg+xml"}));
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    let least = 21;
    for (const [b, fill] of lines) {
      const ink = luminance(...[1, 3, 5].map(i => parseInt(fill.slice(i, i + 2), 16)));
      const pixels = context.getImageData(b.x, b.y + b.height * 0.2, b.width, b.height * 0.7).data;
      for (let i = 0; i < pixels.length; i += 4) {
        const behind = luminance(pixels[i], pixels[i + 1], pixels[i + 2]);
        least = Math.min(least, (Math.max(ink, behind) + 0.05) / (Math.min(ink, behind) + 0.05));
      }
    }
    found.push(least);
  }
  return found;
}"""


@pytest.fixture
def lettering(browser: Browser) -> Iterator[Browser]:
    """A browser with the fonts that bitmaps are lettered with."""
    env: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(pixels.FONTS)}
    lettering = browser.browser_type.launch(executable_path=chromium(), args=OPTIONS, env=env)
    yield lettering
    lettering.close()


@pytest.mark.browser
def test_lettering_stays_inside_the_frame_in_the_fonts_of_bitmaps(lettering: Browser) -> None:
    page = lettering.new_page()
    drawn = [draw(facts, shape) for facts in real_titles(60) + hostile(2) for shape in LETTERED]
    assert page.evaluate(OVERFLOW, [drawn, ""]) == []


@pytest.mark.browser
def test_a_browser_with_only_a_wide_font_keeps_every_line_inside(browser: Browser) -> None:
    page = browser.new_page()
    drawn = [draw(facts, shape) for facts in real_titles(60) + hostile(2) for shape in LETTERED]
    assert page.evaluate(OVERFLOW, [drawn, "DejaVu Sans"]) == []
    page.close()


@pytest.mark.browser
def test_a_browser_paints_nothing_behind_lettering_that_comes_near_its_colour(lettering: Browser) -> None:
    page = lettering.new_page()
    drawn = [draw(facts, shape) for facts in real_titles(150) for shape in LETTERED]
    assert min(page.evaluate(LEAST_CONTRAST, drawn)) >= AA
    page.close()
