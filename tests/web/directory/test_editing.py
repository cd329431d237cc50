"""What a form says of a service, put back into it: nothing that the form does not show is lost."""

from dataclasses import replace
from datetime import date

from joinedup.web.directory.upkeep.editing import as_form, edited
from tests.core.directory.small import CLASS, MONDAYS


def test_hours_that_read_alike_all_stay_and_all_go_with_their_line():
    there = replace(MONDAYS, id="there", service_at_location_id="somewhere else")
    summer = replace(MONDAYS, id="summer", valid_from=date(2026, 6, 1), valid_to=date(2026, 8, 31))
    service = replace(CLASS, schedules=(MONDAYS, there, summer))
    said = as_form(service)
    assert said["hours"] == "MO,TH 10:00-11:30"
    assert edited(service, said).schedules == service.schedules
    assert edited(service, said | {"hours": ""}).schedules == ()
