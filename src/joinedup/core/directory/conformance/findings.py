"""What is wrong with a feed, each thing once, with how often and where it was met first."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    Parameters
    ----------
    rule : its name, such as "page_sums"; docs/reference/conformance.md lists them.
    endpoint : such as "/services/{id}".
    words : what is wrong, in a sentence without values of single entries.
    example : where it was met first.
    count : how often it was met.
    """

    rule: str
    severity: Severity
    endpoint: str
    words: str
    example: str
    count: int


@dataclass
class Findings:
    """Findings as they are met."""

    met: dict[tuple[str, str, str], tuple[Severity, str, int]] = field(default_factory=dict)

    def add(self, rule: str, severity: Severity, endpoint: str, words: str, example: str = "") -> None:
        """Write down one more; the same words at the same endpoint are one finding."""
        key = (rule, endpoint, words)
        before = self.met.get(key)
        self.met[key] = (severity, before[1], before[2] + 1) if before else (severity, example[:300], 1)

    def __iter__(self) -> Iterator[Finding]:
        """Errors first, then warnings, then notes; otherwise as they were met."""
        weight = list(Severity)
        found = [
            Finding(rule, severity, endpoint, words, example, count)
            for (rule, endpoint, words), (severity, example, count) in self.met.items()
        ]
        return iter(sorted(found, key=lambda one: weight.index(one.severity)))
