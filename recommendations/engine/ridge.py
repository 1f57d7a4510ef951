"""Closed-form item-item weights within a memory budget: Gram matrices, solves, and the form in which they are kept.

Three sizes, chosen by `plan` and logged:

* `dense`: the exact matrix, items x items float32, is kept;
* `pruned`: the exact matrix is solved for, and of each row only the entries largest in size are kept, sparse;
* `core`: as pruned, but over the most watched titles only, as many as the budget holds; the titles beyond them are left
  to the low-rank part (iALS), to content and to popularity.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import linalg, sparse
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped,unused-ignore]

from .budget import GIB, Budget
from .data import Csr, FloatArray, IntArray

log = logging.getLogger(__name__)

DENSE_SHARE = 1 / 12  # of the budget: several dense parts may stand side by side while another is being fitted
SOLVE_SHARE = 0.42  # of the budget for one items x items matrix; a solve holds it and blocks of its like
KEPT = 512  # entries kept in each row of a pruned matrix
LARGE, FEW = 4000, 3  # in a catalogue larger than this, titles with fewer viewers have no weights: pairs need evidence
BLOCK = 1024
CELL = 4  # bytes of a float32


@dataclass(frozen=True)
class Plan:
    """The form of an item-item matrix and the columns it spans."""

    form: str
    columns: IntArray


def plan(counts: FloatArray, budget: Budget, what: str) -> Plan:
    """Choose dense, pruned or core for a catalogue with these viewer counts."""
    watched = np.flatnonzero(counts > 0)
    if len(watched) > LARGE:
        watched = np.flatnonzero(counts >= FEW)
    size = len(watched)
    if budget.fits(size * size * CELL / DENSE_SHARE):
        return Plan("dense", watched)
    limit = int(np.sqrt(budget.memory * SOLVE_SHARE / CELL))
    if size <= limit:
        log.info("%s: %d titles, exact solve, kept sparse (%d entries a row)", what, size, KEPT)
        return Plan("pruned", watched)
    log.warning("%s: %d titles, solved for the %d most watched within %.1f GiB", what, size, limit, budget.memory / GIB)
    return Plan("core", np.sort(watched[np.argsort(-counts[watched], kind="stable")[:limit]]))


def blocks(size: int, step: int = BLOCK) -> Iterator[slice]:
    """Consecutive slices that cover a length."""
    return (slice(start, min(start + step, size)) for start in range(0, size, step))


def product(left: Csr, right: Csr) -> FloatArray:
    """leftᵀ · right as a dense array."""
    out = np.zeros((left.shape[1], right.shape[1]), dtype=np.float32)
    add_product(out, left, right)
    return out


def add_product(out: FloatArray, left: Csr, right: Csr, factor: float = 1.0) -> None:
    """Add factor · leftᵀ · right, block by block, so that no sparse product of that size ever stands."""
    rows = left.T.tocsr()
    for block in blocks(left.shape[1]):
        out[block] += np.float32(factor) * (rows[block] @ right).toarray()


def invert(gram: FloatArray, budget: Budget) -> FloatArray:
    """Inverse of a symmetric positive definite matrix, in its own memory (LAPACK potrf, potri)."""
    with threadpool_limits(budget.cores, user_api="blas"):
        factor, failed = linalg.lapack.spotrf(gram.T, lower=True, overwrite_a=True, clean=True)
        if failed:
            raise linalg.LinAlgError("the regularised Gram matrix is not positive definite")
        inverse, _ = linalg.lapack.spotri(factor, lower=True, overwrite_c=True)
    return mirror(inverse.T)


def mirror(upper: FloatArray) -> FloatArray:
    """Copy the upper triangle of a C-ordered matrix onto its lower one, in place."""
    size = len(upper)
    for block in blocks(size):
        upper[block.stop :, block] = upper[block, block.stop :].T
        corner = upper[block, block]
        lower = np.tril_indices(len(corner), -1)
        corner[lower] = corner.T[lower]
    return upper


def solve(gram: FloatArray, right: FloatArray, budget: Budget) -> FloatArray:
    """gram⁻¹ · right for a symmetric positive definite gram; both are overwritten."""
    with threadpool_limits(budget.cores, user_api="blas"):
        factor = linalg.cho_factor(gram.T, lower=True, overwrite_a=True, check_finite=False)
        for block in blocks(right.shape[1]):
            right[:, block] = linalg.cho_solve(factor, right[:, block], check_finite=False)
    return right


def prune(rows: FloatArray, kept: int = KEPT) -> Csr:
    """The `kept` entries of each row that are largest in size, as a sparse matrix."""
    kept = min(kept, rows.shape[1])
    columns = np.sort(np.argpartition(-np.abs(rows), kept - 1, axis=1)[:, :kept], axis=1)
    values = np.take_along_axis(rows, columns, axis=1).ravel()
    indptr = np.arange(len(rows) + 1) * kept
    return sparse.csr_array((values, columns.ravel().astype(np.int32), indptr), shape=rows.shape)


def prune_all(dense: FloatArray) -> Csr:
    """`prune` for a large matrix, block by block: ranking it whole would take several times its memory."""
    found: Csr = sparse.vstack([prune(dense[block]) for block in blocks(len(dense))], format="csr")
    return found


def _is_sparse(values: Any) -> bool:
    return bool(sparse.issparse(values))


class ItemMatrix:
    """Item-item weights over all columns of a model, dense or sparse; x · W for histories x, and single entries."""

    def __init__(self, values: Any, columns: IntArray, width: int) -> None:
        self.values: Any = values  # a dense array or a sparse one
        self.columns = columns
        self.width = width
        self.full = len(columns) == width
        self.places = np.full(width, -1)
        self.places[columns] = np.arange(len(columns))

    def rows_of(self, columns: IntArray) -> IntArray:
        """Row of each column, -1 where the matrix does not span it."""
        return self.places[columns]

    def spread(self, inner: FloatArray) -> FloatArray:
        """Values over the spanned columns as values over all columns."""
        if self.full:
            return inner
        out = np.zeros((len(inner), self.width), dtype=np.float32)
        out[:, self.columns] = inner
        return out

    def apply(self, history: Csr) -> FloatArray:
        """history · W, shape (histories, items)."""
        inner = history if self.full else history[:, self.columns]
        found = inner @ self.values
        dense = found.toarray() if _is_sparse(found) else found
        return self.spread(np.asarray(dense, dtype=np.float32))

    def between(self, sources: IntArray, targets: IntArray) -> FloatArray:
        """W[j, i] for each target i and each source j, shape (targets, sources)."""
        rows, inner = self.rows_of(sources), self.rows_of(targets)
        if not len(self.columns):
            return np.zeros((len(targets), len(sources)), dtype=np.float32)
        # What is not spanned is row -1, any row, and overwritten.
        found = self.values[rows][:, inner].toarray() if _is_sparse(self.values) else self.values[rows[:, None], inner]
        found[rows < 0] = 0
        found[:, inner < 0] = 0
        return np.asarray(found.T, dtype=np.float32)

    def rows(self, sources: IntArray) -> FloatArray:
        """W[j, i] for each source j and every column i, shape (sources, items)."""
        inner = self.rows_of(sources)
        known = np.flatnonzero(inner >= 0)
        chosen = self.values[inner[known]]
        out = np.zeros((len(sources), self.width), dtype=np.float32)
        out[np.ix_(known, self.columns)] = chosen.toarray() if _is_sparse(chosen) else chosen
        return out

    def state(self) -> dict[str, np.ndarray[Any, Any]]:
        """Arrays that `restore` reads."""
        shared = {"columns": self.columns, "width": np.array([self.width])}
        if _is_sparse(self.values):
            return {**shared, "data": self.values.data, "indices": self.values.indices, "indptr": self.values.indptr}
        return {**shared, "dense": self.values}

    @classmethod
    def restore(cls, state: dict[str, np.ndarray[Any, Any]]) -> "ItemMatrix":
        """From `state`."""
        columns, width = state["columns"], int(state["width"][0])
        if "dense" in state:
            return cls(state["dense"], columns, width)
        shape = (len(columns), len(columns))
        return cls(sparse.csr_array((state["data"], state["indices"], state["indptr"]), shape=shape), columns, width)
