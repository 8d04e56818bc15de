"""The joint laws that the correlations of a plan come to, and what makes one impossible."""

from riskplan.model.dependence.completion import connected
from riskplan.model.dependence.joint import JointLaw, joint_laws, named_by
from riskplan.model.dependence.names import Aspect, Named, named_quantities

__all__ = [
    "Aspect",
    "JointLaw",
    "Named",
    "connected",
    "joint_laws",
    "named_by",
    "named_quantities",
]
