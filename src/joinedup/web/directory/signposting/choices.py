"""What staff can have done, and what can have come of it, in the words of forms and pages."""

HOW = (
    ("told", "I told them about it"),
    ("gave", "I gave or sent them the details"),
    ("contacted", "I contacted the service for them"),
)
HELPED = (
    ("yes", "Yes, it helped"),
    ("partly", "It helped a little"),
    ("no", "No, it did not help"),
    ("not used", "They have not used it"),
    ("not available", "The service could not take them"),
)
