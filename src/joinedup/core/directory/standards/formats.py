"""What must a text look like to be an id, an address or a date? Broken formats are told apart from broken types."""

import re
from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

FORMAT = "format"  # the type pydantic's errors of a broken format have
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
BYDAY = re.compile(r"(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU))*")

DAY_OF_MONTH = r"-?(?:0?[1-9]|[12][0-9]|3[01])"
BYMONTHDAY = re.compile(rf"{DAY_OF_MONTH}(?:\s*,\s*{DAY_OF_MONTH})*", re.ASCII)


def is_uuid(text: str) -> bool:
    """
    >>> is_uuid("ac148810-d857-441c-9679-408f346de14b"), is_uuid("7"), is_uuid("ac148810d857441c9679408f346de14b")
    (True, False, False)
    """
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def is_uri(text: str) -> bool:
    """Whether it is an absolute URI (RFC 3986), in ASCII."""
    return text.isascii() and bool(URI.fullmatch(text))


def is_email(text: str) -> bool:
    """Whether it has the shape of an e-mail address."""
    return bool(EMAIL.fullmatch(text))


def is_date_time(text: str) -> bool:
    """
    >>> is_date_time("2026-11-28T22:30:00Z"), is_date_time("2026-11-28T22:30:00"), is_date_time("2026-13-28T22:30:00Z")
    (True, False, False)
    """
    return bool(DATE_TIME.fullmatch(text)) and _reads(datetime.fromisoformat, text)


def is_date(text: str) -> bool:
    """Whether it is a day that exists, as 2026-11-28."""
    return len(text) == 10 and _reads(date.fromisoformat, text)


def is_time(text: str) -> bool:
    """
    >>> is_time("09:30"), is_time("09:30:00Z"), is_time("9.30am")
    (True, True, False)
    """
    return ":" in text and _reads(time.fromisoformat, text)


def is_byday(text: str) -> bool:
    """
    >>> is_byday("MO,TH"), is_byday("2TU"), is_byday("Monday")
    (True, True, False)
    """
    return bool(BYDAY.fullmatch(text))


def is_bymonthday(text: str) -> bool:
    """
    >>> is_bymonthday("1, 15"), is_bymonthday("-1"), is_bymonthday("32"), is_bymonthday("first")
    (True, True, False, False)
    """
    return bool(BYMONTHDAY.fullmatch(text))


def _reads(read: object, text: str) -> bool:
    try:
        read(text)  # type: ignore[operator]
    except ValueError:
        return False
    return True


def _must(test: object, name: str) -> AfterValidator:
    def check(text: str) -> str:
        if not test(text):  # type: ignore[operator]
            raise PydanticCustomError(FORMAT, "is not {name}", {"name": name})
        return text

    return AfterValidator(check)


Uuid = Annotated[str, _must(is_uuid, "a UUID")]
Uri = Annotated[str, _must(is_uri, "a URI")]
Email = Annotated[str, _must(is_email, "an e-mail address")]
DateTime = Annotated[str, _must(is_date_time, "a moment with a time zone")]
Date = Annotated[str, _must(is_date, "a date")]
Time = Annotated[str, _must(is_time, "a time of day")]
ByDay = Annotated[str, _must(is_byday, "days such as MO,TU")]
