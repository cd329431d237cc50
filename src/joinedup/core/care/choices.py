"""How far can a goal or an action be, who can have agreed, and who can pay?"""

GOAL_STATUS = (
    ("to_start", "Not started"),
    ("under_way", "Working on it"),
    ("reached", "Reached"),
    ("partly", "Partly reached"),
    ("not_reached", "Not reached"),
    ("dropped", "No longer a goal"),
)
DRAFT, PLANNED, UNDER_WAY, DONE, STOPPED = "draft", "planned", "under_way", "done", "stopped"
ACTION_STATUS = (
    (DRAFT, "Draft: not yet arranged"),
    (PLANNED, "Planned"),
    (UNDER_WAY, "Under way"),
    (DONE, "Done"),
    (STOPPED, "Stopped or not needed"),
)
OPEN_STATUS = frozenset({DRAFT, PLANNED, UNDER_WAY})
AGREED = (
    ("person", "The person"),
    ("representative", "Somebody who may speak for them"),
    ("best_interests", "Nobody could agree: decided in their best interests"),
)
FUNDING = (
    ("nhs", "NHS"),
    ("chc", "NHS continuing healthcare"),
    ("council", "Council"),
    ("joint", "NHS and council together"),
    ("direct_payment", "Direct payment or personal health budget"),
    ("self", "The person pays"),
    ("charity", "Charity"),
    ("none", "No funding needed"),
)
