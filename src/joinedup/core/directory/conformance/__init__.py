"""The conformance gate: does a feed of a directory keep to the national standard?"""

from joinedup.core.directory.conformance.answers import Answer, Ask, FeedIsTooLarge, NoAnswer, NotJson, parsed
from joinedup.core.directory.conformance.document import DocumentFeed, NoFeedInFile
from joinedup.core.directory.conformance.findings import Finding, Severity
from joinedup.core.directory.conformance.gate import Verdict, judge
from joinedup.core.directory.conformance.parameters import GateParameters

__all__ = [
    "Answer",
    "Ask",
    "DocumentFeed",
    "FeedIsTooLarge",
    "Finding",
    "GateParameters",
    "NoAnswer",
    "NoFeedInFile",
    "NotJson",
    "Severity",
    "Verdict",
    "judge",
    "parsed",
]
