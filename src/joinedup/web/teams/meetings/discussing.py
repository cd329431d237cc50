"""What may a team see of a person on its agenda? The name only of whom it knows; each time is audited."""

from datetime import datetime
from typing import Any

from joinedup.core.teams.referrals import kind_of
from joinedup.web.care.plan.reading import sealed_sources
from joinedup.web.components.words import percent
from joinedup.web.governance.actions import record
from joinedup.web.governance.queries import relationships_with
from joinedup.web.people.actions import watch
from joinedup.web.people.presenters import persons
from joinedup.web.people.queries import current_run, in_care, neighbourhood_names
from joinedup.web.plans.queries import decisions_in_force, history, items_of
from joinedup.web.referrals.objections import not_to_discuss
from joinedup.web.referrals.presenters import clock_words
from joinedup.web.referrals.queries import of_person
from joinedup.web.risk.queries import scores_of
from joinedup.web.risk.words import outcome
from joinedup.web.teams import queries as team_queries
from joinedup.web.teams.meetings import presenters, queries


def shown(meeting: Any, item: Any, *, by: Any, at: datetime) -> dict[str, Any]:
    """The words of the page about one person of an agenda; the audit says who saw whom, and whether by name."""
    hood, run = meeting.neighbourhood, current_run()
    person = team_queries.person_today(item.person_id, hood)
    objects = person is not None and bool(not_to_discuss({person.person_id}, team_queries.employers(hood, at=at)))
    is_named = person is not None and not objects and team_queries.is_known_to_team(person, hood, at=at)
    record(
        by=by,
        at=at,
        action="teams.discuss_person" if is_named else "teams.discuss_person_without_name",
        person_id=person.person_id if person else item.person_id,
        detail={"meeting": meeting.pk, "objects": objects},
    )
    if is_named:
        watch(person, person.ids, by=by, at=at)
    around = {**who_does_what(person, at=at), "glance": glance(person)} if is_named else {}
    names = neighbourhood_names()
    return {
        "who": persons.header(person, as_at=run.as_at, neighbourhoods=names) if is_named else None,
        "summary": persons.summary(person, as_at=run.as_at, neighbourhoods=names) if person and run else None,
        "objects": objects,
        "is_gone": person is None,
        "has_record": person is not None and bool(in_care([person.person_id], by=by, at=at)),
        "findings": [] if objects else presenters.finding_lines(item),
        "outcomes": [] if objects else presenters.outcome_lines(item.outcomes.all()),
        "of": queries.on_agenda(meeting).count(),
        **around,
    }


def who_does_what(person: Any, *, at: datetime) -> dict[str, Any]:
    """Who has a person in their care, and what is being done for them: referrals and actions that are open.

    Of whom only a sealed action tells is left out, as several read one page.
    """
    ids = person.ids
    told = relationships_with(*ids).exclude(source__in=sealed_sources(person))
    held = [one for one in told if one.starts_at <= at < one.ends_at]
    return {
        "in_care_of": list({one.user_id: one.user for one in held}.values()),
        "referrals": [
            {"key": row.pk, "words": f"{kind_of(row.kind).name}, with {row.holder_name}: {clock_words(row.due_at, at)}"}
            for row in of_person(ids)
            if row.inbox
        ],
        "open_actions": [
            line
            for line in presenters.outcome_lines(queries.about_person(ids))
            if line["what"] == "Action" and line["state"] in presenters.OPEN
        ],
    }


def glance(person: Any) -> list[str]:
    """Risks above the place's mark, and offers that wait for a decision."""
    above = [score for score in scores_of(person) if score.is_above_threshold]
    lines = [f"{outcome(score.outcome).name}: {percent(score.probability)}" for score in above]
    decided = decisions_in_force(history(person))
    waiting = [item.offer.name for item in items_of(person) if item.offer_id not in decided]
    return lines + ([f"To be decided: {', '.join(waiting)}"] if waiting else [])
