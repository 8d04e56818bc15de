"""All chance comes from here: uniforms keyed by the seed, the quantity's name and the iteration.

Every quantity has a sequence of its own: PCG64 with the DXSM output (O'Neill, "PCG: a family of
simple fast space-efficient statistically good algorithms for random number generation", 2014),
whose start and increment are a hash of the seed and of the quantity's name. The generator jumps to
any place of its sequence at once, and iteration *i* owns place *i*. So no draw depends on the order
of the items, on the size of a block, or on who else draws.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, TypeAlias

import numpy as np

from riskplan._typing import FloatArray

__all__ = [
    "LARGEST_SEED",
    "LARGEST_UNIFORM",
    "SAMPLER",
    "SMALLEST_UNIFORM",
    "Key",
    "Stream",
    "fresh_seed",
    "generator_of",
    "key_of",
    "strike_key",
]

Key: TypeAlias = bytes

SAMPLER = "pcg-1"
"""The version of the mapping from (seed, name, iteration) to bits."""

LARGEST_SEED = 2**128 - 1

SMALLEST_UNIFORM = 2.0**-54
LARGEST_UNIFORM = 1.0 - 2.0**-53

_SEED_BYTES = 16
_KEY_BYTES = 16
_FRESH_BITS = 32
_LANE_LENGTH = 2**64


def fresh_seed() -> int:
    """Return a seed that nobody chose, short enough to be read out and typed."""
    return secrets.randbits(_FRESH_BITS)


def key_of(name: str) -> Key:
    """Return the key of a quantity's name: the first 128 bits of its BLAKE2b hash."""
    return hashlib.blake2b(name.encode(), digest_size=_KEY_BYTES).digest()


def strike_key(key: Key, strike: int) -> Key:
    """Return the key of a quantity that is drawn anew for each strike of an event.

    The first strike, number 0, has the key of the quantity itself.
    """
    if strike == 0:
        return key
    return hashlib.blake2b(key + strike.to_bytes(8, "little"), digest_size=_KEY_BYTES).digest()


def generator_of(seed: int, name: str) -> np.random.Generator:
    """Return a generator for what a library draws by itself."""
    generator = np.random.PCG64DXSM(0)
    generator.state = _state(_seed_bytes(seed), key_of(name))
    return np.random.Generator(generator)


class Stream:
    """Uniforms of the iterations from `start` to `start + count`, for any key.

    One generator is set anew for every quantity, which is ten times cheaper than a new one.
    """

    def __init__(self, seed: int, start: int, count: int) -> None:
        self.start, self.count = start, count
        self._seed = _seed_bytes(seed)
        self._bits = np.random.PCG64DXSM(0)
        self._generator = np.random.Generator(self._bits)

    def uniforms(self, key: Key) -> FloatArray:
        """Return fresh uniforms, shape (count,), all strictly between 0 and 1."""
        return self.places(key, self.start, self.count)

    def places(self, key: Key, start: int, count: int, lane: int = 0) -> FloatArray:
        """Return the uniforms of any places of a sequence, shape (count,).

        The sequence of a key is long enough for several lanes, which never meet.
        """
        self._bits.state = _state(self._seed, key)
        if lane or start:
            self._bits.advance(lane * _LANE_LENGTH + start)
        uniforms = self._generator.random(count)
        return np.maximum(uniforms, SMALLEST_UNIFORM, out=uniforms)


def _seed_bytes(seed: int) -> bytes:
    return seed.to_bytes(_SEED_BYTES, "little")


def _state(seed: bytes, key: Key) -> Any:
    digest = hashlib.blake2b(key, key=seed, digest_size=32).digest()
    start, increment = digest[:16], digest[16:]
    return {
        "bit_generator": "PCG64DXSM",
        "state": {
            "state": int.from_bytes(start, "little"),
            "inc": int.from_bytes(increment, "little") | 1,
        },
        "has_uint32": 0,
        "uinteger": 0,
    }
