"""What are agencies, kinds of record, places in a file and NHS numbers called on a page?"""

from collections.abc import Mapping

KINDS = {
    "gp_event": "GP record",
    "gp_medicine": "Medicine",
    "hospital_spell": "Hospital stay",
    "emergency_attendance": "Emergency department",
    "ambulance_incident": "Ambulance",
    "community_contact": "Community health",
    "mental_health_contact": "Mental health",
    "social_care_event": "Social care",
    "referral": "Social prescribing and charities",
    "unpaid_carer": "Unpaid care",
    "safe_and_well_visit": "Fire and rescue visit",
    "register": "Register",
}


def kind_words(kind: str) -> str:
    return KINDS.get(kind) or kind.replace("_", " ").capitalize()


def agency(code: str, organisations: Mapping[str, str]) -> str:
    """The organisation's name, or its code in plain letters where the place does not name it.

    >>> agency("uhd", {"uhd": "University Hospitals"}), agency("old_trust", {})
    ('University Hospitals', 'Old trust')
    """
    return organisations.get(code) or code.replace("_", " ").capitalize()


def source_words(file: str, line: int | None) -> str:
    """Where in an agency's file a record stands.

    >>> source_words("extracts/uhd/spells.csv", 1204)
    'spells.csv, line 1,204'
    """
    if not file:
        return ""
    name = file.rsplit("/", 1)[-1]
    return f"{name}, line {line:,}" if line else name


def spaced(nhs_number: str) -> str:
    """An NHS number as it is read aloud.

    >>> spaced("9990000018"), spaced("")
    ('999 000 0018', 'not known')
    """
    if len(nhs_number) != 10:
        return nhs_number or "not known"
    return f"{nhs_number[:3]} {nhs_number[3:6]} {nhs_number[6:]}"


def reference(person_id: str) -> str:
    """The first eight characters of a pseudonym, in two groups that can be read aloud.

    >>> reference("p3f9a21bc00000001")
    'P-3F9A-21BC'
    """
    letters = person_id[1:9].upper()
    return f"P-{letters[:4]}-{letters[4:]}".rstrip("-")
