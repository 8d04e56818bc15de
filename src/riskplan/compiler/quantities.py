"""From distributions to quantities: a stream of their own, a transform, and a base value."""

from __future__ import annotations

from riskplan.distributions import Constant, Distribution
from riskplan.engine import Quantity, Transform, capped, key_of, transform_of

__all__ = ["ZERO", "Quantities"]

ZERO = Constant(0.0)
"""What takes no time and costs nothing."""


class Quantities:
    """Makes quantities, and builds the transform of equal distributions only once."""

    def __init__(self) -> None:
        self._transforms: dict[Distribution, Transform] = {}

    def quantity(
        self, name: str, distribution: Distribution | float, cap: float | None = None
    ) -> Quantity:
        """Return the quantity of a distribution, drawn from the stream of the given name.

        With a cap, what is drawn beyond it is the cap.

        The name is part of the guarantee that a run can be repeated: never change one.
        """
        law = distribution if isinstance(distribution, Distribution) else Constant(distribution)
        transform = self._transforms.get(law)
        if transform is None:
            transform = self._transforms[law] = transform_of(law)
        base = law.most_likely()
        if cap is not None:
            transform, base = capped(transform, cap), min(base, cap)
        return Quantity(key_of(name), transform, base)
