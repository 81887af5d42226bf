"""Mutual-aid groups: what is kept, and what is not."""

from jobcaffe.circles.models.circle import (
    Acceptance,
    Circle,
    Cycle,
    Decision,
    Facilitation,
    FollowUp,
    Membership,
    Pact,
    Residue,
)
from jobcaffe.circles.models.diary import DiaryEntry
from jobcaffe.circles.models.entry import GroupRequest, Incompatibility, Placement, Proposal, ProposedGroup
from jobcaffe.circles.models.evening import (
    FacilitatorProfile,
    Hours,
    Meeting,
    PresenceMark,
    PresencePurpose,
    SheetPhoto,
)
from jobcaffe.circles.models.exchange import CheckAnswer, CheckCode, CheckWave, Contribution, Help, HelpMatch
from jobcaffe.circles.models.outside import OutsideGroup

__all__ = [
    "Acceptance",
    "CheckAnswer",
    "CheckCode",
    "CheckWave",
    "Circle",
    "Contribution",
    "Cycle",
    "Decision",
    "DiaryEntry",
    "Facilitation",
    "FacilitatorProfile",
    "FollowUp",
    "GroupRequest",
    "Help",
    "HelpMatch",
    "Hours",
    "Incompatibility",
    "Meeting",
    "Membership",
    "OutsideGroup",
    "Pact",
    "Placement",
    "PresenceMark",
    "PresencePurpose",
    "Proposal",
    "ProposedGroup",
    "Residue",
    "SheetPhoto",
]
