"""Which version of which model is this, when was it fitted on what, and may it be used for care?"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.core.risk.failures import SignOnWrong
from joinedup.core.risk.models.additive import AdditiveModel
from joinedup.core.risk.models.model_file import model_to_json


def version_of(model: AdditiveModel) -> str:
    """SHA-256 of what a model computes: one changed score, edge or recalibration is another version.

    Where it comes from does not count, so the same model fitted again is the same version.

    Examples
    --------
    >>> model = AdditiveModel("fall", (), -2.0)
    >>> len(version_of(model)), version_of(model) == version_of(model.recalibrated(1.0, 0.1))
    (64, False)
    """
    computed = {name: kept for name, kept in json.loads(model_to_json(model)).items() if name != "about"}
    text = json.dumps(computed, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def registered(model: AdditiveModel, *, title: str, file: str) -> dict[str, Any]:
    """The entry of a model in risk/registry.json.

    Parameters
    ----------
    title : of the outcome.
    file : of the model, beside the registry.
    """
    about = model.about
    return {
        "outcome": model.outcome,
        "title": title,
        "version": version_of(model),
        "file": file,
        **{name: about.get(name) for name in ("place", "is_invented", "fitted_as_at", "judged_as_at", "scored_as_at")},
        "fitted_people": about.get("fitted_people"),
        "fitted_events": about.get("fitted_events"),
        "joinedup_version": about.get("joinedup_version"),
        "seed": about.get("seed"),
        "status": "off",  # until a named person at the place signs this very version on
    }


@dataclass(frozen=True)
class SignOn:
    """One time a named person switched a version on for clinical use, or off.

    Parameters
    ----------
    version : of the model, as `version_of` gives it; another version is not covered.
    number : of this entry; the highest of a version holds.
    statement : what was signed, or why it was switched off.
    signed_by, role : who, as they were at that moment.
    valid_until : the last day it holds; None for an entry that switches off.
    """

    outcome: str
    version: str
    number: int
    is_on: bool
    statement: str
    signed_by: str
    role: str
    signed_on: date
    valid_until: date | None = None

    def __post_init__(self) -> None:
        unsigned = [name for name in ("statement", "signed_by", "role") if not getattr(self, name).strip()]
        if unsigned:
            raise SignOnWrong(
                f"A signature for {self.outcome} lacks {' and '.join(unsigned)}",
                expected="a named person, their role, and what they sign",
            )


def is_on(version: str, signatures: Iterable[SignOn], *, on: date) -> bool:
    """Whether a version may be used for care on a day: somebody signed it on, and nobody switched it off since.

    Examples
    --------
    >>> first, last = date(2026, 4, 1), date(2027, 3, 31)
    >>> signed = SignOn("fall", "82c5", 1, True, "Compared with our records.", "R Patel", "Lead", first, last)
    >>> asked = [("82c5", first), ("82c5", date(2027, 4, 1)), ("77", last)]
    >>> [is_on(version, [signed], on=day) for version, day in asked]
    [True, False, False]
    """
    of_version = [entry for entry in signatures if entry.version == version and entry.signed_on <= on]
    if not of_version:
        return False
    last = max(of_version, key=lambda entry: entry.number)
    return last.is_on and (last.valid_until is None or on <= last.valid_until)


def registry_page(models: Mapping[str, AdditiveModel], titles: Mapping[str, str]) -> dict[str, Any]:
    """The content of risk/registry.json: the models of a run, every one off."""
    return {
        "sentence": "No model is on for clinical use until a named person at the place signs its version on.",
        "models": [registered(model, title=titles[name], file=f"models/{name}.json") for name, model in models.items()],
    }
