"""A storage like an object store's: names and bytes, no paths, no folders, no second write to a name."""

from collections import defaultdict
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage

_held: dict[str, dict[str, bytes]] = defaultdict(dict)


class ObjectStore(Storage):
    """Keeps objects in this process. What is not an object store's to do raises NotImplementedError, as it comes."""

    def __init__(self, name: str = "store") -> None:
        self.objects = _held[name]

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        if name not in self.objects:
            raise FileNotFoundError(name)
        assert mode == "rb"
        return ContentFile(self.objects[name], name)

    def _save(self, name: str, content: "File[Any]") -> str:
        assert name not in self.objects
        self.objects[name] = content.read()
        return name

    def exists(self, name: str) -> bool:
        return name in self.objects

    def delete(self, name: str) -> None:
        self.objects.pop(name, None)

    def size(self, name: str) -> int:
        if name not in self.objects:
            raise FileNotFoundError(name)
        return len(self.objects[name])

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        prefix = path.rstrip("/") + "/" if path else ""
        below = [name.removeprefix(prefix) for name in self.objects if name.startswith(prefix)]
        folders = sorted({name.split("/")[0] for name in below if "/" in name})
        return folders, sorted(name for name in below if "/" not in name)

    def url(self, name: str | None) -> str:
        return f"https://objects.example/{name}?signed"


class FullStore(ObjectStore):
    """Has room for a few objects."""

    def __init__(self, name: str, room: int) -> None:
        super().__init__(name)
        self.room = room

    def _save(self, name: str, content: "File[Any]") -> str:
        if len(self.objects) >= self.room:
            raise ConnectionError("the bucket is full")
        return super()._save(name, content)
