"""Which clients does a scheduler enter or change by hand?"""

from datetime import datetime
from typing import Any

from django.db import transaction

from joinedup.core.errors import CannotProceed
from joinedup.web.directory.public.queries import point_of_postcode
from joinedup.web.governance.actions import record
from joinedup.web.visits.models import Client


class PostcodeUnknown(CannotProceed):
    """Nothing here knows where a postcode is."""


@transaction.atomic
def add_client(
    organisation: str, *, name: str, address: str, postcode: str, likes: str, by: Any, at: datetime
) -> Client:
    """Enter somebody new, where their postcode is.

    Raises
    ------
    PostcodeUnknown : the place does not know the postcode.
    """
    point = point_of_postcode(postcode)
    if point is None:
        raise PostcodeUnknown("This postcode is not known here", expected="one of the place, such as BH15 1AA")
    taken = set(Client.objects.filter(organisation=organisation).values_list("code", flat=True))
    made = Client.objects.create(
        organisation=organisation,
        code=next(code for number in range(1, len(taken) + 2) if (code := f"new{number:02d}") not in taken),
        name=name,
        address=f"{address}, {point.text}",
        latitude=point.latitude,
        longitude=point.longitude,
        likes=likes,
    )
    record(by=by, at=at, action="visits.add_client", detail={"client": made.code})
    return made


@transaction.atomic
def change_likes(client: Client, likes: str, *, by: Any, at: datetime) -> None:
    """Write down anew what a client likes."""
    client.likes = likes
    client.save(update_fields=["likes"])
    record(by=by, at=at, action="visits.change_client", person_id=client.person_id, detail={"client": client.code})
