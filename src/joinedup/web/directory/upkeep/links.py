"""A link that opens one entry's form, once, for two weeks, without an account."""

from datetime import datetime, timedelta
from typing import Any

from joinedup.web.directory.models import EditLink, Service
from joinedup.web.governance.one_time import Links

LIFE = timedelta(days=14)
LINKS = Links(EditLink, salt="joinedup.directory.edit-link", life=LIFE, opens=("service__organisation",))


def make(service: Service, *, at: datetime, by: Any = None, is_reminder: bool = False) -> str:
    """Make a link to a service's form; returns its token. Earlier ones that nobody used end with it."""
    LINKS.end(service=service, at=at)
    return LINKS.make(at=at, service=service, is_reminder=is_reminder, sent_by=by)
