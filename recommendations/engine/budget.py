"""Memory and threads that a fit may take."""

import os
from dataclasses import dataclass

from .errors import BudgetExceeded

GIB = 1024**3


def processors() -> int:
    """How many cores this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class Budget:
    """Bytes of working memory for one fit, and threads for its linear algebra."""

    memory: int = 4 * GIB
    threads: int = 0

    @property
    def cores(self) -> int:
        """Threads to use; 0 asks for as many as OPENBLAS_NUM_THREADS says, or every core this process may run on."""
        named = os.environ.get("OPENBLAS_NUM_THREADS", "")
        if self.threads or named.isdigit():
            return max(self.threads or int(named), 1)
        return processors()

    def less(self, size: float) -> "Budget":
        """What is left of it once so many bytes are taken."""
        return Budget(max(int(self.memory - size), 0), self.threads)

    def fits(self, size: float) -> bool:
        """Whether so many bytes may be taken."""
        return size <= self.memory

    def require(self, size: float, what: str) -> None:
        """Raise `BudgetExceeded`, saying what was too big, unless so many bytes may be taken."""
        if not self.fits(size):
            raise BudgetExceeded(f"{what} needs {size / GIB:.2f} GiB of {self.memory / GIB:.2f} GiB allowed")
