"""Several quantities with their ids: samples in rows, shares of iterations, values by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from attrs import field, frozen

from riskplan._format import card
from riskplan._typing import BoolArray, DateArray, FloatArray, locked, read_only
from riskplan.errors import RequestError
from riskplan.results.cells import refuse_split_cells
from riskplan.results.estimate import Estimate, mean_estimate, probability_estimate

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ById", "LabelledSamples", "Shares", "row_of"]

_Value = TypeVar("_Value")


@frozen(eq=False, repr=False)
class LabelledSamples:
    """Simulated values of several quantities, each with its id.

    Parameters
    ----------
    values : FloatArray, BoolArray or DateArray, shape (n_ids, n)
        One row for each id, one column for each iteration; read-only.
    ids, names : tuple of str
        What the rows are.
    cell : int
        How many consecutive iterations a sampling plan laid out together; 1 where all are
        independent.

    Raises
    ------
    RequestError
        If the iterations are no whole number of cells.
    """

    values: FloatArray | BoolArray | DateArray = field(converter=locked)
    ids: tuple[str, ...]
    names: tuple[str, ...]
    cell: int = 1

    def __attrs_post_init__(self) -> None:
        refuse_split_cells(self.values.shape[1], self.cell)

    def __getitem__(self, id: str) -> Any:  # noqa: A002 - the field is called id
        """Return the row of an id, shape (n,)."""
        return self.values[row_of(id, self.ids)]

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame with a column for each id and a row for each iteration."""
        import pandas as pd

        frame = pd.DataFrame(np.asarray(self.values).T, columns=list(self.ids))
        return frame.rename_axis("iteration")

    def __repr__(self) -> str:
        rows, columns = self.values.shape
        return f"LabelledSamples({rows:,} rows × {columns:,} iterations)"

    def _repr_html_(self) -> str:
        if self.values.dtype.kind == "M":
            title, means = f"{self.values.shape[1]:,} iterations, medians", self._medians()
        else:
            title = f"{self.values.shape[1]:,} iterations, means"
            means = [str(mean_estimate(row.astype(np.float64), self.cell)) for row in self.values]
        return card(title, list(zip(self.names, means, strict=True)))

    def _medians(self) -> list[str]:
        middle = self.values.shape[1] // 2
        return [str(row[middle].astype("M8[D]")) for row in np.sort(self.values, axis=1)]


@frozen(eq=False, repr=False)
class Shares:
    """Shares of iterations, one for each id, each with its error.

    Parameters
    ----------
    counts : tuple of int
        In how many iterations each id was hit.
    iterations : int
    ids, names : tuple of str
        What the counts belong to.
    cell : int
        How many consecutive iterations a sampling plan laid out together; 1 where all are
        independent.
    squares : tuple of int, optional
        The sum of the squared counts of the cells, for each id: how much cells differ. Needed
        where a cell is more than one iteration.

    Raises
    ------
    RequestError
        If the iterations are no whole number of cells, or squares are missing.

    Examples
    --------
    >>> Shares((500,), 1_000, ("dig",), ("Dig",))["dig"]
    0.50 ± 0.03
    >>> halves = 10 * 50**2  # ten cells, in each of which the half was hit
    >>> Shares((500,), 1_000, ("dig",), ("Dig",), cell=100, squares=(halves,))["dig"]
    0.500 ± 0.004
    """

    counts: tuple[int, ...]
    iterations: int
    ids: tuple[str, ...]
    names: tuple[str, ...]
    cell: int = 1
    squares: tuple[int, ...] | None = None

    def __attrs_post_init__(self) -> None:
        refuse_split_cells(self.iterations, self.cell)
        if self.cell > 1 and len(self.squares or ()) != len(self.counts):
            raise RequestError(
                f"shares of iterations in cells of {self.cell:,} need squares, the sum of the "
                f"squared counts of the cells, for each of {len(self.counts)} ids "
                f"(got {self.squares!r})"
            )

    @property
    def values(self) -> FloatArray:
        """The shares, shape (n_ids,), between 0 and 1."""
        return read_only(np.array(self.counts, dtype=np.float64) / self.iterations)

    def __getitem__(self, id: str) -> Estimate:  # noqa: A002 - the field is called id
        """Return the share of an id, with its error."""
        row = row_of(id, self.ids)
        squares = self.squares[row] if self.squares else 0
        return probability_estimate(self.counts[row], self.iterations, self.cell, squares)

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by id with name, share and the ends of its interval."""
        import pandas as pd

        shares = [self[id_] for id_ in self.ids]
        columns = {
            "name": self.names,
            "share": [share.value for share in shares],
            "low": [share.low for share in shares],
            "high": [share.high for share in shares],
        }
        return pd.DataFrame(columns, index=pd.Index(self.ids, name="id"))

    def __repr__(self) -> str:
        top = sorted(zip(self.values, self.ids, strict=True), key=lambda pair: -pair[0])
        shown = [f"{id_} {share:.0%}" for share, id_ in top[:3]]
        return f"Shares({', '.join(shown)}{', …' if len(top) > len(shown) else ''})"

    def _repr_html_(self) -> str:
        rows = [(name, str(self[id_])) for id_, name in zip(self.ids, self.names, strict=True)]
        return card("Shares of iterations", rows)


class ById(Mapping[str, _Value]):
    """Values by id, in the order of the plan; it cannot be changed, and knows what there is.

    Parameters
    ----------
    values : mapping of str to anything

    Examples
    --------
    >>> by_id = ById({"handover": 5})
    >>> by_id["handover"], list(by_id)
    (5, ['handover'])
    >>> by_id["handver"]
    Traceback (most recent call last):
    riskplan.errors.RequestError: there is no "handver"; there are: handover
    """

    def __init__(self, values: Mapping[str, _Value]) -> None:
        self._values = dict(values)

    def __getitem__(self, id: str) -> _Value:  # noqa: A002 - as in the items themselves
        """Return the value of an id.

        Raises
        ------
        RequestError
            If there is no such id; the message lists some that there are.
        """
        if id not in self._values:
            row_of(id, tuple(self._values))
        return self._values[id]

    def get(self, id: str, default: Any = None) -> Any:  # noqa: A002
        """Return the value of an id, or the default where there is none."""
        return self._values.get(id, default)

    def __contains__(self, id: object) -> bool:  # noqa: A002
        return id in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        shown = [f"{id_!r}: {value!r}" for id_, value in [*self._values.items()][:3]]
        return f"ById({{{', '.join(shown)}{', …' if len(self) > len(shown) else ''}}})"


def row_of(id: str, ids: tuple[str, ...]) -> int:  # noqa: A002 - the field is called id
    """Return the row of an id.

    Raises
    ------
    RequestError
        If there is no such id; the message lists some that there are.
    """
    try:
        return ids.index(id)
    except ValueError:
        shown = ", ".join(ids[:8]) + (", …" if len(ids) > 8 else "")
        raise RequestError(f'there is no "{id}"; there are: {shown or "none"}') from None
