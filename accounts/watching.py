"""What a profile is about to watch: what plays, from where on, and what comes afterwards."""

from dataclasses import dataclass

from accounts.media import WEB, playback_of
from accounts.models import Profile
from accounts.viewing import Standing, seconds, standing
from catalog.media.playback import Playback
from catalog.models import Episode, Title


@dataclass(frozen=True)
class Watching:
    """A film or an episode in front of a viewer. Seconds are those of the title; what plays may be a stand-in of
    another length, to which they are scaled."""

    title: Title
    standing: Standing
    playback: Playback | None  # None where there is no video of it
    length: int

    @property
    def episode(self) -> Episode | None:
        """What is watched of a series."""
        return self.standing.episode

    @property
    def following(self) -> Episode | None:
        """What comes after it, of a series."""
        return self.standing.following

    @property
    def position(self) -> int:
        """Where to begin."""
        return round(self.standing.start * self.length)


def watching(profile: Profile, title: Title, episode_id: int | None = None, *, holder: str = WEB) -> Watching | None:
    """What the profile would watch of a title that it may see, of a series the episode named or the one that is next.

    None if there is no such episode. `holder` is who its addresses are for, see `accounts.media`.
    """
    where = standing(profile, title, episode_id)
    if where is None:
        return None
    found = playback_of(profile, title, where.episode, holder=holder)
    return Watching(title, where, found, _length(title, where.episode, found))


def _length(title: Title, episode: Episode | None, found: Playback | None) -> int:
    """A video's own length is exact; what stands in for a title is as long as that is said to be."""
    if found is None or found.is_stand_in or found.duration is None:
        return seconds(title, episode)
    return max(1, round(found.duration))
