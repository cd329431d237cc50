"""How was somebody pointed to a service, and did it help: the answers there are, with their words."""

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
