"""A good page without a stored one: the same row builders over what the database alone can tell."""

from collections.abc import Sequence

from django.utils import timezone

from accounts.models import Profile
from catalog.models import Title
from recommendations import history, snapshot, steering
from recommendations.assembly import StoredRow, assemble
from recommendations.viewer import Viewer

POPULAR, NEWEST = 400, 60  # candidates: enough for a page, few enough to be read while somebody waits


def rows(profile: Profile) -> list[StoredRow]:
    """Popular and new titles and the genres of the profile's history, in a constant number of queries."""
    visible = Title.objects.visible_to(profile.limits)
    popular = visible.order_by("-statistics__popularity", "-pk").filter(statistics__isnull=False)
    newest = visible.order_by("-published_at", "-pk")
    ids = {*popular.values_list("pk", flat=True)[:POPULAR], *newest.values_list("pk", flat=True)[:NEWEST]}
    catalogue = snapshot.take(sorted(ids))
    now = timezone.now().timestamp()
    wishes = steering.of_profiles([profile.pk])[profile.pk]
    return assemble(without_model(profile, history.of_profile(profile.pk), wishes, catalogue, now))


def without_model(
    profile: Profile,
    past: history.ProfileHistory,
    wishes: Sequence[steering.Wish],
    catalogue: snapshot.Snapshot,
    now: float,
) -> Viewer:
    """A viewer for whom popularity stands in for the model's scores."""
    steered = steering.Steering(catalogue, wishes) if wishes else None
    return Viewer(
        profile_id=profile.pk,
        snapshot=catalogue,
        limits=profile.limits,
        history=steered.own(past) if steered else past,
        scores=catalogue.popularity,
        personal=False,
        now=now,
        is_kids=profile.is_kids,
        steering=steered,
    )
