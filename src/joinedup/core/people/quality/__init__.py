"""How right are the links, for whom are they worse, and has anything changed since the run before?"""

from joinedup.core.people.quality.report import Quality, judge

__all__ = ["Quality", "judge"]
