"""How are the reasons, verdicts and likenesses of a review put into words? The one list of them."""

WHY = {
    "uncertain": "The evidence is neither enough to join them nor enough to keep them apart",
    "contested": "More than one person could be the match",
    "kept_apart": "Alike enough to be joined, and kept apart by a rule such as that for twins",
    "number_disputed": "The NHS number says one thing, and name or date of birth another",
    "reported": "Somebody who cares for this person reported that two joined records may be about two people",
    "sample": "Drawn to measure how good the joins are. Judge from the records alone",
}
WHY_SHORT = {
    "uncertain": "Uncertain",
    "contested": "More than one match",
    "kept_apart": "Kept apart by a rule",
    "number_disputed": "NHS number disputed",
    "reported": "Reported from care",
    "sample": "Quality sample",
}
STAGES = {"first": "First decision", "second": "Second decision"}
VERDICTS = {"same": "Same person", "different": "Different people", "cannot_tell": "Cannot tell"}
HOW = {
    "nhs_number": "the NHS number, and names and date of birth that agree with it",
    "demographics": "the same name, date of birth and address",
    "splink": "likeness, weighed by the model",
    "decision": "what people decided",
    "alone": "nothing: it stands alone",
}
COMPARISONS = {
    "given_name": "Given name",
    "family_name": "Family name",
    "birth_date": "Date of birth",
    "sex": "Sex",
    "home": "Home",
    "nhs_number": "NHS number",
}
EFFECT = "It takes effect at the next joining of records."
LITTLE, STRONG = 1.0, 5.0  # bits: 2 to 1, and 32 to 1


def why(code: str) -> str:
    return WHY.get(code) or code.replace("_", " ").capitalize()


def why_short(code: str) -> str:
    return WHY_SHORT.get(code) or code.replace("_", " ").capitalize()


def how(code: str) -> str:
    return HOW.get(code) or code.replace("_", " ")


def speaks(weight: float | None) -> str:
    """Whether a comparison speaks for one person or against it, from its match weight in bits.

    >>> [speaks(weight) for weight in (None, 0.4, 3.0, 12.5, -2.0, -8.0)]
    ['says nothing', 'says little', 'speaks for', 'speaks strongly for', 'speaks against', 'speaks strongly against']
    """
    if weight is None:
        return "says nothing"
    if abs(weight) < LITTLE:
        return "says little"
    strongly = "strongly " if abs(weight) >= STRONG else ""
    return f"speaks {strongly}{'for' if weight > 0 else 'against'}"
