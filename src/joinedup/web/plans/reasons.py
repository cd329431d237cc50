"""Why is an offer accepted or declined? The choices, with their words."""

WORDS = {
    "accepted:agreed": "Accept: agreed with the person",
    "accepted:agreed_with_representative": "Accept: agreed with somebody who speaks for them",
    "accepted:best_interests": "Accept: decided in their best interests",
    "declined:not_wanted": "Decline: the person does not want it",
    "declined:has_it": "Decline: they already have this or something like it",
    "declined:not_suitable": "Decline: not suitable or not safe for them",
    "declined:no_place": "Decline: no place, or the wait is too long",
    "declined:other": "Decline: another reason, given in the note",
}
CHOICES = tuple(WORDS.items())
NEED_A_NOTE = frozenset({"declined:other"})


def reason_words(choice: str, reason: str) -> str:
    """
    >>> reason_words("declined", "has_it")
    'they already have this or something like it'
    """
    return WORDS.get(f"{choice}:{reason}", "").partition(": ")[2]
