"""All chance comes from here: uniforms keyed by the seed, the quantity's name and the iteration.

The counter-based generator Philox 4x64 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers:
as easy as 1, 2, 3", SC 2011) is a function of a key and a counter, with no state that one draw
could leave to the next. The key is a hash of the quantity's name; the seed stands in the upper
half of the counter and the iteration in the lower. So no draw depends on the order of the items,
on the size of a block, or on who else draws.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TypeAlias

import numpy as np

from riskplan._typing import FloatArray

__all__ = ["LARGEST_SEED", "SAMPLER", "WORDS", "Key", "Stream", "fresh_seed", "key_of"]

Key: TypeAlias = tuple[int, int]

SAMPLER = "philox-1"
"""The version of the mapping from (seed, name, iteration) to bits."""

WORDS = 4
"""Philox yields four words a step, so a block that starts on a multiple of four wastes none."""

LARGEST_SEED = 2**128 - 1

_WORD_MASK = 2**64 - 1
_FRESH_BITS = 32
_SMALLEST = 2.0**-54


def fresh_seed() -> int:
    """Return a seed that nobody chose, short enough to be read out and typed."""
    return secrets.randbits(_FRESH_BITS)


def key_of(name: str) -> Key:
    """Return the key of a quantity's name: the first 128 bits of its BLAKE2b hash."""
    digest = hashlib.blake2b(name.encode(), digest_size=16).digest()
    return int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")


class Stream:
    """Uniforms of the iterations from `start` to `start + count`, for any key.

    One generator is re-keyed for every quantity, which is twenty times cheaper than a new one.
    """

    def __init__(self, seed: int, start: int, count: int) -> None:
        first_step, self._skip = divmod(start, WORDS)
        self.count = count
        self._philox = np.random.Philox(key=0)
        self._generator = np.random.Generator(self._philox)
        self._state = self._philox.state
        self._counter = np.array([first_step, 0, seed & _WORD_MASK, seed >> 64], dtype=np.uint64)

    def uniforms(self, key: Key) -> FloatArray:
        """Return fresh uniforms, shape (count,), all strictly between 0 and 1."""
        self._state["state"]["counter"] = self._counter
        self._state["state"]["key"] = np.array(key, dtype=np.uint64)
        self._state["buffer_pos"] = WORDS
        self._philox.state = self._state
        uniforms = self._generator.random(self._skip + self.count)[self._skip :]
        return np.maximum(uniforms, _SMALLEST, out=uniforms)
