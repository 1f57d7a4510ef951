"""Pictures that records of titles name."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from django.core.exceptions import ValidationError

from catalog import images
from catalog.artwork import Shape
from catalog.imports.records import TitleRecord
from catalog.imports.titles import Complain
from catalog.models import Title


class Images:
    """The files that records name, from a folder on; they are read once the titles are there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.given: dict[int, dict[Shape, str]] = {}

    def noted(self, records: Iterable[TitleRecord]) -> Iterator[TitleRecord]:
        """The records, of which it is noted on their way what they name."""
        for record in records:
            if record.images:
                self.given[record.line] = record.images
            yield record

    def write(self, ids: Mapping[int, int], complain: Complain, done: Callable[[], object]) -> int:
        """Has the titles, whose ids are given by line, show their pictures; tells how many are new."""
        changed = 0
        for line, files in self.given.items():
            if title := Title.objects.filter(pk=ids.get(line, 0)).first():
                written = [self._write(title, shape, name, line, complain) for shape, name in files.items()]
                changed += sum(written)
            done()
        return changed

    def _write(self, title: Title, shape: Shape, name: str, line: int, complain: Complain) -> bool:
        try:
            with (self.folder / name).open("rb") as file:
                content = file.read(images.LARGEST + 1)
            if images.is_shown(title, shape, content):
                return False
            images.keep(title, shape, images.read(content, shape))
        except OSError as error:
            complain(line, f"{shape} {name!r} cannot be read: {error.strerror}")
            return False
        except ValidationError as error:
            complain(line, f"{shape} {name!r}: {' '.join(error.messages)}")
            return False
        return True
