"""Which versions are there, and which may be used for clinical work now?"""

from collections.abc import Iterable
from datetime import date

from joinedup.web.risk.models import ModelVersion, Scoring, SignOn


def scoring() -> Scoring | None:
    """Whose scores the pages show, if a run was loaded; drift, which is long, only if asked for."""
    return Scoring.objects.defer("drift").first()


def versions() -> list[ModelVersion]:
    """Every version ever loaded, those of one outcome together, latest first; without their figures."""
    return list(ModelVersion.objects.defer("card", "shapes").order_by("outcome", "-first_loaded_at", "-id"))


def version(outcome: str, name: str) -> ModelVersion | None:
    return ModelVersion.objects.filter(outcome=outcome, version=name).first()


def signatures(outcome: str, name: str) -> list[SignOn]:
    """Everything that was signed about a version, latest first."""
    return list(SignOn.objects.filter(outcome=outcome, version=name).order_by("-number"))


def in_force(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], SignOn]:
    """The latest signature of each outcome and version, where there is one."""
    pairs = set(wanted)
    found = SignOn.objects.filter(outcome__in={outcome for outcome, _ in pairs}).order_by("number")
    return {(one.outcome, one.version): one for one in found if (one.outcome, one.version) in pairs}


def signed_on(of: Scoring | None, on: date) -> dict[str, SignOn]:
    """By outcome, the signature that lets the scores shown be used; others are for evaluation only."""
    if of is None:
        return {}
    return {outcome: one for (outcome, _), one in in_force(of.versions.items()).items() if holds(one, on)}


def holds(one: SignOn, on: date) -> bool:
    """Whether a signature, the latest of its version, lets it be used on a day."""
    return one.is_on and (one.valid_until is None or on <= one.valid_until)
