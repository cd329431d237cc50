"""What is a postcode, whole or in part, and is there one in what somebody typed?

The shapes are those of the Royal Mail's Programmers' Guide to the Postcode Address File: outward code, blank, inward
code.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from joinedup import definitions

OUTWARD = r"(?:[A-Z]{1,2}[0-9][A-Z0-9]?|GIR)"
WHOLE = re.compile(rf"({OUTWARD})([0-9])([ABD-HJLNP-UW-Z]{{2}})")
SECTOR = re.compile(rf"({OUTWARD})([0-9])")
DISTRICT = re.compile(rf"({OUTWARD})")
HALF = re.compile(rf"({OUTWARD})([0-9])([A-Z])")
IN_TEXT = re.compile(
    r"\b([A-Za-z]{1,2}[0-9][A-Za-z0-9]?)\s*([0-9][A-Za-z]{2})\b"  # whole, spaced or not
    r"|\b([A-Za-z]{1,2}[0-9]{1,2})\s+([0-9][A-Za-z]?)\b"  # sector, or one letter short
    r"|\b([A-Za-z]{1,2}[0-9]{1,2}[A-Za-z]?)\b"  # district
)


class Precision(StrEnum):
    """How much of a postcode is given."""

    UNIT = "unit"
    SECTOR = "sector"
    DISTRICT = "district"


@dataclass(frozen=True)
class Postcode:
    """A postcode, or the beginning of one, written as people should see it: "BH1 1AA", "BH1 1", "BH1"."""

    text: str
    precision: Precision

    @property
    def sector(self) -> str:
        """The sector it lies in, or "" if only a district is given."""
        return self.text[:-2] if self.precision is Precision.UNIT else self.text if " " in self.text else ""

    @property
    def district(self) -> str:
        """The district it lies in."""
        return self.text.split(" ")[0]


def parse(text: str) -> Postcode | None:
    """The postcode a text is, whole or in part; None if it is none.

    Examples
    --------
    >>> parse("bh11aa"), parse("DT1 1"), parse(" sp7")
    (Postcode(text='BH1 1AA', precision=<Precision.UNIT: 'unit'>),
     Postcode(text='DT1 1', precision=<Precision.SECTOR: 'sector'>),
     Postcode(text='SP7', precision=<Precision.DISTRICT: 'district'>))
    >>> parse("DT1 1X").text, parse("Dorset")
    ('DT1 1', None)
    """
    parts = text.upper().split()
    close = "".join(parts)
    if whole := WHOLE.fullmatch(close):
        return Postcode(f"{whole[1]} {whole[2]}{whole[3]}", Precision.UNIT)
    if (half := HALF.fullmatch(close)) and (len(parts) > 1 or not DISTRICT.fullmatch(close)):
        return Postcode(f"{half[1]} {half[2]}", Precision.SECTOR)
    if len(parts) > 1 and (sector := SECTOR.fullmatch(close)):
        return Postcode(f"{sector[1]} {sector[2]}", Precision.SECTOR)
    if DISTRICT.fullmatch(close):
        return Postcode(close, Precision.DISTRICT)
    return None


def find(text: str) -> tuple[Postcode, str] | None:
    """The first postcode in a text, and the text without it.

    Examples
    --------
    >>> found, rest = find("mum fell again dt4 8ab please")
    >>> found.text, rest
    ('DT4 8AB', 'mum fell again   please')
    >>> find("type 2 diabetes, covid19, a1 steak, co2 alarm") is None
    True
    """
    for match in IN_TEXT.finditer(text):
        found = parse(match[0])
        if found and _is_likely(found, match):
            return found, f"{text[: match.start()]} {text[match.end() :]}"
    return None


def _is_likely(found: Postcode, match: re.Match[str]) -> bool:
    """A district alone is one only where two letters begin it, and they are no gas: a vitamin is no place."""
    begins = match[0][:2].upper()
    is_named = begins.isalpha() and begins in AREAS and found.text not in GASES
    return found.precision is not Precision.DISTRICT or is_named


GASES = frozenset({"CO2"})  # written for the alarm of the other one too, far oftener than for a part of Colchester
AREAS = frozenset(definitions.read("directory/postcode_areas.yaml").split())
