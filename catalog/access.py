"""What a viewer may see, said once. Every surface asks `Title.objects.visible_to(limits)`."""

from dataclasses import dataclass

ADULT = 18


@dataclass(frozen=True)
class Limits:
    """The bounds that hold for one viewer.

    `age`: titles rated for older people, in years, and unrated ones are out of sight; from 18 up, nothing is.
    `blocked`: ids of titles that the viewer is not to meet anywhere.
    """

    age: int = ADULT
    blocked: frozenset[int] = frozenset()

    @property
    def unbounded(self) -> bool:
        """Whether any age may be seen."""
        return self.age >= ADULT

    @property
    def of_age(self) -> "Limits":
        """The same without what is blocked."""
        return Limits(self.age)


# Someone without a profile, such as an operator's command, is bound by availability alone.
NO_LIMITS = Limits()
