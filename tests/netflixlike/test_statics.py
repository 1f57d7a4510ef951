"""Static files as they are sent."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

from netflixlike.statics import _IMPORT

CSS = Path(settings.BASE_DIR) / "static" / "css"


def test_what_a_style_sheet_imports_is_part_of_it() -> None:
    parts = _IMPORT.findall((CSS / "site.css").read_text())
    assert len(parts) >= 5
    address = staticfiles_storage.url("css/site.css").removeprefix(settings.STATIC_URL)
    sent = (settings.STATIC_ROOT / address).read_text()
    assert "@import" not in sent
    places = [sent.index((CSS / part).read_text().splitlines()[0]) for part in parts]
    assert places == sorted(places)
    lines = [line for line in (CSS / "doors.css").read_text().splitlines() if "url(" not in line]
    assert set(lines) <= set(sent.splitlines())
