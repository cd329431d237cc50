"""When a run is loaded: who newly stays off a list, and what happened to those drawn before?"""

from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.risk.features.outcomes import Outcome, outcomes
from joinedup.core.risk.features.sources import open_sources
from joinedup.core.risk.use.hold_out import step
from joinedup.web.people.models import FormerId
from joinedup.web.risk.hold_out import actions, queries
from joinedup.web.risk.models import Allotment, ComparedArm, HoldOut

ARMS_IN_STEPS = Path(__file__).with_name("sql").joinpath("arms_in_steps.sql").read_text(encoding="utf-8")
# Everybody counts in the arm they were drawn for. People who opted out since, or are in no register any more, do not.
ARMS = """
with happening as (select person_id, happened_on from ({outcome})),
drawn as (
    select allotment.*, least($as_at, entered_on + interval {horizon}) as until
    from allotment join person using (person_id)
    where entered_on < $as_at and not coalesce(is_opted_out, false)
)
select arm, count(*) as people, count(*) filter (
    exists (
        select 1 from happening
        where happening.person_id = drawn.person_id and happened_on >= entered_on and happened_on < until
    )
) as events
from drawn group by arm order by arm"""


def load(run_dir: Path, *, as_at: date, on: date) -> dict[str, int]:
    """Draw whoever would newly be listed where a comparison is on, and compare the arms by the run's records."""
    in_force = queries.in_force()
    if not in_force:
        return {}
    drawn = actions.allot_everywhere(on=on)
    defined = {outcome.name: outcome for outcome in outcomes()}
    with Engine(memory_gigabytes=1) as engine:
        engine.execute("set enable_progress_bar = false")
        open_sources(engine, run_dir / "link")
        for one in in_force:
            if one.outcome in defined and one.starts_on < as_at:
                compare(engine, one, defined[one.outcome], as_at=as_at)
    return {"allotment": drawn}


def compare(engine: Engine, one: HoldOut, outcome: Outcome, *, as_at: date) -> None:
    """Keep what happened in both arms until the run's date, in the place of what an earlier load of it said."""
    engine.register("allotment", allotments(one))
    if one.steps > 1:
        engine.register("between_steps", between_steps(one))
    arms = ARMS_IN_STEPS if one.steps > 1 else ARMS
    found = engine.table(arms.format(outcome=outcome.sql, horizon=outcome.horizon), as_at=as_at).to_pylist()
    ComparedArm.objects.filter(hold_out=one, as_at=as_at).delete()
    ComparedArm.objects.bulk_create(ComparedArm(hold_out=one, as_at=as_at, **row) for row in found)


def allotments(one: HoldOut) -> pa.Table:
    """Everybody drawn, under the id they have now, with their arm and, in steps, the day they come onto the list.

    Two ids that became one person have the draw of the first.
    """
    became = dict(FormerId.objects.values_list("former_id", "person_id"))
    drawn: dict[str, tuple[float, date]] = {}
    rows = Allotment.objects.filter(hold_out=one).order_by("entered_on", "id")
    for person, draw, entered_on in rows.values_list("person_id", "draw", "entered_on"):
        drawn.setdefault(became.get(person, person), (draw, entered_on))
    columns = {
        "person_id": list(drawn),
        "arm": ["held_out" if draw < one.share else "listed" for draw, _ in drawn.values()],
        "entered_on": [entered_on for _, entered_on in drawn.values()],
        "comes_on": [step_day(one, step(draw, share=one.share, steps=one.steps)) for draw, _ in drawn.values()],
    }
    dates = [(name, pa.date32()) for name in ("entered_on", "comes_on")]
    return pa.table(columns, schema=pa.schema([("person_id", pa.string()), ("arm", pa.string()), *dates]))


def step_day(one: HoldOut, number: int) -> date:
    """The day of a step of a hold-out; step 0 is its start."""
    return one.starts_on + timedelta(days=number * one.days_per_step)


def between_steps(one: HoldOut) -> pa.Table:
    """One row per time between two steps, in which some are on the list and others not yet."""
    return pa.table(
        {
            "after_step": list(range(one.steps)),
            "begins_on": [step_day(one, number) for number in range(one.steps)],
            "ends_on": [step_day(one, number + 1) for number in range(one.steps)],
        }
    )
