"""What is said of a form that cannot be taken: each sentence names what it is about, and leads there."""

from collections.abc import Mapping

OPEN_AGAIN = "Open the page again: part of this form is missing, or it is too old"
AGAIN = dict.fromkeys(("required", "invalid", "invalid_choice", "min_value", "max_value", "max_length"), OPEN_AGAIN)
"""Messages of a field nobody sees, such as which version was on the screen."""
WHOLE = "__all__"  # what Django calls problems of no field


def too_long(what: str, letters: int) -> dict[str, str]:
    """The message of a field that holds so many characters at most.

    Examples
    --------
    >>> too_long("Reason", 2000)
    {'max_length': 'Reason must be 2,000 characters or fewer'}
    """
    return {"max_length": f"{what} must be {letters:,} characters or fewer"}


def listed(problems: Mapping[str, str], prefix: str = "") -> list[dict[str, str]]:
    """Problems by field as the error summary wants them, each sentence once, with a link where there is a field to see.

    Parameters
    ----------
    prefix : of the fields' ids.

    Examples
    --------
    >>> listed({"note": "Enter a note", "version": OPEN_AGAIN, "token": OPEN_AGAIN}, "decision-")
    [{'text': 'Enter a note', 'href': '#decision-note'}, {'text': 'Open the page again: part of this form is ...
    """
    first: dict[str, str] = {}
    for name, text in problems.items():
        first.setdefault(text, name)
    return [
        {"text": text} if name == WHOLE or text == OPEN_AGAIN else {"text": text, "href": f"#{prefix}{name}"}
        for text, name in first.items()
    ]


def first_of(errors: Mapping[str, list[str]]) -> dict[str, str]:
    """By field, the first of a form's errors."""
    return {name: said[0] for name, said in errors.items()}
