"""Which container a file is, by its first bytes and never by its name.

Only containers that hold their media themselves are taken. Playlists, manifests, session descriptions, lists of files
and pictures are none of these, so ffmpeg is never told to read one, whatever a file is called.
"""

import os

SNIFFED = 4096
# ISO media: the first box says what it is.
BOXES = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"moof", b"styp"}
MAGIC = (
    (b"\x1aE\xdf\xa3", "matroska"),  # WebM among them
    (b"OggS", "ogg"),
    (b"\x00\x00\x01\xba", "mpeg"),
    (b"\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02\x01", "mxf"),
)
# What ffmpeg's demuxer of each is to leave alone.
CLOSED = {"mov": ("-enable_drefs", "0", "-use_absolute_path", "0")}


def container_of(descriptor: int) -> str | None:
    """The name of ffmpeg's demuxer for an open file; None for anything that is not taken."""
    start = os.pread(descriptor, SNIFFED, 0)
    if start[4:8] in BOXES:
        return "mov"
    if start[:4] == b"RIFF" and start[8:12] == b"AVI ":
        return "avi"
    if _is_transport_stream(start):
        return "mpegts"
    return next((name for magic, name in MAGIC if start.startswith(magic)), None)


def _is_transport_stream(start: bytes) -> bool:
    """Packets of 188 bytes, or of 192 with a time before each, that begin with 0x47."""
    return any(
        len(start) > first + 4 * length and all(start[first + i * length] == 0x47 for i in range(5))
        for first, length in ((0, 188), (4, 192))
    )


def input_options(container: str, descriptor: int) -> list[str]:
    """How ffmpeg and ffprobe are to read the open file: as this container, from this file, and from nothing else."""
    return [
        *("-protocol_whitelist", "file"),
        *("-format_whitelist", container),
        *("-f", container),
        *CLOSED.get(container, ()),
        *("-i", f"file:/dev/fd/{descriptor}"),
    ]
