"""How is a person opened for the pages of their care?"""

from typing import Any

from django.http import HttpRequest

from joinedup.web.drafts.pages import opened_as
from joinedup.web.people import pages


def person_in_care(request: HttpRequest, person_id: str, action: str) -> Any:
    """The person, if in the user's care; the audit says whether a page was opened or a draft kept."""
    return pages.person_in_care(request, person_id, opened_as(request, action))
