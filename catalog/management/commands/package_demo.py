"""Makes the demo's film anew."""

import json
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.media import stand_in
from catalog.media.encoding import Bounds, package
from catalog.media.probing import probe
from catalog.media.reasons import RefusedError

# Smaller than what operators get: it is part of every copy of the program.
BOUNDS = Bounds(threads=2, memory=4 << 30, disk=1 << 30, seconds=3600, quality=28)


class Command(BaseCommand):
    help = "Packages a clip as the demo's film, into catalog/demo/film/; the captions that lie there stay as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("clip", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        with tempfile.TemporaryDirectory() as name, options["clip"].open("rb") as clip:
            made = Path(name)
            try:
                source = probe(clip.fileno(), made)
                facts = package(source, clip.fileno(), made, BOUNDS, lambda _share: None)
            except RefusedError as error:
                raise CommandError(str(error)) from error
            (made / "facts.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
            for old in stand_in.FOLDER.glob("*"):
                if not old.name.startswith("caption-"):
                    old.unlink()
            for file in sorted(made.iterdir()):
                (stand_in.FOLDER / file.name).write_bytes(file.read_bytes())
        self.stdout.write(f"{facts['duration']:.1f} s in {len(facts['renditions'])} renditions: {stand_in.FOLDER}")
