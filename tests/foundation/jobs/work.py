"""Tasks that the tests put in the queue. Their effects are rows, so that they survive processes."""

from __future__ import annotations

import time

from django_tasks import task
from django_tasks.base import TaskContext

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.jobs import steps
from jobcaffe.foundation.notices.models import Bounce


def bump(key: str) -> None:
    """Append one row under ``key``: an effect that another process can count."""
    Bounce.objects.create(contact_index=key, channel="sms")


def count(key: str) -> int:
    """How often :func:`bump` had its effect."""
    return Bounce.objects.filter(contact_index=key).count()


@task
def touch(key: str) -> dict[str, str]:
    """One effect."""
    bump(key)
    return {"url": "/fatto/", "text": key}


@task(priority=90)
def urgent(key: str) -> None:
    """One effect, before the others."""
    bump(key)


@task
def broken(key: str) -> None:
    """Always fails, with a personal address in its error."""
    bump(key)
    raise OSError("server away for franca@example.org")


@task
def hopeless(key: str) -> None:
    """Refused in plain words."""
    bump(key)
    raise Refused("Il file è vuoto. Scegli un altro file.")


@task(takes_context=True)
def which_attempt(context: TaskContext) -> int:
    """The attempt that runs."""
    return context.attempt


@task
def chunks(key: str, size: int, pause: float) -> int:
    """``size`` effects, each once, however often the job is interrupted."""
    for number in range(size):
        with steps.once(f"chunk-{number}") as new:
            if new:
                bump(f"{key}:{number}")
        time.sleep(pause)
        steps.progress(number + 1, size, f"Parte {number + 1} di {size}")
    return size


@task
def careless(key: str, size: int, pause: float) -> int:
    """The same without the pattern: what an interruption does to it."""
    for number in range(size):
        bump(f"{key}:{number}")
        time.sleep(pause)
    return size
