"""How is the audit put into words?"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from joinedup.web.governance.queries import AuditFilter, AuditPage
from joinedup.web.governance.roles import MAY, Role

FINGERPRINT = re.compile("[0-9a-f]{64}")

ACTIONS = {
    "accounts.sign_in": "Signed in",
    "accounts.sign_out": "Signed out",
    "accounts.provision": "Was entered as staff",
    "accounts.remove": "Left: can no longer sign in",
    "governance.view_audit": "Read the audit",
    "people.view_person": "Opened a person's record",
    "people.view_person_without_name": "Opened a person's page, without the name",
    "people.view_timeline": "Read a person's whole timeline",
    "people.record_relationship": "Recorded a care relationship",
    "people.renew_relationship": "Lengthened a care relationship",
    "people.end_relationship": "Ended a care relationship",
    "plans.accept_plan": "Made a plan the month's proposals",
    "plans.ask_what_if": "Chose packages again with other limits",
    "plans.export_decisions": "Wrote proposals and decisions for the next choice",
    "plans.view_plan": "Looked at the plan of packages",
    "plans.decide_item": "Decided on an item of a package",
    "plans.decide_item_open": "Opened the form to decide on an item of a package",
    "plans.view_catalogue": "Looked at what could be added to a package",
    "risk.view_list": "Read the list of people most at risk",
    "review.view_pair": "Looked at a pair of records in review",
    "review.view_disagreement": "Looked at a pair of records on which reviewers disagree",
    "review.decide_pair": "Decided whether two records are about one person",
    "review.undo_decision": "Undid a decision about a join",
    "review.view_records": "Saw the records that make up a person",
    "review.report_two_people": "Reported that two joined records are about two people",
    "review.view_quality": "Read how good the joins are",
    "review.export_decisions": "Took away the decisions about joins",
    "teams.view_dashboard": "Saw the counts of a neighbourhood or the place",
    "risk.download_list": "Took away the list of people most at risk",
    "risk.view_changes": "Read whose risk changed since a month before",
    "risk.set_capacity": "Said how many people the team can serve",
    "risk.view_hold_out": "Looked at what a comparison of listed and held-out people shows",
    "risk.hold_out": "Switched a comparison of listed and held-out people",
    "risk.view_models": "Looked at the models",
    "risk.sign_on": "Signed a model on for clinical use, or off",
    "people.search": "Searched for a person",
    "access.view_care": "Looked at who has a person in their care",
    "access.break_glass": "Opened a record by break-glass",
    "access.close_glass": "Closed a record opened by break-glass",
    "access.raise_alert": "Was put before the information-governance lead",
    "access.escalate_alert": "Put an overdue review before the Caldicott Guardian",
    "access.review_alert": "Looked into how a record was opened",
    "access.view_objections": "Looked at a person's objections to sharing",
    "access.record_objection": "Recorded an objection to sharing",
    "access.settle_objection": "Decided or withdrew an objection to sharing",
    "access.view_sealed": "Looked at what their organisation sealed",
    "access.seal": "Sealed a part of a record",
    "access.lift_seal": "Lifted a seal",
    "access.view_reads": "Printed who looked at a person's record",
    "access.link_staff": "Recorded which person a member of staff is",
    "access.unlink_staff": "Forgot which person a member of staff is",
    "view_page": "Opened a page",
    "care.view_plan": "Read a person's plan",
    "care.view_plan_history": "Read earlier versions of a person's plan",
    "care.print_plan": "Made a copy of a person's plan to print",
    "care.edit_plan_open": "Opened a form of a person's plan",
    "care.keep_draft": "Kept a draft of something in a person's plan",
    "care.save_plan": "Saved a version of a person's plan",
    "care.sign_plan_open": "Opened the form to sign a person's plan",
    "care.sign_plan": "Signed a version of a person's plan",
    "care.view_carers": "Looked at who cares for a person, and for whom they care",
    "care.link_carer_open": "Opened the form to say who cares for whom",
    "care.link_carer": "Said that somebody cares for somebody",
    "care.end_carer_link": "Said that somebody no longer cares for somebody",
    "care.view_eligibility": "Looked at a person's test of the Care Act",
    "care.assess": "Saved answers to a person's test of the Care Act",
    "care.decide_eligibility": "Decided about a person's eligibility under the Care Act",
    "visits.view_day": "Saw a client on a day's rounds",
    "visits.view_client": "Opened a client of a home-care provider",
    "visits.view_round": "Saw a client on their own round",
    "visits.view_lengths": "Saw how long a client's visits took",
    "visits.load_provider": "Loaded a provider's carers and clients",
    "visits.add_client": "Entered a client of a home-care provider",
    "visits.change_client": "Wrote down what a client likes",
    "visits.change_day": "Changed a day's rounds",
    "visits.publish_day": "Published a day's rounds",
    "visits.ask_replan": "Asked for a day to be planned anew",
    "visits.drop_replan": "Left a day as it was",
    "visits.tell_call": "Told of a call: arrived, left, or running late",
    "visits.decide_length": "Decided on the length of a visit",
}


def action_words(action: str) -> str:
    """What an action is called on a page.

    Examples
    --------
    >>> action_words("people.view_person"), action_words("visits.plan_round")
    ("Opened a person's record", 'Visits: plan round')
    """
    return ACTIONS.get(action) or action.replace("_", " ").replace(".", ": ").capitalize()


def known_actions() -> list[tuple[str, str]]:
    """Every action the audit may hold, with its words, in the order of the words."""
    return sorted(((action, action_words(action)) for action in {*ACTIONS, *MAY}), key=lambda pair: pair[1])


@dataclass(frozen=True)
class AuditRow:
    """One entry of the audit, ready to be read."""

    at: datetime
    name: str
    username: str
    role: str
    action: str
    person_id: str
    reason: str
    detail: str
    is_refused: bool


def audit_rows(page: AuditPage) -> list[AuditRow]:
    """The entries of a page in words. Somebody not signed in has no name."""
    return [
        AuditRow(
            at=entry.at,
            name=entry.user.name if entry.user else "Nobody signed in",
            username=entry.username,
            role=Role(entry.role).words if entry.role in set(Role) else entry.role,
            action=action_words(entry.action),
            person_id=entry.person_id,
            reason=entry.reason,
            detail=detail_words(entry.detail),
            is_refused=entry.outcome == "refused",
        )
        for entry in page.entries
    ]


def detail_words(detail: dict[str, Any]) -> str:
    """Codes and counts as a reader meets them.

    Examples
    --------
    >>> detail_words({"how": "persona", "rows": 12})
    'how: persona; rows: 12'
    """
    known = {name: value_words(value) for name, value in detail.items()}
    return "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in known.items() if value)


def value_words(value: Any) -> str:
    """One value of a detail: a code's words, yes or no, several of them; nothing for nothing.

    Examples
    --------
    >>> value_words({"outcome": "admission_or_death", "age": "75-84"}), value_words(True), value_words([])
    ('outcome admission or death, age 75-84', 'yes', '')
    >>> value_words("6940a5f2" * 8)
    '6940a5f2'
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name} {value_words(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if FINGERPRINT.fullmatch(str(value)):
        return str(value)[:8]  # as the pages of models show a version
    return "" if value is None else str(value).replace("_", " ")


def chosen(wanted: AuditFilter) -> dict[str, str]:
    """The filters in use, as they stand in the page's address."""
    return {name: str(value) for name, value in vars(wanted).items() if value}


def ways_on(wanted: AuditFilter, page: AuditPage, address: str) -> dict[str, str]:
    """The addresses of the pages before and after, with the same filters."""

    def at(**key: int) -> str:
        return f"{address}?{urlencode({**chosen(wanted), **key})}"

    return {
        "first": at() if page.newer_than else "",
        "previous": at(newer_than=page.newer_than) if page.newer_than else "",
        "next": at(older_than=page.older_than) if page.older_than else "",
    }
