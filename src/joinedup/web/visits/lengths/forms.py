"""How does a scheduler decide on a length?"""

from django import forms

from joinedup.web.components.problems import AGAIN


class DecideForm(forms.Form):
    """Yes or no to a length that was on the screen."""

    minutes = forms.FloatField(
        min_value=1,
        max_value=1440,
        error_messages=AGAIN,
    )
    choice = forms.ChoiceField(
        choices=[("accept", "Accept"), ("decline", "Decline")],
        error_messages=AGAIN,
    )
