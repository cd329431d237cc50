"""What becomes of rounds that were asked for? A job finds them, and the scheduler takes them on or leaves them."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from joinedup.core.errors import CannotProceed
from joinedup.web.visits.models import Asked

FAULT = "Something went wrong. Ask again; if it happens again, tell whoever runs the service."
State = Asked.State
Row = TypeVar("Row", bound=Asked)
Found = TypeVar("Found")
OPEN = (State.WAITING, State.RUNNING, State.READY, State.FAILED)


class NotReady(CannotProceed):
    """There is nothing to take on: it is still planned, failed, was taken on before, or is not true any more."""


def carry_out(
    rows: type[Row], number: int, find: Callable[[Row], Found], keep: Callable[[Row, Found], object], *, at: datetime
) -> None:
    """Find what was asked for, unless another worker has begun it; what cannot be done is kept as a sentence.

    Parameters
    ----------
    rows, number : which row asks.
    find : works it out; takes as long as it takes.
    keep : writes down what was found, unless the scheduler left it meanwhile.
    """
    if not rows.objects.filter(pk=number, state=State.WAITING).update(state=State.RUNNING, started_at=at):
        return
    asked, running = rows.objects.get(pk=number), rows.objects.filter(pk=number, state=State.RUNNING)
    try:
        found = find(asked)
    except CannotProceed as problem:
        running.update(state=State.FAILED, failure=str(problem))
        return
    except BaseException:
        running.update(state=State.FAILED, failure=FAULT)
        raise
    with transaction.atomic():
        if running.update(state=State.READY):
            keep(asked, found)


def take_on(asked: Asked, *, at: datetime) -> None:
    """Write down that what was found is taken on.

    Raises
    ------
    NotReady : there is nothing to take on.
    """
    ready = type(asked).objects.filter(pk=asked.pk, state=State.READY)
    if not ready.update(state=State.ACCEPTED, ended_at=at):
        raise NotReady("This is not ready to be taken on", expected="rounds that were found and not taken on yet")


def leave(asked: Asked, *, at: datetime) -> bool:
    """Write down that what was asked for is left; False if it was left or taken on before."""
    still_open = type(asked).objects.filter(pk=asked.pk, state__in=OPEN)
    return bool(still_open.update(state=State.DROPPED, ended_at=at))
