"""Which plans are there, and which is the month's?"""

from joinedup.web.people.models import Run
from joinedup.web.plans.models import Acceptance, Beginnings, PackageItem, Plan

MOST_SHOWN = 12


def base_plan() -> Plan | None:
    """The run's own plan."""
    return Plan.objects.filter(is_base=True).first()


def plan(number: int) -> Plan | None:
    return Plan.objects.select_related("made_by").filter(pk=number).first()


def what_ifs() -> list[Plan]:
    """The latest what-ifs, latest first."""
    asked = Plan.objects.filter(is_base=False).select_related("made_by").order_by("-made_at", "-pk")
    return list(asked[:MOST_SHOWN])


def plan_of(accepted: Acceptance) -> Plan | None:
    """The what-if that was accepted, however many were asked since; None where it was the run's own plan."""
    if not accepted.changes:
        return None
    same = Plan.objects.filter(is_base=False, changes=accepted.changes).exclude(limits=[])
    return same.order_by("-made_at", "-pk").first()


def beginnings() -> Beginnings | None:
    return Beginnings.objects.first()


def accepted(run: Run) -> Acceptance | None:
    """The acceptance in force for a run: the latest."""
    found = Acceptance.objects.filter(as_at=run.as_at, run_loaded_at=run.loaded_at).select_related("accepted_by")
    return found.order_by("-accepted_at", "-pk").first()


def accepted_number(run: Run) -> int:
    """The number of the acceptance in force; 0 where there is none."""
    latest = accepted(run)
    return latest.number if latest else 0


def proposals() -> list[tuple[str, str]]:
    """Person and offer of every item proposed now."""
    return list(PackageItem.objects.order_by("person_id", "offer_id").values_list("person_id", "offer_id"))
