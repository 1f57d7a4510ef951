"""What a viewer may see, said once. Every surface asks `Title.objects.visible_to(limits)`."""

from dataclasses import dataclass

ADULT = 18


@dataclass(frozen=True)
class Limits:
    """The bounds that hold for one viewer.

    `age`: titles rated for older people, in years, and unrated ones are out of sight; from 18 up, nothing is.
    """

    age: int = ADULT

    @property
    def unbounded(self) -> bool:
        return self.age >= ADULT


# Someone without a profile, such as an operator's command, is bound by availability alone.
NO_LIMITS = Limits()
