"""Who joins, and which skill is said or verified?"""

from datetime import date, timedelta

from django import forms

from joinedup.core.teams.skills import LEVELS, skills


class SkillForm(forms.Form):
    """A skill of one's own."""

    skill = forms.ChoiceField(
        choices=lambda: [(one.code, one.name) for one in skills().values()],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select a skill"),
    )
    level = forms.TypedChoiceField(
        coerce=int,
        choices=list(LEVELS.items()),
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select how well"),
    )


class VerifyForm(forms.Form):
    """Until when a check holds."""

    expires_on = forms.DateField(
        error_messages={"required": "Enter until when it holds", "invalid": "Enter a real date, such as 2027-03-31"}
    )

    def __init__(self, data: object, *, skill: str, on: date) -> None:
        super().__init__(data)
        self.skill, self.on = skill, on

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        latest = self.on + timedelta(days=31 * skills()[self.skill].months)
        if not self.on < day <= latest:
            raise forms.ValidationError(
                f"The date must be after today, and within {skills()[self.skill].months} months"
            )
        return day


class FindForm(forms.Form):
    """Which skill is looked for, and from where."""

    skill = forms.ChoiceField(required=False, choices=lambda: [(code, code) for code in skills()])
    near = forms.CharField(required=False, max_length=60)

    @property
    def wanted(self) -> tuple[str, str]:
        self.is_valid()
        return self.cleaned_data.get("skill", ""), self.cleaned_data.get("near", "")
