"""The playlists of a package: what ffmpeg wrote is read, and the multivariant playlist is written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from catalog.media.ladder import Rendition
from catalog.media.probing import Sound

LENGTH, BYTES = re.compile(r"#EXTINF:([\d.]+)"), re.compile(r"#EXT-X-BYTERANGE:(\d+)")
SOUND_CODEC = "mp4a.40.2"
HEAD = 64 * 1024  # bytes of a file in which its first box is


@dataclass(frozen=True)
class Rates:
    """Bits a second of a track: of its heaviest segment, and on average."""

    peak: int
    average: int


def write_master(folder: Path, sizes: list[Rendition], sounds: tuple[Sound, ...], rate: Fraction) -> dict[str, Any]:
    """Write `master.m3u8` over the playlists that are in the folder, and return what it says as facts."""
    heard = [_rates(folder / f"a{number}.m3u8") for number in range(len(sounds))]
    peak, average = (max((getattr(one, name) for one in heard), default=0) for name in ("peak", "average"))
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    labels = list(_labels(sounds))
    lines += [_sound(number, sound, labels[number]) for number, sound in enumerate(sounds)]
    told = []
    for size in sizes:
        seen = _rates(folder / f"{size.name}.m3u8")
        codecs = ",".join([_codec(folder / f"{size.name}.mp4"), *([SOUND_CODEC] if sounds else [])])
        lines += [
            f"#EXT-X-STREAM-INF:BANDWIDTH={seen.peak + peak},AVERAGE-BANDWIDTH={seen.average + average},"
            f'CODECS="{codecs}",RESOLUTION={size.width}x{size.height},FRAME-RATE={float(rate):.3f}'
            + (',AUDIO="audio"' if sounds else ""),
            f"{size.name}.m3u8",
        ]
        told.append({"width": size.width, "height": size.height, "bandwidth": seen.peak + peak})
    (folder / "master.m3u8").write_text("\n".join([*lines, ""]), encoding="utf-8")
    audio = [{"label": label, "language": one.language} for label, one in zip(labels, sounds, strict=True)]
    return {"renditions": told, "audio": audio}


def duration_of(playlist: Path) -> float:
    """Seconds that a media playlist plays."""
    return sum(float(length) for length in LENGTH.findall(playlist.read_text(encoding="utf-8")))


def _rates(playlist: Path) -> Rates:
    text = playlist.read_text(encoding="utf-8")
    lengths = [float(length) for length in LENGTH.findall(text)]
    # The first range is that of the header, which EXT-X-MAP names in another form.
    bits = [8 * int(size) for size in BYTES.findall(text)]
    # A last segment of a few frames says nothing about the rate.
    peaks = [size / length for size, length in zip(bits, lengths, strict=True) if length >= 1]
    average = sum(bits) / max(sum(lengths), 0.001)
    return Rates(int(max(peaks, default=average)), int(average))


def _labels(sounds: tuple[Sound, ...]) -> Iterator[str]:
    """Names of tracks, each of which may be there once."""
    seen: set[str] = set()
    for number, sound in enumerate(sounds, start=1):
        label = sound.label if sound.label not in seen else f"{sound.label} ({number})"
        seen.add(label)
        yield label


def _sound(number: int, sound: Sound, label: str) -> str:
    first = "YES" if number == 0 else "NO"
    language = "" if sound.language == "und" else f',LANGUAGE="{sound.language}"'
    channels = sound.channels if sound.channels in {1, 2, 6} else 2
    return (
        f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="{label}"{language},DEFAULT={first},AUTOSELECT=YES,'
        f'CHANNELS="{channels}",URI="a{number}.m3u8"'
    )


def _codec(file: Path) -> str:
    """Profile, constraints and level of H.264, as the file's own header has them (RFC 6381)."""
    with file.open("rb") as opened:
        head = opened.read(HEAD)
    at = head.index(b"avcC") + 5
    return f"avc1.{head[at : at + 3].hex()}"
