"""Everything the engine raises on purpose."""
# ruff: noqa: N818 -- a name says what is wrong; that it is an error is plain where it is raised


class EngineError(Exception):
    """Base of every error raised on purpose by the engine."""


class BadData(EngineError, ValueError):
    """Arrays or settings that no model can be fitted from."""


class UnknownItem(EngineError, KeyError):
    """An item id that the model has never seen."""


class BudgetExceeded(EngineError, MemoryError):
    """No form of the model fits the memory budget."""


class ArtifactError(EngineError):
    """A stored model cannot be used; the site goes on without one."""


class ArtifactMissing(ArtifactError):
    """There is no artifact at that path."""


class ArtifactCorrupt(ArtifactError):
    """The artifact is truncated, altered or unreadable."""


class ArtifactForeign(ArtifactError):
    """There is something at that path, but the engine did not write it."""


class ArtifactTooNew(ArtifactError):
    """The artifact was written by a later version of the format."""


class ArtifactTooOld(ArtifactError):
    """The artifact was written by an earlier version of the format."""
