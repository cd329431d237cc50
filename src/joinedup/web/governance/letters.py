"""How is an e-mail sent? Plain words and a link, nothing about anybody."""

from django.conf import settings
from django.core.mail import EmailMessage

from joinedup.core.errors import CannotProceed


class CannotSendMail(CannotProceed):
    """No e-mail can be sent from here."""


def send(to: str, subject: str, body: str) -> None:
    """Send one e-mail.

    Raises
    ------
    CannotSendMail : the mail server is not there, or does not take it.
    """
    if not (settings.EMAIL_HOST or settings.DEMO):
        raise CannotSendMail("No mail server is known here", expected="the setting EMAIL_HOST")
    message = EmailMessage(one_line(subject), body, settings.DEFAULT_FROM_EMAIL, [to])
    try:
        message.send()
    except OSError as problem:  # of the mail server and of the way to it
        raise CannotSendMail("The mail server does not take the message", expected="EMAIL_HOST to answer") from problem


def one_line(text: str) -> str:
    """Text that can stand in a header."""
    return " ".join(text.split())
