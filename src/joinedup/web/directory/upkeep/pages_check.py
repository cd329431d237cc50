"""Does the web page of a service answer? Asked from here, so only of pages on the open internet."""

from datetime import datetime

from joinedup.core.directory.conformance import FeedIsTooLarge, NoAnswer
from joinedup.feeds.addresses import PrivateAddress
from joinedup.feeds.client import Bounds, FeedClient
from joinedup.web.directory.models import Service, UrlCheck

BOUNDS = Bounds(most_bytes=2_000_000, seconds=15.0, redirects=5, patience=0)
BROKEN_FROM = 400
NOT_TO_ROBOTS = {401, 403, 405, 406, 429, 451}  # pages that answer people, and no programs


def check_page(service: Service, *, at: datetime) -> UrlCheck:
    """Ask a service's page, and write down how it answered."""
    url = service.value.url
    words = trouble_with(url)
    check, _ = UrlCheck.objects.update_or_create(
        service=service, defaults={"url": url, "checked_at": at, "is_broken": bool(words), "words": words[:300]}
    )
    return check


def trouble_with(url: str) -> str:
    """What is wrong with a page, or "" if it is there."""
    try:
        with FeedClient(url, bounds=BOUNDS) as client:
            answer = client.ask("", {})
    except FeedIsTooLarge:
        return ""  # it answers, at length
    except PrivateAddress:
        return "Its web page is not on the open internet"
    except NoAnswer:
        return "Its web page does not answer"
    is_broken = answer.status >= BROKEN_FROM and answer.status not in NOT_TO_ROBOTS
    return f"Its web page answers {answer.status}" if is_broken else ""
