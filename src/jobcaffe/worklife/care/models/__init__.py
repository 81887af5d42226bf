"""Shared care: what is kept."""

from jobcaffe.worklife.care.models.diary import DiaryEntry
from jobcaffe.worklife.care.models.family import Adult, Child, Choice, Family, Permission
from jobcaffe.worklife.care.models.pool import Pool
from jobcaffe.worklife.care.models.week import Minding, Need, Offer, Run, Swap, Turn

__all__ = [
    "Adult",
    "Child",
    "Choice",
    "DiaryEntry",
    "Family",
    "Minding",
    "Need",
    "Offer",
    "Permission",
    "Pool",
    "Run",
    "Swap",
    "Turn",
]
