"""The reference document of referrals, from the definitions and the table of what may be done."""

from joinedup import definitions
from joinedup.core.teams.referrals.inboxes import InboxKind
from joinedup.core.teams.referrals.kinds import DEFINITION, kinds, reasons
from joinedup.core.teams.referrals.states import TRANSITIONS, UNDO_FOR, Side

WHERE = {InboxKind.TEAM: "a team", InboxKind.AGENCY: "an agency", InboxKind.OUTSIDE: "a charity or provider outside"}


def as_document() -> str:
    """The document docs/reference/referrals.md."""
    settings = definitions.read(DEFINITION)
    undo_hours = int(UNDO_FOR.total_seconds() // 3600)
    return "\n".join(
        [
            "# Referrals: kinds, targets, and what may be done",
            "",
            "Made by `make reference` from `definitions/teams/referrals.yaml` and `core/teams/referrals/states.py`;",
            "[why it is so](../explanation/teams.md).",
            "",
            "## Kinds and targets",
            "",
            "Hours count day and night. An urgent referral may take "
            f"{settings['urgent_share']:.0%} of them. One that came back waits for its sender "
            f"{settings['sender_hours']} hours.",
            "",
            "| kind | goes to | looked at, hours | answered, hours | done, hours | where the targets come from |",
            "|---|---|---|---|---|---|",
            *(
                f"| {kind.name} | {' or '.join(WHERE[one] for one in kind.to)} | {kind.seen_hours} "
                f"| {kind.answered_hours} | {kind.done_hours} | {kind.reason} |"
                for kind in kinds().values()
            ),
            "",
            "## What may be done",
            "",
            f"Undoing is for whoever did it, within {undo_hours} hours, as long as nobody did anything since.",
            "",
            "| deed | from | to | by | asks for | can be undone |",
            "|---|---|---|---|---|---|",
            *(
                f"| {one.deed} | {', '.join(one.sources)} | {one.target} "
                f"| {'whoever was asked' if one.side is Side.HOLDER else 'whoever asked'} "
                f"| {'a reason' if one.reasons else 'a destination' if one.has_destination else ''} "
                f"| {'yes' if one.can_be_undone else 'no'} |"
                for one in TRANSITIONS.values()
            ),
            "",
            "## Reasons",
            "",
            *(f"* {title}: {'; '.join(reasons(name).values())}." for name, title in LISTS.items()),
            "",
        ]
    )


LISTS = {"declined": "Declined or handed back", "withdrawn": "Withdrawn", "outcomes": "How it ended"}
