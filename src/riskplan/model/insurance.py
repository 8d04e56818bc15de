"""Insurance: what a policy covers, what it costs, and what it pays back of a loss."""

from __future__ import annotations

import math
from collections.abc import Iterable

from attrs import field, frozen

from riskplan.distributions import Distribution
from riskplan.model import fields

__all__ = ["Policy", "policies_covering"]


@frozen
class Policy:
    """An insurance policy: for a premium it pays back part of what some threats cost.

    Each strike of a risk is an event of its own. Its loss is all the money of the cost impacts of
    the risk in that strike, before any insurance; of that the insurer pays

        min(limit, share · max(0, loss - deductible)),

    and in all no more than the aggregate limit. What delays cost through day rates is not insured.

    Where several policies cover a risk, they pay in the order of their ids, each for what those
    before it left of the loss. The aggregate limit is used up by one risk after the other, in the
    order of their ids, and strike by strike: this decides how much is left for the next policy,
    never how much one policy pays in all.

    Parameters
    ----------
    id, name : str
        The name that files and scenarios use, and the one that people read.
    covers : str or sequence of str
        The ids of the risks that it covers: threats, each of them once.
    premium : Distribution, float or str [currency]
        What it costs, whether or not anything happens; part of the base of every scenario in
        which it is in force.
    deductible : float [currency]
        What the plan bears itself of each strike, before the insurer pays anything.
    share : float [fraction]
        The part of the loss above the deductible that the insurer pays.
    limit : float, optional [currency]
        The most that the insurer pays for one strike; unlimited unless given.
    aggregate_limit : float, optional [currency]
        The most that the insurer pays in all, for all strikes of all covered risks together;
        unlimited unless given.
    adopted : bool
        Whether the scenario `planned` has it in force.
    phase : str, optional
        The phase in which the premium is counted, and what is paid back as well.
    note : str
        A remark, for example the source of the terms.

    Notes
    -----
    The payment for one strike is that of Klugman, Panjer and Willmot, *Loss Models*, 4th ed.
    (2012), section 8.5, with the limit stated as what is paid rather than as the largest loss u
    that is looked at: it is their ``share * (u - deductible)``.

    Examples
    --------
    >>> fire = Policy("fire", "Fire insurance", ["fire"], premium=4_000, deductible=10_000,
    ...               share=0.8, limit=100_000)
    >>> fire.pays(8_000), fire.pays(60_000), fire.pays(500_000)
    (0.0, 40000.0, 100000.0)
    """

    id: str = field(validator=fields.is_id)
    name: str = field(validator=fields.is_text)
    covers: tuple[str, ...] = field(converter=fields.to_ids, validator=fields.is_tuple_of(str))
    premium: Distribution = field(
        converter=fields.to_distribution, validator=fields.is_distribution, kw_only=True
    )
    deductible: float = field(
        default=0.0, converter=fields.to_number, validator=fields.is_number, kw_only=True
    )
    share: float = field(
        default=1.0, converter=fields.to_number, validator=fields.is_number, kw_only=True
    )
    limit: float | None = field(
        default=None,
        converter=fields.to_optional_number,
        validator=fields.optional(fields.is_number),
        kw_only=True,
    )
    aggregate_limit: float | None = field(
        default=None,
        converter=fields.to_optional_number,
        validator=fields.optional(fields.is_number),
        kw_only=True,
    )
    adopted: bool = field(default=True, validator=fields.is_boolean, kw_only=True)
    phase: str | None = field(default=None, validator=fields.optional(fields.is_id), kw_only=True)
    note: str = field(default="", validator=fields.is_text, kw_only=True)

    @property
    def most_per_strike(self) -> float:
        """The most that it pays for one strike [currency]; infinite where nothing limits it."""
        limits = (self.limit, self.aggregate_limit)
        return min((limit for limit in limits if limit is not None), default=math.inf)

    def pays(self, loss: float) -> float:
        """Return what it pays for one strike [currency], nothing having been paid before.

        Parameters
        ----------
        loss : float [currency]
        """
        above = max(0.0, loss - self.deductible)
        # Of a loss without bound, a share of nothing would be no number.
        return min(self.most_per_strike, self.share * above) if self.share else 0.0


def policies_covering(
    policies: Iterable[Policy],
    id: str,  # noqa: A002 - the field is called id
) -> tuple[Policy, ...]:
    """Return the policies that cover a risk, in the order in which they pay.

    Examples
    --------
    >>> fire = Policy("fire", "Fire", ["fire"], premium=4_000)
    >>> [policy.id for policy in policies_covering([fire], "fire")]
    ['fire']
    >>> policies_covering([fire], "flood")
    ()
    """
    covering = (policy for policy in policies if id in policy.covers)
    return tuple(sorted(covering, key=lambda policy: policy.id))
