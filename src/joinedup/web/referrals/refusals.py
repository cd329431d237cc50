"""Why can a referral not go somewhere, or something not be done with it?"""

from joinedup.core.errors import CannotProceed


class ChangedMeanwhile(CannotProceed):
    """Somebody else did something with a referral between looking and doing."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody did something with this referral while you were looking at it", expected="a look at how it stands"
        )


class NoConsent(CannotProceed):
    """A charity or another organisation outside is told about somebody only if they agreed."""

    def __init__(self) -> None:
        super().__init__(
            "The person has not agreed that this organisation is told about them",
            expected="how they, or somebody who may speak for them, agreed",
        )


class NoSuchDestination(CannotProceed):
    """A referral was to go where nobody would find it."""

    def __init__(self) -> None:
        super().__init__(
            "Nobody would get this referral",
            expected="a team or agency of the place, or an organisation of the directory with an e-mail address",
        )


class Objects(CannotProceed):
    """The person asked that those it would go to see nothing of them."""

    def __init__(self) -> None:
        super().__init__(
            "The person objects to what is known of them being shared there",
            expected="their own word, or a decision of the information-governance lead",
        )


class SentOtherwise(CannotProceed):
    """A form was sent a second time, and says something else than it did then."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"This form was sent already, as {reference}, and said something else. What you see now was not sent",
            expected="sending it as a further referral, or withdrawing the first",
        )
