"""What is written to organisations? A link and the name of the service; nothing about anybody."""

from django.conf import settings
from django.urls import reverse

from joinedup.core.errors import CannotProceed
from joinedup.web.directory.models import Service
from joinedup.web.governance.letters import one_line, send

WORDS = """Hello,

{opening}

    {name}

Please look at what it says, and change what is no longer right. You need no account:

    {link}

The link works once, until {until}. What you send is looked at before it is shown. If everything is right as it is,
one button on the page says so.

If you have nothing to do with this service, please ignore this message.

{sender}
"""
ASKED = "The local directory of services has an entry for a service of your organisation:"
REMINDER = "Nobody has checked the entry of one of your services in the local directory for a while:"


class NobodyToWriteTo(CannotProceed):
    """An entry has no e-mail address of whoever answers for it."""


def address_for(service: Service) -> str:
    """Where a link to a service's form goes: the organisation's own address, or else the service's.

    Raises
    ------
    NobodyToWriteTo : there is neither.
    """
    found = service.organisation.email or service.value.email
    if not found:
        raise NobodyToWriteTo("The entry has no e-mail address", expected="one of the organisation or the service")
    return found


def send_link(service: Service, token: str, *, until: str, is_reminder: bool) -> None:
    """Send a link to whoever answers for a service.

    Raises
    ------
    CannotSendMail : the mail server is not there, or does not take it.
    """
    link = settings.PUBLIC_URL.rstrip("/") + reverse("directory:own_entry", args=[token])
    opening = REMINDER if is_reminder else ASKED
    sender = settings.SERVICE_OWNER or settings.SERVICE_NAME
    body = WORDS.format(opening=opening, name=service.name, link=link, until=until, sender=sender)
    send(address_for(service), f"Please check the entry of {one_line(service.name)[:80]}", body)
