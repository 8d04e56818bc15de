"""From distributions to quantities: a stream of their own, a transform, and a base value."""

from __future__ import annotations

from riskplan.distributions import Constant, Distribution
from riskplan.engine import Quantity, Transform, key_of, transform_of

__all__ = ["ZERO", "Quantities"]

ZERO = Constant(0.0)
"""What takes no time and costs nothing."""


class Quantities:
    """Makes quantities, and builds the transform of equal distributions only once."""

    def __init__(self) -> None:
        self._transforms: dict[Distribution, Transform] = {}

    def quantity(self, name: str, distribution: Distribution | float) -> Quantity:
        """Return the quantity of a distribution, drawn from the stream of the given name.

        The name is part of the guarantee that a run can be repeated: never change one.
        """
        law = distribution if isinstance(distribution, Distribution) else Constant(distribution)
        transform = self._transforms.get(law)
        if transform is None:
            transform = self._transforms[law] = transform_of(law)
        return Quantity(key_of(name), transform, law.most_likely())
