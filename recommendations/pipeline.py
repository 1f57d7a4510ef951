"""Makes pages. Workers and commands only: this is where models are asked."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import Profile
from recommendations import artifacts, engine, history, snapshot
from recommendations.arrays import engine_history
from recommendations.assembly import StoredRow, assemble
from recommendations.fallback import without_model
from recommendations.models import HomePage
from recommendations.viewer import Viewer

log = logging.getLogger(__name__)
SIMILAR = 150  # kin that a "Because you …" row chooses from
REASONS = 3  # titles of the history that a card names


class _Catalogue:
    """The snapshot that this worker process holds."""

    held: snapshot.Snapshot | None = None
    facts: Any = None
    counts: Any = None

    @classmethod
    def get(cls) -> snapshot.Snapshot:
        facts, counts = snapshot.facts_version(), snapshot.counts_version()
        if cls.held is None or cls.facts != facts:
            cls.held = snapshot.take()
        elif cls.counts != counts:
            cls.held = snapshot.recounted(cls.held)
        cls.facts, cls.counts = facts, counts
        return cls.held


def refresh(profile_id: int) -> str:
    """Build and store one profile's page; says "stored", "superseded" by a newer one, or "gone" with its profile."""
    return refresh_many([profile_id]).get(profile_id, "gone")


def refresh_many(profile_ids: Sequence[int]) -> dict[int, str]:
    """Build and store pages, reading histories and asking the model once for all of them."""
    # The versions are read before the histories: a page never claims to know an event that it has not seen.
    profiles = list(Profile.objects.filter(pk__in=profile_ids))
    for missing in set(profile_ids) - {profile.pk for profile in profiles}:
        log.info("profile %d is gone, there is no page to make", missing)
    histories = history.of_profiles([profile.pk for profile in profiles])
    loaded = artifacts.current()
    viewers = _viewers(profiles, histories, loaded)
    return {
        profile.pk: _store(profile, build(viewer, loaded), loaded)
        for profile, viewer in zip(profiles, viewers, strict=True)
    }


def build(viewer: Viewer, loaded: artifacts.Loaded | None) -> list[StoredRow]:
    """The rows of one page, each card with the titles of the history that carry its score."""
    rows = assemble(viewer)
    if loaded is None or not viewer.personal:
        return rows
    return [_explained(row, viewer, loaded.model) for row in rows]


def _viewers(
    profiles: Sequence[Profile], histories: dict[int, history.ProfileHistory], loaded: artifacts.Loaded | None
) -> list[Viewer]:
    catalogue, now = _Catalogue.get(), timezone.now().timestamp()
    if loaded is None or not profiles:
        return [without_model(profile, histories[profile.pk], catalogue, now) for profile in profiles]
    model = loaded.model
    pasts = [engine_history(histories[profile.pk]) for profile in profiles]
    columns = catalogue.indices(model.items)
    scored = model.scores(pasts)
    return [
        Viewer(
            profile_id=profile.pk,
            snapshot=catalogue,
            limits=profile.limits,
            history=histories[profile.pk],
            scores=_aligned(scores, columns, len(catalogue)) if past.items.size else catalogue.popularity,
            personal=bool(np.isin(past.items[past.weights > 0], model.items).any()),
            now=now,
            kin=lambda title_id: _kin(model, catalogue, title_id),
        )
        for profile, past, scores in zip(profiles, pasts, scored, strict=True)
    ]


def _aligned(scores: npt.NDArray[np.float32], columns: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.float32]:
    """The model's scores in the snapshot's order; what the model does not know comes last."""
    lowest = scores.min() if len(scores) else 0.0
    aligned = np.full(size, lowest, dtype=np.float32)
    known = columns >= 0
    aligned[columns[known]] = scores[known]
    return aligned


def _kin(model: engine.Model, catalogue: snapshot.Snapshot, title_id: int) -> npt.NDArray[np.int64]:
    try:
        found = catalogue.indices(model.similar(title_id, SIMILAR)[0])
    except engine.UnknownItem:
        return np.empty(0, np.int64)
    return found[found >= 0]


def _explained(row: StoredRow, viewer: Viewer, model: engine.Model) -> StoredRow:
    """The row with the reasons of each card: history titles that the viewer liked and that raise the card's score."""
    if row.kind != "top_picks":
        return row
    past = engine_history(viewer.history)
    return replace(row, because={title: _reasons(title, past, model) for title in row.titles})


def _reasons(title: int, past: engine.History, model: engine.Model) -> list[int]:
    try:
        return [reason.item for reason in model.explain(past, title)[:REASONS] if reason.value > 0]
    except engine.UnknownItem:
        return []


def _store(profile: Profile, rows: list[StoredRow], loaded: artifacts.Loaded | None) -> str:
    """Replace the stored page in one statement, unless one that knows more stands there."""
    page = HomePage(
        profile=profile,
        rows=[row.to_json() for row in rows],
        taste_version=profile.taste_version,
        model=loaded.version if loaded else None,
        built_at=timezone.now(),
    )
    older = HomePage.objects.filter(profile=profile, taste_version__lte=page.taste_version)
    try:
        if older.update(rows=page.rows, taste_version=page.taste_version, model=page.model, built_at=page.built_at):
            return "stored"
        HomePage.objects.bulk_create([page], ignore_conflicts=True)
        return "stored" if _stands(page) else "superseded"
    except IntegrityError:
        # The profile, or the model version, was deleted while its page was being made.
        log.info("page of profile %d has nowhere to go any more", profile.pk)
        return "gone"


def _stands(page: HomePage) -> bool:
    return HomePage.objects.filter(profile=page.profile_id, built_at=page.built_at).exists()
