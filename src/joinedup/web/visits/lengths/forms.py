"""How does a scheduler decide on a length?"""

from django import forms

OPEN_AGAIN = "Open the page again"


class DecideForm(forms.Form):
    """Yes or no to a length that was on the screen."""

    minutes = forms.FloatField(
        min_value=1,
        max_value=1440,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), OPEN_AGAIN),
    )
    choice = forms.ChoiceField(
        choices=[("accept", "Accept"), ("decline", "Decline")],
        error_messages=dict.fromkeys(("required", "invalid_choice"), OPEN_AGAIN),
    )
