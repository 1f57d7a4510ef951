"""Where a profile stands in one title, and what playing it means."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from accounts.models import Profile, WatchState
from accounts.models.activity import FINISHED_FROM, RESUME_FROM
from catalog.models import Episode, Season, Title

# Minutes, for what nobody said the length of.
FILM, EPISODE = 90, 45


@dataclass(frozen=True)
class Standing:
    """What plays next of a title: `episode` of a series, from `start` on (a share, 0 to 1)."""

    state: WatchState | None
    episode: Episode | None = None
    seasons: list[tuple[Season, list[tuple[Episode, WatchState | None]]]] = field(default_factory=list)

    @property
    def following(self) -> Episode | None:
        """The episode after this one, if there is one."""
        episodes = [episode for _, listed in self.seasons for episode, _ in listed]
        place = episodes.index(self.episode) + 1 if self.episode else 0
        return episodes[place] if 0 < place < len(episodes) else None

    @property
    def start(self) -> float:
        """Where playing goes on: at the beginning for what is hardly begun or over."""
        progress = self.state.progress if self.state else 0.0
        return progress if RESUME_FROM <= progress < FINISHED_FROM else 0.0

    @property
    def is_finished(self) -> bool:
        """Whether what would play has been watched to its end."""
        return self.state is not None and self.state.is_finished


def standing(profile: Profile, title: Title, episode_id: int | None = None) -> Standing | None:
    """Where the profile stands, at the episode named or else at the one to watch next; None if there is none such.

    One query, and one each for seasons and episodes of a series where they were not prefetched.
    """
    states = {state.episode_id: state for state in WatchState.objects.filter(profile=profile, title=title)}
    if not title.is_series:
        return Standing(states.get(None)) if episode_id is None else None
    prefetch_related_objects([title], "seasons__episodes")
    seasons = _in_order(title)
    episodes = [episode for _, listed in seasons for episode in listed]
    if not episodes or (episode_id is not None and all(episode.pk != episode_id for episode in episodes)):
        return None
    wanted = episode_id or _next(episodes, states).pk
    episode = next(episode for episode in episodes if episode.pk == wanted)
    listed = [(season, [(one, states.get(one.pk)) for one in found]) for season, found in seasons]
    return Standing(states.get(episode.pk), episode, listed)


def number(text: str) -> int:
    """An id as addresses and forms carry it; 0, which is nothing's, for whatever else they carry."""
    return int(text[:18]) if text.isascii() and text.isdigit() else 0


def moment_in(text: str) -> dt.datetime | None:
    """A moment as forms carry it, in ISO 8601 with its offset; None for whatever else they carry."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def seconds(title: Title, episode: Episode | None) -> int:
    """How long a film or an episode plays."""
    if episode is not None:
        return 60 * (episode.runtime or EPISODE)
    return 60 * (title.runtime or FILM)


def _in_order(title: Title) -> list[tuple[Season, list[Episode]]]:
    """Seasons with their episodes, specials last."""
    seasons = sorted(title.seasons.all(), key=lambda season: (season.number == 0, season.number))
    return [(season, list(season.episodes.all())) for season in seasons]


def _next(episodes: list[Episode], states: dict[int | None, WatchState]) -> Episode:
    """The episode of the latest play, or the one after it once that is over; the first without any."""
    seen = [episode for episode in episodes if episode.pk in states]
    if not seen:
        return episodes[0]
    latest = max(seen, key=lambda episode: states[episode.pk].last_at)
    if states[latest.pk].progress < FINISHED_FROM:
        return latest
    place = episodes.index(latest) + 1
    return episodes[place] if place < len(episodes) else episodes[0]
