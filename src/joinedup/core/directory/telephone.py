"""What is dialled for a number as somebody wrote it?"""

import re

NUMBER = re.compile(r"\+?[0-9][0-9 .()\u00a0\u2010-\u2013-]*")
TRUNK_NOUGHT = re.compile(r"(?<![0-9])((?:\+|00)[0-9]{1,3})\s*\(0\)")  # is dialled from inside the country only


def dialled(written: str) -> str:
    """The first number in some words: digits, with a plus in front if there is one; "" if there is none.

    An extension, a choice in a menu or a second number would make of it a number of somebody else.

    Examples
    --------
    >>> dialled("01632 960 001"), dialled("+44 (0)1632 960001"), dialled("(01632) 960001 ext. 12")
    ('01632960001', '+441632960001', '01632960001')
    >>> dialled("01632 960001 / 01632 960002"), dialled("0808 157 0000 (option 2)"), dialled("ask at the desk")
    ('01632960001', '08081570000', '')
    """
    found = NUMBER.search(TRUNK_NOUGHT.sub(r"\1", written))
    return "".join(sign for sign in found[0] if sign in "+0123456789") if found else ""
