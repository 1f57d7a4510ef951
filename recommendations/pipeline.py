"""Makes pages. Workers and commands only: this is where models are asked."""

import gc
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property, partial
from typing import Any

import numpy as np
from django.utils import timezone

from accounts import exposures
from accounts.models import Profile
from recommendations import artifacts, engine, habits, history, snapshot, steering, storing
from recommendations.arrays import engine_history, title_features
from recommendations.assembly import stored
from recommendations.engine.newcomers import Newcomers, neighbours
from recommendations.fallback import without_model
from recommendations.rows.own import kin_asked
from recommendations.selection import select_many
from recommendations.shelves import Indices
from recommendations.storing import Made
from recommendations.viewer import Viewer, nothing
from recommendations.worth import REST_DAYS, Floats

log = logging.getLogger(__name__)
KIN = 60  # titles that a "Because you …" row chooses from
REASONS = 3  # titles of the history that a card names


def refresh(profile_id: int) -> str:
    """Build and store one profile's page; says "stored", "superseded" by a newer one, or "gone" with its profile."""
    return refresh_many([profile_id]).get(profile_id, "gone")


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector: a batch makes a hundred thousand lists and numbers, keeps them until it is stored,
    and has no cycles. To look for some again and again would take a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@uncollected()
def refresh_many(profile_ids: Sequence[int]) -> dict[int, str]:
    """Build and store pages, reading histories and asking the model once for all of them."""
    # The versions are read before the histories: a page never claims to know an event that it has not seen.
    built_at = timezone.now()
    profiles = list(Profile.objects.filter(pk__in=profile_ids))
    for missing in set(profile_ids) - {profile.pk for profile in profiles}:
        log.info("profile %d is gone, there is no page to make", missing)
    loaded = artifacts.current()
    selected = select_many(viewers_of(profiles, loaded))
    pages = [
        Made(profile.pk, profile.taste_version, stored(page), profile.personalised)
        for profile, page in zip(profiles, selected, strict=True)
    ]
    return storing.store(pages, loaded.version.pk if loaded else None, built_at)


@dataclass(frozen=True, eq=False)
class Bench:
    """A model beside a catalogue: where its titles stand there, and how to place those that it never saw."""

    model: engine.Model
    catalogue: snapshot.Snapshot
    columns: Indices  # of each title of the model in the catalogue, -1 for none
    newcomers: Newcomers | None
    new_columns: Indices
    held_kin: dict[int, Indices] = field(default_factory=dict, repr=False)  # by id, of some sixty titles each

    @cached_property
    def is_whole(self) -> bool:
        """Whether model and catalogue are of the same titles, which stand in one order in both."""
        return np.array_equal(self.model.items, self.catalogue.ids)

    @classmethod
    def of(cls, model: engine.Model, catalogue: snapshot.Snapshot) -> "Bench":
        """Made once for each model and catalogue."""
        unknown = catalogue.ids[~np.isin(catalogue.ids, model.items)]
        newcomers = _newcomers(model, unknown) if len(unknown) else None
        new = catalogue.indices(newcomers.items) if newcomers else np.empty(0, np.int64)
        return cls(model, catalogue, catalogue.indices(model.items), newcomers, new)

    def fold(self, pasts: Sequence[engine.History]) -> "Folded":
        """Histories in the model, and in what it says of the catalogue."""
        return Folded(self, self.model.fold(pasts))

    def kin(self, title_id: int) -> Indices:
        """Indices of what is most like a title; none for what the model does not know."""
        self.learn([title_id])
        return self.held_kin[title_id]

    def learn(self, title_ids: Iterable[int]) -> None:
        """Remember the kin of these titles, so that they are found for all at once."""
        if missing := [pk for pk in dict.fromkeys(title_ids) if pk not in self.held_kin]:
            for pk, ids in zip(missing, self.model.similar_many(missing, KIN)[0], strict=True):
                found = self.catalogue.indices(ids)
                self.held_kin[pk] = found[found >= 0]


@dataclass(frozen=True, eq=False)
class Folded:
    """What a model says of a catalogue for some histories."""

    bench: Bench
    fold: engine.Fold

    @cached_property
    def scores(self) -> Floats:
        """Every title of the catalogue for every history, float32 (histories, n); what nothing is known of is last."""
        scored, bench = self.fold.scores, self.bench
        if bench.is_whole:
            return scored
        found = np.repeat(scored.min(axis=1, keepdims=True, initial=0.0), len(bench.catalogue), axis=1)
        known = bench.columns >= 0
        found[:, bench.columns[known]] = scored[:, known]
        if bench.newcomers:
            found[:, bench.new_columns] = bench.newcomers.scores(scored)
        return found

    def reasons(self, row: int, titles: Sequence[int]) -> list[list[int]]:
        """For each of these titles those of one of the histories that carry its score, the largest share first."""
        ids, newcomers = np.array(titles, dtype=np.int64), self.bench.newcomers
        found = self.fold.top_reasons(row, ids, REASONS)
        if newcomers:
            fresh = np.flatnonzero(np.isin(ids, newcomers.items))
            new = newcomers.explain(self.fold, row, ids[fresh]).top(REASONS) if len(fresh) else []
            for place, why in zip(fresh.tolist(), new, strict=True):
                found[place] = why
        return found


def _newcomers(model: engine.Model, unknown: Indices) -> Newcomers:
    """Titles that were published after the training, placed by their metadata among those of the model."""
    features = title_features()
    told = dict(zip(features.items.tolist(), features.features, strict=True))
    known = engine.ItemFeatures(model.items, [told.get(pk, ()) for pk in model.items.tolist()])
    return neighbours(known, engine.ItemFeatures(unknown, [told.get(pk, ()) for pk in unknown.tolist()]))


class _Process:
    """What this worker process holds."""

    catalogue: snapshot.Snapshot | None = None
    facts: Any = None
    counts: Any = None
    held: Bench | None = None
    of: Any = None  # which model and which facts `held` is of

    @classmethod
    def get(cls) -> snapshot.Snapshot:
        """The catalogue as it is now; read again only where something changed."""
        facts, counts = snapshot.facts_version(), snapshot.counts_version()
        if cls.catalogue is None or cls.facts != facts:
            cls.catalogue = snapshot.take()
        elif cls.counts != counts:
            cls.catalogue = snapshot.recounted(cls.catalogue)
        cls.facts, cls.counts = facts, counts
        return cls.catalogue

    @classmethod
    def bench(cls, loaded: artifacts.Loaded) -> Bench:
        """That of this model and the catalogue that was read last."""
        of = (loaded.version.pk, cls.facts)
        if cls.held is None or cls.of != of:
            cls.held, cls.of = Bench.of(loaded.model, cls.catalogue or cls.get()), of
        return cls.held


def viewers_of(profiles: Sequence[Profile], loaded: artifacts.Loaded | None) -> list[Viewer]:
    """The profiles with all that their pages are made from, in a number of queries that does not depend on theirs."""
    ids = [profile.pk for profile in profiles]
    histories, shown, minutes = history.of_profiles(ids), exposures.of_profiles(ids), habits.usual_minutes(ids)
    wishes = steering.of_profiles(ids)
    catalogue, now = _Process.get(), timezone.now()
    since = now - timedelta(days=REST_DAYS)
    found = [
        replace(
            without_model(profile, histories[profile.pk], wishes[profile.pk], catalogue, now.timestamp()),
            exposures={title: times for title, (times, at) in shown[profile.pk].items() if at > since},
            usual_minutes=minutes[profile.pk],
        )
        for profile in profiles
    ]
    return list(_scored(found, _Process.bench(loaded))) if loaded and found else found


def _scored(viewers: Sequence[Viewer], bench: Bench) -> Iterator[Viewer]:
    """The same with the model's scores, what carries them, and what it takes for alike."""
    pasts = [engine_history(viewer.history) for viewer in viewers]
    folded = bench.fold(pasts)
    bench.learn(pk for viewer in viewers for pk in kin_asked(viewer))
    for row, (viewer, past, scores) in enumerate(zip(viewers, pasts, folded.scores, strict=True)):
        personal = bool((bench.model.vocabulary.columns(past.items[past.weights > 0]) >= 0).any())
        reasons = partial(folded.reasons, row) if personal else nothing
        yield replace(viewer, scores=scores, personal=personal, kin=bench.kin, reasons=reasons)
