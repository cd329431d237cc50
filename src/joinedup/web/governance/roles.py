"""Which jobs are there, and what may each do? The one table of roles and permissions."""

from enum import StrEnum


class Role(StrEnum):
    """A job in the place, as staff.csv and the identity provider name it."""

    COMMUNITY_NURSE = "community_nurse"
    GP = "gp"
    SOCIAL_WORKER = "social_worker"
    SOCIAL_PRESCRIBER = "social_prescriber"
    TEAM_LEAD = "team_lead"
    RECORDS_REVIEWER = "records_reviewer"
    PROGRAMME_LEAD = "programme_lead"
    ANALYST = "analyst"
    INFORMATION_GOVERNANCE_LEAD = "information_governance_lead"
    CLINICAL_SAFETY_OFFICER = "clinical_safety_officer"
    DIRECTORY_EDITOR = "directory_editor"

    PHARMACIST = "pharmacist"
    PARAMEDIC = "paramedic"
    DENTIST = "dentist"
    OPTICIAN = "optician"
    POLICE_OFFICER = "police_officer"
    FIRE_OFFICER = "fire_safe_and_well_officer"
    VOLUNTARY_WORKER = "voluntary_worker"
    CALDICOTT_GUARDIAN = "caldicott_guardian"

    HOME_CARE_SCHEDULER = "home_care_scheduler"
    HOME_CARE_WORKER = "home_care_worker"

    @property
    def words(self) -> str:
        """The role as people say it."""
        return "GP" if self is Role.GP else self.value.replace("_", " ").capitalize()

    @property
    def sees(self) -> str:
        """What the role sees, in a line."""
        return SEES[self]


SEES = {
    Role.COMMUNITY_NURSE: "The people most at risk nearby; opens the record of those in their care, and accepts "
    "or declines what is proposed.",
    Role.GP: "The same pages as the community nurse: one record and one package, whoever looks.",
    Role.SOCIAL_WORKER: "The same pages, with health and social care on one timeline.",
    Role.SOCIAL_PRESCRIBER: "The same pages, with the voluntary help near each person.",
    Role.TEAM_LEAD: "The same pages, can take the list away as a file, asks what-ifs of the month's plan, and reviews "
    "uncertain joins nearby.",
    Role.PROGRAMME_LEAD: "Rounded counts, the map, and the plan of packages for the whole place, which they make the "
    "month's proposals. Opens nobody's record.",
    Role.RECORDS_REVIEWER: "Pairs of records that may be about one person, side by side. Opens no record of care.",
    Role.ANALYST: "Rounded counts, the map, the plan of packages, and the list without a name. Opens nobody's record.",
    Role.INFORMATION_GOVERNANCE_LEAD: "The audit: who read or changed what, and what was refused. Settles joins "
    "on which two reviewers disagree.",
    Role.CLINICAL_SAFETY_OFFICER: "The models: figures, limits, versions; signs one on for clinical use, or off.",
    Role.DIRECTORY_EDITOR: "The directory of services: entries to check, proposals, imports. Opens no record of care.",
    Role.PHARMACIST: "The same pages as the community nurse, with medicines as the reason to look.",
    Role.PARAMEDIC: "The record of those in their care, and referrals of people they met who need no hospital.",
    Role.DENTIST: "Referrals for dental care, and nothing else of the record.",
    Role.OPTICIAN: "Referrals for sight tests, and nothing else of the record.",
    Role.POLICE_OFFICER: "Referrals of people they met and worry about, and how those stand. Opens nobody's record.",
    Role.FIRE_OFFICER: "Safe and well visits asked of them, and referrals of people they met. Opens nobody's record.",
    Role.VOLUNTARY_WORKER: "Referrals to their organisation, to which the person agreed. Opens nobody's record.",
    Role.CALDICOTT_GUARDIAN: "Reads of records whose review is overdue, objections to sharing, and the audit.",
    Role.HOME_CARE_SCHEDULER: "The rounds of their own provider: its carers, its clients, who comes when. Opens no "
    "record of care.",
    Role.HOME_CARE_WORKER: "Their own round, as their scheduler published it, and the clients on it.",
}


EVERYONE = frozenset(Role)
BLUE_LIGHT = frozenset({Role.POLICE_OFFICER, Role.FIRE_OFFICER})
BY_REFERRAL = frozenset({Role.DENTIST, Role.OPTICIAN, Role.VOLUNTARY_WORKER}) | BLUE_LIGHT
CARE = frozenset({Role.COMMUNITY_NURSE, Role.GP, Role.SOCIAL_WORKER, Role.SOCIAL_PRESCRIBER, Role.TEAM_LEAD})
CARE |= {Role.PHARMACIST, Role.PARAMEDIC}
IN_TEAMS = CARE | BY_REFERRAL
REVIEWERS = frozenset({Role.RECORDS_REVIEWER, Role.TEAM_LEAD})

# Who may sign a model on for clinical use here: docs/explanation/models-in-use.md says why these two.
SIGNERS = frozenset({Role.INFORMATION_GOVERNANCE_LEAD, Role.CLINICAL_SAFETY_OFFICER})

# Those who look at the whole place and at nobody in it.
PROGRAMME = frozenset({Role.PROGRAMME_LEAD, Role.ANALYST})

# Those who look into how records were opened, and decide on objections.
GUARDIANS = frozenset({Role.INFORMATION_GOVERNANCE_LEAD, Role.CALDICOTT_GUARDIAN})

# What a job may do; for whom is the care relationship's to say (queries.has_relationship).
# Least privilege: a permission nobody needs for their job is not here.
MAY: dict[str, frozenset[Role]] = {
    "accounts.use_service": EVERYONE,
    "teams.view_dashboard": CARE | PROGRAMME,
    "risk.view_list": CARE | {Role.ANALYST},
    "risk.download_list": frozenset({Role.TEAM_LEAD}),
    "risk.set_capacity": frozenset({Role.TEAM_LEAD}),
    "risk.view_hold_out": PROGRAMME | {Role.TEAM_LEAD},
    "risk.hold_out": frozenset({Role.TEAM_LEAD}),
    "risk.view_models": CARE | SIGNERS | PROGRAMME,
    "risk.sign_on": SIGNERS,
    "people.view_person": CARE,
    "people.record_relationship": CARE,
    "plans.decide_item": CARE,
    "plans.view_plan": PROGRAMME | {Role.TEAM_LEAD},
    "plans.ask_what_if": PROGRAMME | {Role.TEAM_LEAD},
    "plans.accept_plan": frozenset({Role.PROGRAMME_LEAD}),
    "review.decide_pair": REVIEWERS,
    "review.undo_decision": CARE | REVIEWERS | {Role.INFORMATION_GOVERNANCE_LEAD},
    "review.settle_pair": frozenset({Role.INFORMATION_GOVERNANCE_LEAD}),
    "review.report_two_people": CARE,
    "review.view_quality": REVIEWERS | PROGRAMME | {Role.INFORMATION_GOVERNANCE_LEAD},
    "governance.view_audit": GUARDIANS,
    "directory.signpost": CARE,
    "directory.edit": frozenset({Role.DIRECTORY_EDITOR}),
    "directory.import": frozenset({Role.DIRECTORY_EDITOR}),
    "referrals.use": IN_TEAMS | {Role.HOME_CARE_SCHEDULER},
    "referrals.send": CARE,
    "referrals.refer_met": BLUE_LIGHT | {Role.PARAMEDIC},
    "members.view_team": IN_TEAMS,
    "members.say_skill": IN_TEAMS,
    "members.lead_team": frozenset({Role.TEAM_LEAD}),
    "teams.view_caseload": CARE,
    "teams.view_tasks": IN_TEAMS | {Role.HOME_CARE_SCHEDULER},
    "teams.meet": CARE,
    "people.search": CARE,
    "access.break_glass": CARE - {Role.SOCIAL_PRESCRIBER},
    "access.review_alerts": GUARDIANS,
    "access.record_objection": CARE,
    "access.decide_objection": GUARDIANS,
    "access.seal": CARE,
    "access.view_reads": GUARDIANS,
    "access.link_staff": frozenset({Role.INFORMATION_GOVERNANCE_LEAD}),
    "care.view_plan": CARE,
    "care.edit_plan": CARE,
    "care.sign_plan": CARE,
    "care.link_carers": CARE,
    "care.assess": CARE,
    "care.decide_eligibility": frozenset({Role.SOCIAL_WORKER}),
    "visits.plan_rounds": frozenset({Role.HOME_CARE_SCHEDULER}),
    "visits.view_pay": frozenset({Role.HOME_CARE_SCHEDULER}),
    "visits.walk_round": frozenset({Role.HOME_CARE_WORKER}),
}

MEANING = {
    "accounts.use_service": "sign in, and see the pages that hold nothing about anybody",
    "teams.view_dashboard": "see counts and the map of the neighbourhood, or of the whole place",
    "risk.view_list": "see the people most at risk, without names until a care relationship is recorded",
    "risk.download_list": "take the list away as a file",
    "risk.set_capacity": "say how many people the team can serve, which is the length of its list",
    "risk.view_hold_out": "see how many people stay off a list for comparison, and what came of it",
    "risk.hold_out": "switch such a comparison on and off",
    "risk.view_models": "see the models' cards, figures, curves and signatures",
    "risk.sign_on": "sign a version of a model on for clinical use here, and switch it off",
    "people.view_person": "open a person's record, where a care relationship is recorded",
    "people.record_relationship": "record that a person is in one's care, with the reason",
    "plans.decide_item": "accept, decline or add an item of a person's package",
    "plans.view_plan": "see the plan of packages for the whole place: limits and their prices, unmet need, who pays",
    "plans.ask_what_if": "choose again with other limits, and compare",
    "plans.accept_plan": "make a plan the month's proposals, for the whole place",
    "review.decide_pair": "look at two records of an uncertain join and say whether they are about one person",
    "review.undo_decision": "undo a decision of one's own about a join",
    "review.settle_pair": "decide where two reviewers disagree, see every decision about joins and undo any",
    "review.report_two_people": "report that two joined records of a person in one's care are about two people",
    "review.view_quality": "see how good the joins are, in rounded counts",
    "governance.view_audit": "see who read or changed what",
    "directory.signpost": "point a person in one's care to services, and write down whether it helped",
    "directory.edit": "change entries of the directory, decide what others propose, send organisations their links",
    "directory.import": "bring other directories here, accept and undo that",
    "referrals.use": "see and answer the referrals of one's team and organisation, and those one sent",
    "referrals.send": "refer a person in one's care",
    "referrals.refer_met": "refer somebody met on duty to their neighbourhood team, without opening a record",
    "members.view_team": "see who belongs to a team, and who can do what near here",
    "members.say_skill": "say which skills one has",
    "members.lead_team": "add members to the team and take them out, and verify skills",
    "teams.view_caseload": "see who in the team cares for whom; names only of those in one's own care",
    "teams.view_tasks": "see what one has to do, due and overdue",
    "teams.meet": "prepare and run the team's meeting, and read its minutes",
    "people.search": "find a person by name, NHS number or postcode; the name shows where a care relationship holds",
    "access.break_glass": "open a record, or what is sealed in it, on a ground of its own; every use is reviewed",
    "access.review_alerts": "look into each break-glass, and reads of one's own, a housemate's or a colleague's record",
    "access.record_objection": "record that a person objects to sharing, or withdraws that",
    "access.decide_objection": "uphold an objection to sharing, or not, with the reason",
    "access.seal": "seal a part of a record or an item of a plan, and lift a seal of one's own organisation",
    "access.view_reads": "print who looked at a person's record, to show to that person",
    "access.link_staff": "record which person of the place a member of staff is, to notice reads of their own",
    "care.view_plan": "read, compare and print the plan of a person in one's care, and see who cares for them unpaid",
    "care.edit_plan": "write in that plan",
    "care.sign_plan": "sign a version of that plan, with whom it was agreed",
    "care.link_carers": "say that somebody cares for somebody unpaid, or no longer does",
    "care.assess": "answer the questions of the Care Act's test for a person in one's care",
    "care.decide_eligibility": "decide about eligibility under the Care Act, for the council",
    "visits.plan_rounds": "plan, change and publish the rounds of one's own provider, with its carers and clients",
    "visits.view_pay": "see what one's own provider's carers are paid for a week, beside the minimum wage",
    "visits.walk_round": "see one's own published round and the clients on it; check in and out, say one runs late",
}


def as_table() -> str:
    """Who may do what, as a table in Markdown: docs/reference/settings.md holds it, and a test compares them."""
    rows = [
        f"| `{permission}` | {MEANING[permission]} | {', '.join(role.words for role in Role if role in roles)} |"
        for permission, roles in MAY.items()
    ]
    return "\n".join(["| permission | what it allows | roles |", "|---|---|---|", *rows]) + "\n"
