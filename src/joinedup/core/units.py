"""Money and probability as types, so that no number travels without its unit."""

from typing import NewType

Pence = NewType("Pence", int)
Probability = NewType("Probability", float)
PersonId = NewType("PersonId", str)
NhsNumber = NewType("NhsNumber", str)


def pounds(amount_pence: int) -> str:
    """Money as people write it.

    Examples
    --------
    >>> pounds(123456)
    '£1,234.56'
    >>> pounds(500000)
    '£5,000'
    """
    whole, rest = divmod(abs(amount_pence), 100)
    sign = "-" if amount_pence < 0 else ""
    return f"{sign}£{whole:,}" + (f".{rest:02d}" if rest else "")
