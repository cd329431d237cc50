"""Does somebody ask too often? Counted for a minute by a keyed hash, never by address, in each process by itself."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from joinedup.core.errors import CannotProceed

MINUTE = 60


class TooOften(CannotProceed):
    """An address asks too often."""

    def __init__(self) -> None:
        super().__init__("This was tried too often", expected="a minute's wait")


def is_too_often(request: HttpRequest, what: str, most: int) -> bool:
    """Whether an address has asked for something more often this minute than is allowed; this request counts.

    Parameters
    ----------
    what : requests are counted apart for each.
    most : in a minute.
    """
    minute = int(request.at.timestamp()) // MINUTE
    key = salted_hmac(f"{what}.requests", f"{minute} {address_of(request)}").hexdigest()
    cache.add(key, 0, 2 * MINUTE)
    try:
        return cache.incr(key) > most
    except ValueError:  # forgotten between the two
        return False


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, as the proxy in front says if there is one."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
