"""What stands in a meeting's minutes? Who came, whom the team talked about and why, what was decided and promised.

No names of patients: the reference of each, so that minutes can be filed and read without opening records.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from joinedup.core.teams.agenda import reasons
from joinedup.web.components.words import day, moment
from joinedup.web.members.queries import members_of
from joinedup.web.people.queries import neighbourhood_names, organisation_names
from joinedup.web.people.words import reference
from joinedup.web.teams.meetings import queries
from joinedup.web.teams.models import Meeting


def content_of(meeting: Meeting, *, at: datetime) -> dict[str, Any]:
    """The minutes of a meeting as it ends, as they are kept."""
    came = queries.attendance(meeting)
    organisations = organisation_names()
    members = [
        (one.pk, f"{one.name}, {one.role_words}, {organisations.get(one.organisation, one.organisation)}")
        for one in members_of(meeting.neighbourhood, at=at)
    ]
    items = queries.all_items_of(meeting)
    return {
        "team": neighbourhood_names().get(meeting.neighbourhood, meeting.neighbourhood),
        "held": f"{moment(meeting.prepared_at)} to {moment(at)}",
        "records_to": day(meeting.data_as_at),
        "chair": meeting.chair.name,
        "attended": [words for key, words in members if came.get(key) is False],
        "apologies": [words for key, words in members if came.get(key) is True],
        "left_out": meeting.left_out,
        "people": [of_item(item) for item in items if item.state == item.State.DISCUSSED],
        "not_reached": [of_item(item) for item in items if item.state != item.State.DISCUSSED],
    }


def shown(content: dict[str, Any], meeting: Meeting, *, objecting: Collection[str] = ()) -> dict[str, Any]:
    """Minutes as they are read: without what is sealed by now, an action of the person's plan or a kind of entry.

    Parameters
    ----------
    objecting : ids of those who object by now to being spoken of: nothing is said of them.
    """
    sealed = queries.standing_outcomes().filter(item__meeting=meeting, pk__in=queries.sealed_outcomes())
    hidden = set(sealed.values_list("item__person_id", "words"))
    told = {item.person_id: why_of(item) for item in queries.items_of(meeting)}

    def open_of(one: dict[str, Any]) -> dict[str, Any]:
        if one["person_id"] in objecting:
            return {**one, "objects": True, "why": [], "decisions": [], "actions": []}
        kept = [action for action in one["actions"] if (one["person_id"], action["words"]) not in hidden]
        why = [each for each in one["why"] if each in told.get(one["person_id"], one["why"])]
        return {**one, "actions": kept, "why": why}

    return content | {part: [open_of(one) for one in content[part]] for part in ("people", "not_reached")}


def why_of(item: Any) -> list[str]:
    """The kinds of change that brought a person to the agenda."""
    return sorted({reasons()[finding["reason"]].name for finding in item.findings})


def of_item(item: Any) -> dict[str, Any]:
    """What the minutes say of one person."""
    said = list(item.outcomes.all())
    return {
        "person_id": item.person_id,
        "reference": reference(item.person_id),
        "why": why_of(item),
        "decisions": [one.words for one in said if one.kind == one.Kind.DECISION],
        "actions": [
            {"words": one.words, "who": one.who.name, "due": day(one.due_on)}
            for one in said
            if one.kind == one.Kind.ACTION
        ],
    }
