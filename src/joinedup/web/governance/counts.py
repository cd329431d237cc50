"""To whom are counts of people shown as they are?"""

from typing import Any


def sees_exactly(user: Any, neighbourhood: str) -> bool:
    """Whether counts of a neighbourhood are shown as they are: to those who care for its people, no one else."""
    if user.role in ("analyst", "programme_lead", "information_governance_lead"):
        return False
    return not user.neighbourhood or user.neighbourhood == neighbourhood
