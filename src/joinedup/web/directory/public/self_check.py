"""A few questions that end in a page of help: which are they, and what was answered? Nothing is kept."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import QueryDict

from joinedup import definitions
from joinedup.core.directory.search.everyday import needs

MOST_NEEDS = 6


@dataclass(frozen=True)
class Said:
    """What was answered.

    Parameters
    ----------
    needs : codes of everyday_words.yaml; dangers : codes of crisis.yaml.
    """

    needs: tuple[str, ...] = ()
    dangers: tuple[str, ...] = ()
    age: float | None = None


@cache
def questions() -> dict[str, Any]:
    """The questions of definitions/directory/self_check.yaml."""
    return dict(definitions.read("directory/self_check.yaml"))


def read(sent: QueryDict) -> Said:
    """What an address says was answered; what is no answer is left out."""
    asked = questions()
    chosen = [choice for choice in asked["worries"] if choice["code"] in sent.getlist("worry")]
    danger = next((one for one in asked["dangers"] if one["code"] == sent.get("danger")), None)
    age = next((one.get("age") for one in asked["ages"] if one["code"] == sent.get("who")), None)
    who = sent.get("who", "")
    codes = [code for one in chosen for code in one.get("needs_of", {}).get(who, one["needs"]) if code in needs()]
    return Said(tuple(dict.fromkeys(codes))[:MOST_NEEDS], tuple(danger["crises"]) if danger else (), age)
