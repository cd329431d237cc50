"""What happened to a person lately that decides what to propose: help given, a referral, leaving hospital?"""

from datetime import date
from pathlib import Path

from joinedup.core.engine import Engine

FOUND_IN = {
    "ambulance_incident": """
        select person_id, 'fall_not_conveyed_12m' as what, happened_on as on_day from ambulance_incident
        where reason = 'fall' and outcome in ('see_and_treat', 'hear_and_treat')""",
    "unpaid_carer": """
        select person_id, 'carer_assessed_12m' as what, assessed_on as on_day from unpaid_carer
        union all
        select cared_for_person_id, 'carer_assessed_12m', assessed_on from unpaid_carer""",
    "social_care_event": """
        select person_id, 'carer_assessed_12m' as what, starts_on as on_day from social_care_event
        where client_type = 'carer' and event_type = 'assessment'""",
    "hospital_spell": """
        select person_id, 'left_hospital_30d' as what, discharged_on as on_day from hospital_spell
        where discharged_on >= $as_at::date - interval 30 day and discharged_on > admitted_on""",
    "referral": """
        select person_id, 'referred_' || service || '_12m' as what, referred_on as on_day from referral""",
    "safe_and_well_visit": """
        select person_id, 'safe_and_well_12m' as what, visited_on as on_day from safe_and_well_visit""",
}
"""For each kind of extract, the question that finds what its rows say, and on which day. A stay has a night in it."""

NAMES = (
    "fall_not_conveyed_12m",
    "carer_assessed_12m",
    "left_hospital_30d",
    "safe_and_well_12m",
    "referred_social_prescribing_12m",
    "referred_befriending_12m",
    "referred_home_from_hospital_12m",
    "referred_handyperson_12m",
    "referred_advice_12m",
)
"""The columns of `received`; what no agency sent stays false. A new one needs a question above and a line here."""


def find_received(engine: Engine, events: Path, as_at: date) -> None:
    """Make the table `received` in the engine: one row per person with anything received, true or false per name.

    Parameters
    ----------
    events : folder link/events; kinds that no agency sent are not there.
    as_at : the 12 months before this day count, the day itself does not.
    """
    parts = ["select '' as person_id, '' as what, null::date as on_day where false"]
    for kind, question in FOUND_IN.items():
        if (path := events / f"{kind}.parquet").exists():
            engine.register(kind, path)
            parts.append(question)
    columns = ", ".join(f"bool_or(what = '{name}') as {name}" for name in NAMES)
    engine.execute(
        f"""create or replace temp table received as
        select person_id, {columns} from ({" union all ".join(parts)})
        where person_id is not null and on_day < $as_at and on_day >= $as_at::date - interval 12 month
        group by person_id""",
        as_at=as_at,
    )
