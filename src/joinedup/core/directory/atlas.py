"""Where does somebody ask from: a postcode, whole or in part, or a place they name?"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from joinedup.core.directory import postcodes
from joinedup.core.directory.gazetteer import Gazetteer, PlaceName, Spot
from joinedup.core.directory.postcodes import Postcode, Precision

Find = Callable[[str], Spot | None]


@dataclass(frozen=True)
class Where:
    """What is known of where somebody asks from.

    Parameters
    ----------
    said : what they wrote, tidied: "DT4 8AB", "Wool".
    spot : the point; None where not known.
    note : a sentence about what could not be made out; "" if nothing.
    choices : the places among which they have to say which, if two have the name.
    """

    said: str = ""
    spot: Spot | None = None
    note: str = ""
    choices: tuple[PlaceName, ...] = ()


@dataclass(frozen=True)
class Atlas:
    """The postcodes and the names of a place.

    Parameters
    ----------
    find : the point of a unit postcode ("DT4 8AB"), sector ("DT4 8") or district ("DT4"), or None.
    place : name of the whole place, for sentences.
    """

    gazetteer: Gazetteer
    find: Find
    place: str

    def of_postcode(self, postcode: Postcode) -> Where:
        """Where a postcode is: the unit, else its sector, else its district, else that we do not know it."""
        wider = [part for part in (postcode.text, postcode.sector, postcode.district) if part]
        for part in dict.fromkeys(wider):
            spot = self.find(part)
            if spot:
                return Where(postcode.text, spot, self._note(postcode, part))
        return Where(
            postcode.text,
            note=f"We do not know the postcode {postcode.text}. It may lie outside {self.place}, or be new. "
            "Services near you may exist that are not listed here; those shown are not sorted by distance.",
        )

    @staticmethod
    def _note(postcode: Postcode, found: str) -> str:
        if found != postcode.text:
            return f"We do not know the postcode {postcode.text}, so distances are from the middle of {found}."
        if postcode.precision is not Precision.UNIT:
            return f"Distances are from the middle of {found}. A whole postcode gives better ones."
        return ""

    def of_text(self, text: str) -> Where:
        """Where a text is that should be a place or a postcode; nowhere if it is empty."""
        tidy = " ".join(text.split())[:80]
        if not tidy:
            return Where()
        postcode = postcodes.parse(tidy)
        if postcode:
            return self.of_postcode(postcode)
        inside = postcodes.find(tidy)
        if inside:
            return self.of_postcode(inside[0])
        words = tidy.casefold().replace("'", "").replace(",", " ").split()
        words = [word for word in words if word != "near"] or words
        places, _ = self.gazetteer.named(words)
        return self.of_places(places) if places else self._of_mistyped(tidy, words)

    def _of_mistyped(self, tidy: str, words: list[str]) -> Where:
        """The place whose name is nearly what was written, said to be a guess; otherwise that it is not known."""
        meant = [next(iter(self.gazetteer.speller.meant(word)), word) for word in words]
        places, _ = self.gazetteer.named(meant)
        if places:
            where = self.of_places(places)
            return replace(where, note=where.note or f"We took “{tidy}” to be {where.said}.")
        return Where(
            tidy,
            note=f"We do not know the place “{tidy}”. Try a postcode, or a town or village in {self.place}.",
        )

    @staticmethod
    def of_places(places: tuple[PlaceName, ...]) -> Where:
        """Where the places of one name are; with several, a choice."""
        if len(places) > 1:
            return Where(
                places[0].name, choices=places, note=f"There is more than one {places[0].name}. Which is yours?"
            )
        return Where(places[0].label, places[0].spot)
