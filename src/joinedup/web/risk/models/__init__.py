"""What do the models say about people, which versions of them are there, and who stays off the lists for comparison?"""

from joinedup.web.risk.models.hold_out import Allotment, ComparedArm, HoldOut
from joinedup.web.risk.models.registry import ModelVersion, Scoring, SignOn, TeamCapacity
from joinedup.web.risk.models.scores import (
    Change,
    Contribution,
    FeatureValues,
    Flag,
    FlagReason,
    GroupTotal,
    Reason,
    ReferenceScore,
    Score,
    SelectionFigure,
)

__all__ = [
    "Allotment",
    "Change",
    "ComparedArm",
    "Contribution",
    "FeatureValues",
    "Flag",
    "FlagReason",
    "GroupTotal",
    "HoldOut",
    "ModelVersion",
    "Reason",
    "ReferenceScore",
    "Score",
    "Scoring",
    "SelectionFigure",
    "SignOn",
    "TeamCapacity",
]
