"""How is the audit put into words?"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from joinedup.web.governance.action_words import ACTIONS
from joinedup.web.governance.queries import AuditFilter, AuditPage
from joinedup.web.governance.roles import MAY, Role

FINGERPRINT = re.compile("[0-9a-f]{64}")


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
