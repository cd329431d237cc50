"""What are outcomes, groups of reasons and reference scores called on a page?"""

from dataclasses import dataclass

from joinedup.core.risk.use.flags import rules


@dataclass(frozen=True)
class OutcomeWords:
    """How one outcome is spoken of."""

    code: str
    name: str  # a heading: "Emergency admission or death"
    event: str  # in a sentence, for one person: "an emergency admission, or die,"
    will: str  # in a sentence, for several: "will have an emergency admission or die"
    fewer: str  # events, plural: "emergency admissions or deaths"
    within: str = "within 12 months"


OUTCOMES = {
    words.code: words
    for words in (
        OutcomeWords(
            "admission_or_death",
            "Emergency admission or death",
            "an emergency admission, or of dying,",
            "to have an emergency admission or die",
            "emergency admissions or deaths",
        ),
        OutcomeWords(
            "fall", "A fall that needs care", "a fall that needs care", "to have a fall that needs care", "falls"
        ),
        OutcomeWords(
            "care_home",
            "Care home or long-term care",
            "moving into a care home or needing long-term care for the first time",
            "to move into a care home or need long-term care for the first time",
            "moves into a care home or starts of long-term care",
        ),
        OutcomeWords(
            "readmission",
            "Readmission within 30 days",
            "an emergency readmission",
            "to be readmitted as an emergency",
            "emergency readmissions",
            "within 30 days of leaving hospital",
        ),
    )
}

GROUPS = {
    "health": "Health conditions",
    "function": "Function and frailty",
    "social": "Home and social life",
    "use": "Use of services",
    "medicines": "Medicines",
    "demographic": "Age and circumstances",
    "demographics": "Age and circumstances",
    "person": "Age and circumstances",
}

FRAILTY = {"fit": "Fit", "mild": "Mild", "moderate": "Moderate", "severe": "Severe"}

UNVALIDATED = "Unvalidated flag. Not a probability."


def outcome(code: str) -> OutcomeWords:
    """Words for an outcome; a place's own outcome goes by its code.

    >>> outcome("fall").name, outcome("new_package").name
    ('A fall that needs care', 'New package')
    """
    plain = code.replace("_", " ")
    return OUTCOMES.get(code) or OutcomeWords(code, plain.capitalize(), plain, f"to have {plain}", plain)


def group(code: str) -> str:
    return GROUPS.get(code) or code.replace("_", " ").capitalize()


def flag(code: str) -> str:
    """What a rule's flag is called.

    >>> flag("my_own_flag")
    'My own flag'
    """
    found = next((rule.title for rule in rules() if rule.flag == code), "")
    return found or code.replace("_", " ").capitalize()


def frailty(code: str) -> str:
    return FRAILTY.get(code) or code.replace("_", " ").capitalize()


FEWEST, MOST = 0.01, 0.99  # nearer to never or always no number of people is named
NEAR = (
    (0.025, "fewer than 1 in 30"),
    (0.04, "about 1 in 30"),
    (0.075, "about 1 in 20"),
    (0.12, "about 1 in 10"),
    (0.17, "about 1 in 7"),
    (0.225, "about 1 in 5"),
    (0.29, "about 1 in 4"),
    (0.365, "about 1 in 3"),
    (0.45, "about 2 in 5"),
    (0.55, "about 1 in 2"),
    (0.635, "about 3 in 5"),
    (0.71, "about 2 in 3"),
    (0.775, "about 3 in 4"),
    (0.85, "about 4 in 5"),
    (0.95, "about 9 in 10"),
)


def chance(probability: float) -> str:
    """A probability as people say it; nothing below 0.01 and above 0.99, where "in 100" says it better.

    >>> [chance(p) for p in (0.01, 0.31, 0.39, 0.5, 0.97, 0.999)]
    ['fewer than 1 in 30', 'about 1 in 3', 'about 2 in 5', 'about 1 in 2', 'more than 9 in 10', '']
    """
    if not FEWEST <= probability <= MOST:
        return ""
    return next((words for limit, words in NEAR if probability < limit), "more than 9 in 10")


def in_100(probability: float) -> str:
    """A probability as so many people out of a hundred.

    >>> [in_100(p) for p in (0.118, 0.004, 0.999)]
    ['12 in 100', 'fewer than 1 in 100', 'more than 99 in 100']
    """
    if 0 < probability < FEWEST:
        return "fewer than 1 in 100"
    if MOST < probability < 1:
        return "more than 99 in 100"
    return f"{round(100 * probability)} in 100"
