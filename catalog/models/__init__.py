"""What can be watched. Knows nothing of viewers."""

from catalog.models.images import TitleImage
from catalog.models.people import Credit, Person
from catalog.models.search import NamesStamp
from catalog.models.series import Episode, Season
from catalog.models.titles import Genre, MaturityRating, Title, TitleGenre
from catalog.models.videos import Caption, Package, Upload, Video

__all__ = [
    "Caption",
    "Credit",
    "Episode",
    "Genre",
    "MaturityRating",
    "NamesStamp",
    "Package",
    "Person",
    "Season",
    "Title",
    "TitleGenre",
    "TitleImage",
    "Upload",
    "Video",
]
