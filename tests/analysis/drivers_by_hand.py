"""Small plans whose every future can be written down, and what drives them, by enumeration."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

from attrs import frozen

import riskplan as rp


@frozen
class Coin:
    """A part of a plan with few values: its neutral one, and those that it takes with a chance."""

    id: str
    neutral: float
    values: tuple[float, ...]
    chances: tuple[float, ...]


Total = Callable[[dict[str, float]], float]


def level(coins: Sequence[Coin], total: Total, at: float, neutral: Sequence[str] = ()) -> float:
    """The smallest total that is not exceeded with a probability of `at` percent."""
    futures: dict[float, float] = {}
    for values in itertools.product(*(range(len(coin.values)) for coin in coins)):
        chance = math.prod(coin.chances[v] for coin, v in zip(coins, values, strict=True))
        taken = {
            coin.id: coin.neutral if coin.id in neutral else coin.values[v]
            for coin, v in zip(coins, values, strict=True)
        }
        futures[total(taken)] = futures.get(total(taken), 0.0) + chance
    reached = 0.0
    for value, chance in sorted(futures.items()):
        reached += chance
        if reached >= at / 100.0:
            return value
    raise AssertionError


def shapley(coins: Sequence[Coin], total: Total, at: float) -> dict[str, float]:
    """The mean over all orders of what each adds to the level when it joins."""
    shares = {coin.id: 0.0 for coin in coins}
    orders = list(itertools.permutations(shares))
    for order in orders:
        for place, id_ in enumerate(order):
            before = level(coins, total, at, order[place:])
            shares[id_] += (level(coins, total, at, order[place + 1 :]) - before) / len(orders)
    return shares


MONEY = rp.Plan(
    "Money",
    costs=[rp.CostItem("steel", "Steel", rp.Discrete([100, 130, 190], [0.5, 0.3, 0.2]))],
    risks=[
        rp.Risk("flood", "Flood", 0.3, impacts=[rp.CostImpact(50)]),
        rp.Risk("price", "Price", 0.6, impacts=[rp.CostImpact(share=0.5, of="steel")]),
        rp.Risk("gain", "Gain", 0.4, kind=rp.Kind.OPPORTUNITY, impacts=[rp.CostImpact(17)]),
        rp.Risk("never", "Never", 0.0, impacts=[rp.CostImpact(9)]),
    ],
)
"""A share, so that the parts of the plan do not simply add up."""

MONEY_COINS = [
    Coin("flood", 0, (0, 1), (0.7, 0.3)),
    Coin("price", 0, (0, 1), (0.4, 0.6)),
    Coin("gain", 0, (0, 1), (0.6, 0.4)),
    Coin("never", 0, (0,), (1.0,)),
    Coin("steel", 100, (100, 130, 190), (0.5, 0.3, 0.2)),
]


def money_total(x: dict[str, float]) -> float:
    return x["steel"] * (1.0 + 0.5 * x["price"]) + 50 * x["flood"] - 17 * x["gain"]


DAYS = rp.Plan(
    "Days",
    activities=[
        rp.Activity("sea", "By sea", rp.Discrete([3, 8], [0.6, 0.4])),
        rp.Activity("road", "By road", rp.Discrete([4, 6, 9], [0.5, 0.3, 0.2])),
        rp.Milestone("here", "Here", after=["sea", "road"]),
    ],
    risks=[
        rp.Risk("storm", "Storm", 0.4, impacts=[rp.Delay("sea", 4)]),
        rp.Risk("queue", "Queue", 0.3, given="storm", impacts=[rp.Delay("road", 7)]),
        rp.Risk("snow", "Snow", 0.5, impacts=[rp.DurationFactor("road", 1.5)]),
    ],
)
"""Two ways at once, of which the longer counts."""

DAYS_COINS = [
    Coin("storm", 0, (0, 1), (0.6, 0.4)),
    Coin("queue", 0, (0, 1), (0.7, 0.3)),
    Coin("snow", 0, (0, 1), (0.5, 0.5)),
    Coin("sea", 3, (3, 8), (0.6, 0.4)),
    Coin("road", 4, (4, 6, 9), (0.5, 0.3, 0.2)),
]


def days_total(x: dict[str, float]) -> float:
    by_sea = x["sea"] + 4 * x["storm"]
    by_road = x["road"] * (1.0 + 0.5 * x["snow"]) + 7 * x["queue"] * x["storm"]
    return max(by_sea, by_road)
