"""Ask a feed over HTTP, within bounds: so many bytes, so many seconds, no address inside a network, few redirects."""

import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urlencode, urljoin, urlsplit

import httpcore

from joinedup.core.directory.conformance import Answer, FeedIsTooLarge, NoAnswer
from joinedup.feeds.addresses import GuardedNetwork, Resolve, resolve

REDIRECTS = {301, 302, 303, 307, 308}
TOO_MANY = 429
IDENTITY = {"", "identity"}


class NotAFeedAddress(NoAnswer):
    """An address that is not one of the web."""


@dataclass(frozen=True)
class Bounds:
    """Where reading stops.

    Parameters
    ----------
    most_bytes : of one answer, unpacked.
    seconds : for one answer as a whole.
    redirects : that are followed.
    patience, most_wait_seconds : how often, and how long at once, to wait for a feed that says it is asked too often.
    """

    most_bytes: int = 20_000_000
    seconds: float = 30.0
    redirects: int = 3
    patience: int = 3
    most_wait_seconds: int = 90


class FeedClient:
    """A feed to be asked: `client.ask("services", {"page": 2})`.

    Parameters
    ----------
    base_url : the stub all endpoints of the feed begin with.
    allow_private : whether the host of `base_url` may be inside a network; anything it redirects to may not.

    Raises
    ------
    NotAFeedAddress : `base_url` is not http or https.
    """

    def __init__(
        self,
        base_url: str,
        *,
        allow_private: bool = False,
        bounds: Bounds = Bounds(),
        resolve: Resolve = resolve,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.sleep = sleep
        self.base_url, self.bounds = checked(base_url), bounds
        host = urlsplit(self.base_url).hostname or ""
        network = GuardedNetwork([host] if allow_private else [], resolve)
        self.pool = httpcore.ConnectionPool(network_backend=network, max_connections=2)

    def __enter__(self) -> "FeedClient":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pool.close()

    def ask(self, path: str, parameters: Mapping[str, str | int]) -> Answer:
        """One answer of the feed.

        Raises
        ------
        NoAnswer : there is none, or it leads where it may not.
        FeedIsTooLarge : it is longer than the bounds.
        """
        url = address_of(self.base_url, path, parameters)
        for _ in range(self.bounds.patience + 1):
            answer = self.follow(url)
            wait = answer.headers.get("retry-after", "")
            if answer.status != TOO_MANY or not wait.isdigit() or int(wait) > self.bounds.most_wait_seconds:
                return answer
            self.sleep(float(wait))
        return answer

    def follow(self, url: str) -> Answer:
        """One answer, after as many redirects as are allowed."""
        began = time.monotonic()
        for _ in range(self.bounds.redirects + 1):
            answer = self.ask_once(url, began)
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                return answer
            url = checked(urljoin(url, answer.headers["location"]))
        raise NoAnswer(f"The feed redirects more than {self.bounds.redirects} times", expected="an answer")

    def ask_once(self, url: str, began: float) -> Answer:
        """One answer, its redirect not followed."""
        headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "joinedup-directory"}
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), self.bounds.seconds)
        try:
            with self.pool.stream("GET", url, headers=[*headers.items()], extensions={"timeout": timeout}) as response:
                told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                body = self.body(response, told, began)
                return Answer(url, response.status, body, told, time.monotonic() - began)
        except NoAnswer:
            raise
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as problem:
            words = type(problem).__name__
            raise NoAnswer(f"{urlsplit(url).netloc} does not answer ({words})", expected="a feed") from problem
        except (httpcore.UnsupportedProtocol, OSError, ValueError) as problem:
            raise NoAnswer(f"{urlsplit(url).netloc} cannot be asked", expected="a feed") from problem

    def body(self, response: httpcore.Response, told: Mapping[str, str], began: float) -> bytes:
        """The whole answer, or a stop as soon as it is too long or too slow."""
        most = self.bounds.most_bytes
        if told.get("content-length", "0").isdigit() and int(told.get("content-length", "0")) > most:
            raise too_large(most)
        got = bytearray()
        for part in response.iter_stream():
            got += part
            if len(got) > most:
                raise too_large(most)
            if time.monotonic() - began > self.bounds.seconds:
                raise NoAnswer(f"An answer takes more than {self.bounds.seconds:g} seconds", expected="one in time")
        encoding = told.get("content-encoding", "").strip().lower()
        return bytes(got) if encoding in IDENTITY else unpacked(bytes(got), encoding, most)


def unpacked(packed: bytes, encoding: str, most: int) -> bytes:
    """A packed answer, never more of it than the bounds allow."""
    if encoding not in ("gzip", "deflate"):
        raise NoAnswer(f"An answer is packed as {encoding[:20]}", expected="no packing, or gzip")
    unpacking = zlib.decompressobj(wbits=47)  # gzip and zlib alike
    try:
        plain = unpacking.decompress(packed, most + 1)
    except zlib.error as problem:
        raise NoAnswer("An answer cannot be unpacked", expected="gzip") from problem
    if len(plain) > most:
        raise too_large(most)
    return plain


def too_large(most: int) -> FeedIsTooLarge:
    """The failure of an answer beyond its bounds."""
    return FeedIsTooLarge(f"An answer is longer than {most:,} bytes", expected="a page of services")


def checked(url: str) -> str:
    """An address, if it is one of the web and names no user."""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_web = False
    if not is_web or "@" in parts.netloc or not url.isascii() or any(letter.isspace() for letter in url):
        raise NotAFeedAddress(f"{url[:100]!r} is no address of a feed", expected="https://… without a user name")
    return url


def address_of(base_url: str, path: str, parameters: Mapping[str, str | int]) -> str:
    """The address of an endpoint under the feed's stub.

    Examples
    --------
    >>> address_of("https://x.example/api/", "services", {"page": 2})
    'https://x.example/api/services?page=2'
    >>> address_of("https://x.example/api/", "", {})
    'https://x.example/api/'
    """
    stub = base_url.split("?")[0].split("#")[0]
    whole = f"{stub.rstrip('/')}/{path}" if path else stub
    return f"{whole}?{urlencode(parameters)}" if parameters else whole
