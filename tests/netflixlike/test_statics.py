"""Static files as they are sent."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

from netflixlike.statics import _IMPORT

CSS = Path(settings.BASE_DIR) / "static" / "css"


def test_what_a_style_sheet_imports_is_part_of_it() -> None:
    parts = _IMPORT.findall((CSS / "site.css").read_text())
    assert len(parts) >= 5
    sent = (
        settings.STATIC_ROOT / staticfiles_storage.url("css/site.css").removeprefix(settings.STATIC_URL)
    ).read_text()
    assert "@import" not in sent
    places = [sent.index((CSS / part).read_text().splitlines()[0]) for part in parts]
    assert places == sorted(places)
    assert all(
        re.search(rf"(?m)^{re.escape(line)}$", sent)
        for line in (CSS / "doors.css").read_text().splitlines()
        if "url(" not in line
    )
