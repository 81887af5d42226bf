"""What members share and do for each other, and how the group says it goes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import models
from django.utils import timezone

from jobcaffe.circles.enums import ContributionKind, HelpKind, HelpState, HowWasIt, Readers
from jobcaffe.circles.models.circle import Circle
from jobcaffe.foundation.privacy import personkeys
from jobcaffe.foundation.privacy.fields import EncryptedJSONField
from jobcaffe.foundation.privacy.sealed import OfPerson

WHERE = "circles.contribution.body"


class Contribution(OfPerson):
    """An experience, a feeling or a resource. What it says lies under the author's own key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Empty when the group is archived: what she wrote stays hers.
    circle = models.ForeignKey(Circle, null=True, on_delete=models.SET_NULL, related_name="contributions")
    kind = models.CharField(max_length=12, choices=ContributionKind)
    readers = models.CharField(max_length=12, choices=Readers, default=Readers.ONLY_ME)
    body = models.TextField(blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-written_at"]

    def seal(self, text: str) -> None:
        """Put the words under the author's key."""
        self.body = personkeys.seal_for(self.person_ref, text, where=f"{WHERE}:{self.pk}")

    @staticmethod
    def opened(rows: Sequence[Contribution]) -> list[str]:
        """The words, for whoever may read them, in one query; a fixed text when an author's key is gone."""
        return personkeys.open_each([(row.person_ref, row.body, f"{WHERE}:{row.pk}") for row in rows])


class Help(OfPerson):
    """A member asks for, or offers, a help inside her group."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="helps")
    kind = models.CharField(max_length=6, choices=HelpKind)
    # {"category": "passaggio", "slots": ["mar-15"]}: what somebody needs is nobody else's.
    what = EncryptedJSONField()
    state = models.CharField(max_length=8, choices=HelpState, default=HelpState.OPEN)
    written_at = models.DateTimeField(default=timezone.now)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-written_at"]


class HelpMatch(models.Model):
    """Two members may help each other. Contacts are shown only while both say yes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey(Help, on_delete=models.CASCADE, related_name="as_need")
    offer = models.ForeignKey(Help, on_delete=models.CASCADE, related_name="as_offer")
    need_yes = models.BooleanField(null=True)
    offer_yes = models.BooleanField(null=True)
    how = models.CharField(max_length=8, choices=HowWasIt, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "offer"], name="match_once")]

    @property
    def agreed(self) -> bool:
        """Whether both have said yes."""
        return self.need_yes is True and self.offer_yes is True


class CheckWave(models.Model):
    """One round of questions about the group."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="waves")
    instrument = models.CharField(max_length=20)
    version = models.CharField(max_length=10)
    number = models.PositiveSmallIntegerField()
    opened_on = models.DateField(default=timezone.localdate)
    closed_on = models.DateField(null=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["circle", "number"], name="wave_number_once")]


class CheckCode(models.Model):
    """One slip of paper that opens the questions once. Nobody knows who drew which."""

    wave = models.ForeignKey(CheckWave, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)


class CheckAnswer(models.Model):
    """One set of answers: no person, no code, no hour, no order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(CheckWave, on_delete=models.PROTECT, related_name="answers")
    values = models.JSONField()
