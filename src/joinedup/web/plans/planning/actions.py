"""Ask what if, and make a plan the month's proposals: load, one call of the core, save, audit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from joinedup.core.errors import CannotProceed
from joinedup.core.plans import PackagePlan, Prepared, library, plan_of, saved
from joinedup.core.plans.change import changes_of
from joinedup.core.plans.outline import Outline, outline_again, outline_of
from joinedup.core.plans.prepared import PriceBook
from joinedup.core.plans.what_if import Comparison, compared, with_changes
from joinedup.web.governance.actions import record
from joinedup.web.people.queries import current_run
from joinedup.web.plans.models import Acceptance, LeftOut, Package, PackageEffect, PackageItem, Plan
from joinedup.web.plans.planning import queries
from joinedup.web.plans.planning.rows import place_tables, table_of
from joinedup.web.risk.models import Score

DRAWS, MOST_TO_DRAW = 10, 5_000
"""Draws of the effects when a plan is accepted, and for how many people at most: a lead waits for the answer."""


class NoPlan(CannotProceed):
    """The run that is loaded kept nothing to choose again from."""

    def __init__(self) -> None:
        super().__init__("This run kept no plan to choose again from", expected="a run of `joinedup run`, loaded anew")


class AcceptedMeanwhile(CannotProceed):
    """Somebody else made a plan the month's between looking and accepting."""

    def __init__(self) -> None:
        super().__init__("Somebody accepted a plan while you were looking", expected="a look at it first")


class AskedEarlier(CannotProceed):
    """A what-if tells what would be different from proposals that are not there any more."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” was asked before another plan was accepted", expected="it asked again")


class NotAsShown(CannotProceed):
    """Choosing again did not give what the page shows, as when the software has become another since."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Choosing “{name}” again gives another plan than the one shown", expected="it asked again")


@dataclass(frozen=True)
class Wanted:
    """A what-if as a lead asks it.

    Parameters
    ----------
    name : what to call it.
    changes : as `changes_of` reads them.
    """

    name: str
    changes: tuple[str, ...]


def record_look(*, by: Any, at: datetime) -> None:
    """Write into the audit that somebody looked at the plan, which tells of small groups of people."""
    record(by=by, at=at, action="plans.view_plan")


def prepared_now() -> Prepared:
    """What the run's plan was made from.

    Raises
    ------
    NoPlan : nothing was kept.
    """
    kept = queries.beginnings()
    if kept is None:
        raise NoPlan
    limits, parameters = saved.settings_of(kept.settings)
    return saved.prepared_from(table_of(kept.person), table_of(kept.fit), library(), limits, parameters)


def base_outline(prepared: Prepared, base: Plan) -> Outline:
    """The figures of the run's own plan, and what it chose for whom as it is proposed now."""
    return outline_again(base.figures, queries.proposals(), prepared)


def price_book(plan: Plan) -> PriceBook:
    """The prices of a plan, to start another from."""
    return {(row["offer"] or "", row["neighbourhood"] or "", row["funder"] or ""): row["price"] for row in plan.limits}


def ask_what_if(wanted: Wanted, *, by: Any, at: datetime) -> Plan:
    """Choose again with other limits, and keep the answer beside the run's own.

    Raises
    ------
    NoPlan : nothing was kept to choose from.
    LimitsWrong : a change speaks of what is not there.
    """
    base = queries.base_plan()
    if base is None:
        raise NoPlan
    prepared = prepared_now()
    before = base_outline(prepared, base)
    found = compared(before, with_changes(prepared, before, changes_of(wanted.changes)), price_book(base))
    return keep_what_if(wanted, found, by=by, at=at)


@transaction.atomic
def keep_what_if(wanted: Wanted, found: Comparison, *, by: Any, at: datetime) -> Plan:
    changes = list(wanted.changes)
    kept = Plan.objects.create(
        name=wanted.name,
        changes=changes,
        figures=found.after.figures(),
        asked_of=found.before.mark,
        gained=found.gained,
        lost=found.lost,
        made_by=by,
        made_at=at,
    )
    record(by=by, at=at, action="plans.ask_what_if", detail={"plan": kept.pk, "changes": changes})
    return kept


def accept(plan: Plan, *, seen: int, note: str, by: Any, at: datetime) -> Acceptance:
    """Make a plan the month's proposals, as its page shows it; they take the place of what is proposed now.

    Decisions people made stay as they are.

    Parameters
    ----------
    seen : number of the acceptance on the lead's screen; 0 if there was none.

    Raises
    ------
    AcceptedMeanwhile : another acceptance is in force by now.
    AskedEarlier : the what-if was asked of other proposals than those there are now.
    NotAsShown : choosing again gives another plan.
    NoPlan : there is no run, or nothing was kept to choose from.
    """
    run = current_run()
    if run is None:
        raise NoPlan
    latest = queries.accepted(run)
    if (latest.number if latest else 0) != seen:
        raise AcceptedMeanwhile
    if plan.is_base and not (latest and latest.changes):  # what is proposed now
        return write_once(plan, run, None, number=seen + 1, note=note, by=by, at=at)
    return write_once(plan, run, chosen_as_shown(plan), number=seen + 1, note=note, by=by, at=at)


def chosen_as_shown(plan: Plan) -> tuple[PackagePlan, Prepared] | None:
    """The choice a page shows, with its reasons; None where it is what is proposed now.

    The same beginnings give the same choice: those of the run's own plan, from nothing; or what was proposed when a
    what-if was asked, at the prices of the run's own.
    """
    prepared, base = prepared_now(), queries.base_plan()
    if base is None:
        raise NoPlan
    start = None
    if not plan.is_base:
        before = base_outline(prepared, base)
        if plan.limits and before.mark == plan.figures["mark"]:
            return None
        if before.mark != plan.asked_of:
            raise AskedEarlier(plan.name)
        prepared, start = with_changes(prepared, before, changes_of(plan.changes)), price_book(base)
    chosen = plan_of(prepared, start=start, draws=DRAWS if prepared.people.num_rows <= MOST_TO_DRAW else 0)
    mark = outline_of(chosen, prepared).mark
    if plan.figures.get("mark", mark) != mark:
        raise NotAsShown(plan.name)
    return chosen, prepared


def write_once(plan: Plan, run: Any, chosen: Any, *, number: int, note: str, by: Any, at: datetime) -> Acceptance:
    """Write an acceptance, unless somebody else wrote one of its number at the same moment."""
    try:
        return write_acceptance(plan, run, chosen, number=number, note=note, by=by, at=at)
    except IntegrityError as problem:
        if queries.accepted_number(run) >= number:
            raise AcceptedMeanwhile from problem
        raise


@transaction.atomic
def write_acceptance(
    plan: Plan,
    run: Any,
    chosen: tuple[PackagePlan, Prepared] | None,
    *,
    number: int,
    note: str,
    by: Any,
    at: datetime,
) -> Acceptance:
    """Keep who accepted what, with the proposals as they then are."""
    if chosen is not None:
        replace_proposals(chosen[0])
        plan.figures = plan.figures | outline_of(*chosen).figures()
        for name, rows in place_tables(
            {name: getattr(chosen[0], name) for name in ("limit", "unmet", "promise", "ledger", "collision")}
        ).items():
            setattr(plan, name, rows)
        plan.save()
    made = Acceptance.objects.create(
        as_at=run.as_at,
        number=number,
        run_loaded_at=run.loaded_at,
        plan_name=plan.name,
        changes=plan.changes,
        figures=plan.figures,
        note=note,
        proposals=[list(pair) for pair in queries.proposals()],
        accepted_by=by,
        accepted_at=at,
    )
    detail = {"plan": plan.pk, "changes": plan.changes, "items": len(made.proposals)}
    record(by=by, at=at, action="plans.accept_plan", reason=note, detail=detail)
    return made


def replace_proposals(plan: PackagePlan) -> None:
    """Put a plan's packages in the place of those proposed now."""
    for model in (PackageEffect, PackageItem, LeftOut, Package):
        model.objects.all().delete()
    Package.objects.bulk_create(
        [
            Package(
                person_id=row["person_id"],
                cost_pence=row["cost_pence"],
                item_count=row["item_count"],
                next_best=row["next_best"] or "",
            )
            for row in plan.package.to_pylist()
        ],
        batch_size=2000,
    )
    has_package = Exists(Package.objects.filter(person_id=OuterRef("person_id")))
    Score.objects.exclude(has_package=has_package).update(has_package=has_package)
    PackageItem.objects.bulk_create([item_of(row) for row in plan.item.to_pylist()], batch_size=2000)
    PackageEffect.objects.bulk_create(
        [PackageEffect(offer_id=row.pop("offer"), **row) for row in plan.effect.to_pylist()], batch_size=2000
    )
    LeftOut.objects.bulk_create(
        [
            LeftOut(
                person_id=row["person_id"],
                offer_id=row["offer"],
                reason=row["reason"],
                would_change=row["would_change"],
            )
            for row in plan.left_out.to_pylist()
        ],
        batch_size=2000,
    )


def item_of(row: dict[str, Any]) -> PackageItem:
    """An item of the core's table as the pages keep it."""
    texts = {name: row[name] or "" for name in ("funder", "why", "would_change", "weakness")}
    same = ("cost_pence", "is_kept", "stays_share")
    return PackageItem(person_id=row["person_id"], offer_id=row["offer"], **texts, **{name: row[name] for name in same})
