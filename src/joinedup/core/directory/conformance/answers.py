"""What did a feed answer? The gate asks through a function that is passed in, so the core opens no socket."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from joinedup.core.errors import CannotProceed

Parameters = Mapping[str, str | int]


class NoAnswer(CannotProceed):
    """A feed could not be asked, or its answer could not be taken: too large, too slow, or led somewhere it may not."""


class FeedIsTooLarge(NoAnswer):
    """An answer, or the whole feed, is larger than anybody's directory of services."""


class NotJson(CannotProceed):
    """An answer is not JSON, or JSON that nobody means: endlessly nested, or with numbers that are none."""


@dataclass(frozen=True)
class Answer:
    """One answer of a feed.

    Parameters
    ----------
    url : that was asked in the end, after redirects.
    headers : names in lower case.
    seconds : until the whole answer was there.
    """

    url: str
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def is_ok(self) -> bool:
        """Whether the feed says it went well."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The answer as JSON.

        Raises
        ------
        NotJson : it is none.
        """
        return parsed(self.body)


Ask = Callable[[str, Parameters], Answer]  # path under the feed's address, such as "services", and query parameters


def parsed(body: bytes) -> Any:
    """JSON, without the numbers that JSON does not have.

    Examples
    --------
    >>> parsed(b'{"a": NaN}')
    Traceback (most recent call last):
        ...
    joinedup.core.directory.conformance.answers.NotJson: The answer holds NaN. Expected: JSON.
    """
    try:
        return json.loads(body, parse_constant=_no_number)
    except RecursionError as problem:
        raise NotJson("The answer is nested too deeply", expected="JSON") from problem
    except ValueError as problem:  # of JSON and of letters alike
        raise NotJson("The answer is not JSON", expected="JSON in UTF-8") from problem


def _no_number(name: str) -> NoReturn:
    raise NotJson(f"The answer holds {name}", expected="JSON")
