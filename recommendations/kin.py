"""What is most like a title, as cards: of what this process holds, with what the viewer may see asked anew."""

from collections.abc import Iterable

from accounts.models import Profile
from recommendations import held
from recommendations.homepage import Card
from recommendations.masks import marks
from recommendations.models import TitleStatistics

ALIKE = 18
ROW = "more_like_this"


def cards(profile: Profile, ids: Iterable[int], *, listed: bool = False) -> dict[int, Card]:
    """Those of these titles that the profile may see, by id and in that order. One query, two where not all are held;
    `listed` asks for My List as well."""
    wanted = list(dict.fromkeys(ids))
    found = marks(profile, wanted, listed=listed)
    titles = held.titles({pk: mark.stamp for pk, mark in found.items()})
    return {pk: Card(titles[pk], ROW, mark=found[pk]) for pk in wanted if pk in titles}


def liked_alike(profile: Profile, title_id: int) -> list[Card]:
    """What those who like a title like, most alike first, without what the profile put its thumb down for."""
    return shown(cards(profile, similar(title_id), listed=True).values())


def similar(title_id: int) -> list[int]:
    """Ids of what is most like a title, as the model of this moment has it."""
    return TitleStatistics.objects.filter(title=title_id).values_list("similar", flat=True).first() or []


def shown(found: Iterable[Card]) -> list[Card]:
    """As many as are shown, without those rated down."""
    return [card for card in found if card.mark and not card.mark.disliked][:ALIKE]
