"""Are the published weights still as they were published?"""

import hashlib

from joinedup import definitions
from joinedup.core.risk.failures import WeightsChanged
from joinedup.core.risk.features.catalogue import definition_text, rows


def weights_of(score: str) -> list[dict[str, str]]:
    """The rows of a published score's table, refused if a single character of it is not as it was checked.

    Parameters
    ----------
    score : name of a definition in definitions/scores.

    Raises
    ------
    WeightsChanged
        if a row or a weight was changed, lost or added.

    Examples
    --------
    >>> len(weights_of("hfrs")), len(weights_of("cambridge")), len(weights_of("charlson")), len(weights_of("efi"))
    (109, 20, 17, 36)
    """
    kept = definitions.read(f"scores/{score}.yaml")
    table = f"scores/{kept.get('weights') or kept['deficits']}"
    count = kept.get("weight_count") or kept["deficit_count"]
    found = rows(table)
    check_weights(score, definition_text(table), len(found), count=count, sha256=kept["sha256"])
    return found


def check_weights(score: str, text: str, found: int, *, count: int, sha256: str) -> None:
    """Raise unless a table has the rows and the characters it is published with."""
    if found != count or hashlib.sha256(text.encode()).hexdigest() != sha256:
        raise WeightsChanged(
            f"The published table of {score} has been changed ({found} rows)",
            expected=f"{count} rows as published; a new edition needs its source and its sum in scores/{score}.yaml",
        )
