"""What to watch once something is over."""

from accounts.models import Profile, WatchState
from catalog.models import Title
from recommendations import homepage
from recommendations.finding import like

SHOWN = 6


def after(profile: Profile, title: Title) -> list[Title]:
    """Titles that suit this viewer after that one, the best first: what is like it and on the viewer's own page, then
    what else is like it, then what else is on the page. Nothing that the viewer has finished or rated down."""
    page = homepage.read(profile)
    offered = [card.title for row in page.rows for card in row.cards]
    if page.billboard:
        offered.insert(0, page.billboard.title)
    kin = like(profile, title)
    alike, own = {one.pk: place for place, one in enumerate(kin)}, {one.pk for one in offered}
    candidates = {one.pk: one for one in [*kin, *offered] if one.pk != title.pk}
    over = set(
        WatchState.objects.filter(profile=profile, title__in=candidates, finished_at__isnull=False)
        .order_by()
        .values_list("title", flat=True)
    )
    order = sorted(
        (one for one in candidates.values() if one.pk not in over),
        key=lambda one: (one.pk not in alike, one.pk not in own, alike.get(one.pk, 0)),
    )
    return order[:SHOWN]
