"""Files that nobody should have to be afraid of: broken ones, and such as try to make ffmpeg read something else.

Each is made by a function, registered with a pattern of the reason that an operator is to read. `{canary}` in a text is
the path of a sound film beside it, `{host}` a server of the test that writes down whoever asks it.
"""

import gzip
import io
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.media import clips

NO_VIDEO = "no video file of a kind that is taken"
UNREADABLE = "cannot be read as a video|no moving pictures|incomplete|ends before|damaged"


@dataclass(frozen=True)
class Made:
    """A file of the corpus: its name, why it is refused, and how it is made from the folder of films."""

    name: str
    reason: str
    make: Callable[["Place"], bytes]


@dataclass(frozen=True)
class Place:
    """Where it will lie."""

    films: Path
    canary: Path
    host: str

    def clip(self) -> bytes:
        """A sound film, whose index is at its end."""
        return (self.films / "clip.mp4").read_bytes()

    def film(self, name: str, *options: str, **more: object) -> bytes:
        """A film of that name, made once."""
        path = self.films / name
        return (path if path.exists() else clips.film(path, *options, **more)).read_bytes()  # type: ignore[arg-type]

    def made(self, name: str, *options: str) -> bytes:
        """Whatever ffmpeg makes of these options."""
        path = self.films / name
        if not path.exists():
            clips.ffmpeg(*options, name, folder=self.films)
        return path.read_bytes()

    def text(self, text: str) -> bytes:
        return text.replace("{canary}", str(self.canary)).replace("{host}", self.host).encode()


CORPUS: list[Made] = []
Maker = Callable[[Place], bytes]


def refused(name: str, reason: str) -> Callable[[Maker], Maker]:
    """Registers a maker."""

    def register(make: Maker) -> Maker:
        CORPUS.append(Made(name, reason, make))
        return make

    return register


def _as_text(name: str, text: str, reason: str = NO_VIDEO) -> None:
    CORPUS.append(Made(name, reason, lambda place: place.text(text)))


def _as_bytes(name: str, data: bytes, reason: str = NO_VIDEO) -> None:
    CORPUS.append(Made(name, reason, lambda _place: data))


def box(kind: bytes, content: bytes = b"", *, size: int | None = None) -> bytes:
    """A box of ISO media, whose size may be a lie."""
    return struct.pack(">I4s", size if size is not None else 8 + len(content), kind) + content


FTYP = box(b"ftyp", b"isom\0\0\2\0isomiso2avc1mp41")
EBML = bytes.fromhex("1a45dfa3a34286810142f7810142f2810442f381084282886d6174726f736b614287810442858102")

# Not what they are called.
_as_bytes("empty.mp4", b"")
_as_bytes("one-byte.mp4", b"\0")
_as_bytes("zeros.ts", bytes(1 << 16))
_as_bytes("random.mkv", random.Random(1).randbytes(1 << 16))
_as_text("page.mp4", "<!doctype html><video src='http://{host}/a.mp4'></video>")
_as_bytes("packed.mkv", gzip.compress(bytes(10 << 20)))
_as_text("drawing.mp4", "<svg xmlns='http://www.w3.org/2000/svg'><image href='http://{host}/a.png'/></svg>")
_as_text("paper.mp4", "%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/URI/URI(http://{host}/)>>>>endobj")


@refused("archive.mp4", NO_VIDEO)
def _archive(place: Place) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("film.mp4", bytes(50 << 20))
    return whole.getvalue()


_as_bytes("picture.mp4", b"\x89PNG\r\n\x1a\n" + bytes.fromhex("0000000d49484452000000400000004008020000002518a5a8"))


@refused("photo.mkv", NO_VIDEO)
def _jpeg(place: Place) -> bytes:
    return place.made("photo.jpg", "-f", "lavfi", "-i", "color=size=64x64", "-frames:v", "1")


@refused("moving.mp4", NO_VIDEO)
def _gif(place: Place) -> bytes:
    return place.made("moving.gif", "-f", "lavfi", "-i", "testsrc=size=64x64:duration=1")


@refused("song.mp4", NO_VIDEO)
def _mp3(place: Place) -> bytes:
    return place.made("song.mp3", "-f", "lavfi", "-i", "sine=duration=1")


# Texts that name other files and hosts, which is what ffmpeg's readers of playlists follow.
M3U8 = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{what}\n#EXT-X-ENDLIST\n"
_as_text("file.m3u8", M3U8.replace("{what}", "{canary}"))
_as_text("file-as.mp4", M3U8.replace("{what}", "file://{canary}"))
_as_text("host.m3u8", M3U8.replace("{what}", "http://{host}/a.ts"))
_as_text("host-as.mkv", M3U8.replace("{what}", "http://{host}/a.ts"))
_as_text(
    "key.mp4", '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="http://{host}/key"\n#EXTINF:2,\n{canary}\n#EXT-X-ENDLIST\n'
)
_as_text("map.mp4", '#EXTM3U\n#EXT-X-MAP:URI="{canary}"\n#EXTINF:2,\n{canary}\n#EXT-X-ENDLIST\n')
_as_text("nested.mp4", M3U8.replace("{what}", "concat:{canary}|http://{host}/a.ts"))
_as_text("subfile.mp4", M3U8.replace("{what}", "subfile,,start,0,end,0,,:{canary}"))
_as_text("list.ffconcat", "ffconcat version 1.0\nfile '{canary}'\n")
_as_text("list-as.mp4", "ffconcat version 1.0\nfile '{canary}'\nfile 'http://{host}/a.mp4'\n")
_as_text(
    "manifest.mpd",
    "<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011' type='static'><Period><AdaptationSet>"
    "<Representation id='0'><BaseURL>http://{host}/a.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>",
)
_as_text("session.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n")
_as_text("session-as.mp4", "SDP:\nv=0\nm=video 5004 RTP/AVP 96\n")
_as_text("script.avs", 'AviSource("{canary}")\n')
_as_text("radio.asx", "<asx version='3.0'><entry><ref href='http://{host}/a.wmv'/></entry></asx>")
_as_text("pieces.mp4", "#!edl\n{canary},0,2\n")

# Sound beginnings with texts behind them.
CORPUS.append(Made("both.mp4", UNREADABLE, lambda place: FTYP + place.text(M3U8.replace("{what}", "{canary}"))))
CORPUS.append(Made("both.mkv", UNREADABLE, lambda place: EBML + place.text(M3U8.replace("{what}", "http://{host}/a"))))


@refused("both.ts", UNREADABLE)
def _packets_of_text(place: Place) -> bytes:
    text = place.text(M3U8.replace("{what}", "http://{host}/a.ts"))
    return b"".join((b"G" + text).ljust(188, b"\n")[:188] for _ in range(50))


# Containers without what belongs in them.
_as_bytes("head.avi", b"RIFF" + struct.pack("<I", 0xFFFFFFFF) + b"AVI LIST" + struct.pack("<I", 0xFFFFFFFF), UNREADABLE)
_as_bytes("head.ogv", b"OggS\0\2" + bytes(64), UNREADABLE)
_as_bytes("head.mpg", b"\0\0\1\xba" + bytes(4096), UNREADABLE)
_as_bytes("head.mkv", EBML, UNREADABLE)
_as_bytes("head.mxf", b"\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02\x01\x01\x02\x04\x00" + bytes(512), UNREADABLE)
_as_bytes("no-index.mp4", FTYP + box(b"mdat", bytes(5000)), UNREADABLE)
_as_bytes("huge-box.mp4", FTYP + box(b"moov", struct.pack(">Q", 1 << 62), size=1) + bytes(100), UNREADABLE)
_as_bytes("packets.ts", b"".join(b"G\x1f\xff\x10".ljust(188, b"\xff") for _ in range(100)), UNREADABLE)


@refused("boxes-in-boxes.mp4", UNREADABLE)
def _deep(place: Place) -> bytes:
    inner = b""
    for _ in range(5000):
        inner = box(b"moov", inner)
    return FTYP + inner


@refused("cut-off.mp4", "incomplete: the index")
def _without_its_index(place: Place) -> bytes:
    whole = place.clip()
    return whole[: whole.index(b"moov") - 4]


@refused("cut-in-its-index.mp4", UNREADABLE)
def _without_its_end(place: Place) -> bytes:
    return place.clip()[:-600]


@refused("cut-in-half.mp4", "cut off or damaged")
def _half(place: Place) -> bytes:
    whole = place.film("ahead.mp4", "-movflags", "+faststart", seconds=10, tracks=0)
    return whole[: len(whole) // 2]


@refused("torn.mp4", "damaged|could not be packaged")
def _torn(place: Place) -> bytes:
    """Its index is sound, and what the index leads to is noise."""
    whole = bytearray(place.film("ahead.mp4", "-movflags", "+faststart", seconds=10, tracks=0))
    begin = whole.index(b"mdat") + 4
    whole[begin:] = random.Random(2).randbytes(len(whole) - begin)
    return bytes(whole)


@refused("elsewhere.mp4", "could not be packaged|cut off or damaged|cannot be read|no moving pictures")
def _data_reference(place: Place) -> bytes:
    """QuickTime can keep its pictures in another file: every reference to this file is made one to the canary."""
    whole = bytearray(place.film("reference.mov", "-movflags", "+faststart", tracks=0))
    path = str(place.canary).encode()
    alias = alias_to(path)
    at = whole.index(b"dref") - 4
    old = int.from_bytes(whole[at : at + 4], "big")
    new = box(b"dref", bytes(4) + struct.pack(">I", 1) + box(b"alis", bytes(4) + alias))
    whole[at : at + old] = new
    grown = len(new) - old
    for kind in (b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        place_ = whole.index(kind) - 4
        whole[place_ : place_ + 4] = struct.pack(">I", int.from_bytes(whole[place_ : place_ + 4], "big") + grown)
    return bytes(whole)


def alias_to(path: bytes) -> bytes:
    """A Macintosh alias of a file, by its whole path."""
    name = path.rpartition(b"/")[2]
    record = bytearray(150)
    record[4:6] = len(record).to_bytes(2, "big")
    record[10:12] = b"\1d"
    record[50] = len(name)
    record[51 : 51 + len(name)] = name
    for kind, text in ((2, path.replace(b"/", b":")), (18, path)):
        record += struct.pack(">hH", kind, len(text)) + text + (b"\0" if len(text) % 2 else b"")
    return bytes(record) + struct.pack(">hH", -1, 0)


# Sound containers of what is no film.
@refused("only-sound.mp4", "no moving pictures")
def _sound(place: Place) -> bytes:
    return place.made("sound.m4a", "-f", "lavfi", "-i", "sine=duration=1", "-f", "mp4")


@refused("only-a-cover.mp4", "no moving pictures")
def _cover(place: Place) -> bytes:
    _jpeg(place)
    cover = ["-f", "lavfi", "-i", "sine=duration=1", "-i", "photo.jpg", "-map", "0", "-map", "1", "-c:v", "copy"]
    return place.made("cover.mp4", *cover, "-disposition:v:0", "attached_pic")


@refused("only-captions.mkv", "no moving pictures")
def _captions(place: Place) -> bytes:
    (place.films / "only.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nHello\n")
    return place.made("captions.mkv", "-i", "only.srt")


@refused("huge.mkv", "too large")
def _huge(place: Place) -> bytes:
    color = "color=size=12000x6000:rate=1"
    return place.made("huge.mkv", "-f", "lavfi", "-i", color, "-frames:v", "1", "-c:v", "mjpeg")


@refused("dot.mkv", "no size")
def _dot(place: Place) -> bytes:
    return place.film("dot.mkv", "-c:v", "ffv1", size="8x8", tracks=0)


@refused("odd.mov", "format that is not taken")
def _odd(place: Place) -> bytes:
    return place.film("odd.mov", "-c:v", "qtrle", tracks=0)


@refused("odd.avi", "format that is not taken")
def _screen(place: Place) -> bytes:
    return place.film("screen.avi", "-c:v", "msvideo1", "-pix_fmt", "rgb555le", tracks=0)


@refused("blink.mp4", "nothing to play")
def _blink(place: Place) -> bytes:
    return place.film("blink.mp4", rate=25, seconds=0.04, tracks=0)


@refused("streams.mkv", "more than 64 streams")
def _streams(place: Place) -> bytes:
    many = ["-f", "lavfi", "-i", "color=size=16x16:rate=5:duration=1", *["-map", "0"] * 70, "-c:v", "ffv1"]
    return place.made("streams.mkv", *many)


def with_duration(place: Place, seconds: float) -> bytes:
    """A Matroska film that says it is as long as that."""
    whole = bytearray(place.film("long.mkv", tracks=0))
    at = whole.index(b"\x44\x89\x88") + 3
    whole[at : at + 8] = struct.pack(">d", seconds * 1000)
    return bytes(whole)


CORPUS.append(Made("negative.mkv", "nothing to play", lambda place: with_duration(place, -5)))
CORPUS.append(Made("ages.mkv", "longer than 12 hours", lambda place: with_duration(place, 1e9)))


@refused("gap.mkv", "more room")
def _gap(place: Place) -> bytes:
    """Few frames, of which the last is to come eleven hours later: all between are to be made up."""
    late = "setpts='if(gt(N\\,5)\\,PTS+39600/TB\\,PTS)'"
    made = ["-f", "lavfi", "-i", "testsrc=size=160x120:rate=10:duration=1", "-vf", late, "-fps_mode", "passthrough"]
    return place.made("gap.mkv", *made, "-c:v", "libx264", "-preset", "ultrafast")


@refused("noise.mkv", "more room")
def _noise(place: Place) -> bytes:
    """More bytes of film than the disk is given."""
    noise = ["-f", "lavfi", "-i", "nullsrc=size=320x240:rate=25:duration=8,geq=random(1)*255:128:128"]
    return place.made("noise.mkv", *noise, "-c:v", "libx264", "-preset", "ultrafast", "-crf", "30")
