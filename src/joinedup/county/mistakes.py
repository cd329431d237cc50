"""How do names, numbers and dates go wrong when people write them down?"""

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from joinedup.county.chance import Bools, Ints, Rng
from joinedup.county.days import NEVER
from joinedup.county.template import figures

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NEIGHBOURS = {
    letter: "".join(row[max(place - 1, 0) : place] + row[place + 1 : place + 2])
    for row in ROWS
    for place, letter in enumerate(row)
}


def altered(column: pa.Array, which: Bools, change: Callable[[str, float], str], rng: Rng) -> pa.Array:
    """The column with `change` made to the values marked; each change is given a random share of its own."""
    places = np.flatnonzero(which)
    if not len(places):
        return column
    shares = rng.random(len(places))
    old = column.take(pa.array(places)).to_pylist()
    new = [change(value, share) if value else value for value, share in zip(old, shares, strict=True)]
    return pa.compute.replace_with_mask(column, pa.array(which), pa.array(new, column.type))


def mistyped(name: str, share: float) -> str:
    """A slip of the keyboard: two letters swapped, one left out, doubled, or a neighbouring key.

    Examples
    --------
    >>> [mistyped("Hansford", share) for share in (0.05, 0.35, 0.6, 0.9)]
    ['Hasnford', 'Hanford', 'Hanssford', 'Hansfird']
    """
    if len(name) < 3:
        return name
    kind, place = int(share * 4), 1 + int(share * 4 % 1 * (len(name) - 1))
    place = min(place, len(name) - 1)
    if kind == 0:
        place = min(place, len(name) - 2)
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    if kind == 1:
        return name[:place] + name[place + 1 :]
    if kind == 2:
        return name[:place] + name[place] + name[place:]
    near = NEIGHBOURS.get(name[place].lower(), "e")
    return name[:place] + near[0] + name[place + 1 :]


def garbled_number(number: str, share: float) -> str:
    """An NHS number with one digit wrong, or two neighbours swapped: never valid.

    Examples
    --------
    >>> garbled_number("9990000018", 0.9)
    '9990000019'
    """
    place = 3 + int(share * 7) % 7
    digit = str((int(number[place]) + 1) % 10)
    return number[:place] + digit + number[place + 1 :]


def nickname(name: str, share: float) -> str:
    """What a person is called at home; the name itself where there is no other."""
    known = figures("nicknames").get(name)
    return str(known[int(share * len(known))]) if known else name


def initial(name: str, _share: float) -> str:
    """Only the first letter."""
    return name[:1]


def shortened_address(address: str, share: float) -> str:
    """Kinds of street abbreviated, and now and then the town left out."""
    for kind, short in figures("streets")["short"].items():
        address = address.replace(f" {kind},", f" {short},")
    return address.rsplit(", ", 1)[0] if share < 0.2 else address


def mistyped_postcode(postcode: str, share: float) -> str:
    """One letter of the last two wrong, or a nought for an O."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return postcode[:-1] + letters[int(share * len(letters))]


def swapped_days(days: Ints, which: Bools) -> Ints:
    """Days with day and month swapped where the day could be a month."""
    month_start = days.astype("datetime64[D]").astype("datetime64[M]")
    number = (days.astype("datetime64[D]") - month_start).astype(int) + 1
    month = month_start.astype(int) % 12 + 1
    possible = which & (number <= 12) & (days != NEVER)
    year_start = days.astype("datetime64[D]").astype("datetime64[Y]")
    turned = (year_start.astype("datetime64[M]") + (number - 1)).astype("datetime64[D]") + (month - 1)
    return np.where(possible, turned.astype(np.int64), days).astype(np.int32)


def wrong_days(days: Ints, which: Bools, rng: Rng) -> Ints:
    """Days a digit out: a year, ten years, a month or some days."""
    slip = rng.choice(np.array([365, -365, 3652, -3652, 31, -31, 1, -1, 10, -10]), len(days))
    return np.where(which & (days != NEVER), days + slip, days).astype(np.int32)
