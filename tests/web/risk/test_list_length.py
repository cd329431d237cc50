"""The list is as long as the team can serve: asked for, kept, refused; and it says whom it finds and passes over."""

import re

import pytest

from joinedup.web.risk.models import Score, SelectionFigure, TeamCapacity
from tests.web import small_run

LIST = "/most-at-risk/"
KEEP = "/most-at-risk/number/"
OUTCOME = "admission_or_death"


def ranked(hood: str | None, outcome: str = OUTCOME) -> list[str]:
    """Everybody scored, highest first, worked out the slow way."""
    numbers = [
        n for n in range(small_run.PEOPLE) if small_run.is_scored(n, outcome) and hood in (None, small_run.HOODS[n % 3])
    ]
    return [
        small_run.person_id(n)
        for n in sorted(numbers, key=lambda n: (-small_run.probability(n, outcome), small_run.person_id(n)))
    ]


def people_in(response) -> list[str]:
    return re.findall(r'app-list__name" href="/people/([^/]+)/"', response.content.decode())


def words_of(response) -> str:
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def test_list_holds_as_many_as_were_asked_for_and_no_more(signed_in_as):
    for number in (1, 3, 12):
        assert people_in(signed_in_as("nurse").get(LIST, {"number": number})) == ranked("swanage")[:number]


def test_more_than_stand_above_the_mark_may_be_asked_for(signed_in_as):
    everybody = ranked("swanage")
    assert len(everybody) > len(people_in(signed_in_as("nurse").get(LIST)))
    found = signed_in_as("nurse").get(LIST, {"number": len(everybody)})
    assert people_in(found) == everybody[:25]
    assert f"{len(everybody)} people on this list" in words_of(found)


def test_more_than_there_are_gives_everybody(signed_in_as):
    text = words_of(signed_in_as("nurse").get(LIST, {"number": 5000}))
    assert f"{len(ranked('swanage'))} people on this list" in text


def test_people_of_equal_chance_do_not_lengthen_the_list(signed_in_as):
    Score.objects.filter(outcome=OUTCOME).update(probability=0.5)
    assert people_in(signed_in_as("countywide").get(LIST, {"number": 4})) == sorted(ranked(None))[:4]


def test_number_that_is_none_is_said_and_the_usual_list_shown(signed_in_as):
    client = signed_in_as("nurse")
    usual = people_in(client.get(LIST))
    for wrong in ("0", "-1", "1000000000", "ten", "1.5", "1e3", "5001", "\x00", "9" * 5000):
        response = client.get(LIST, {"number": wrong})
        assert response.status_code == 200
        assert "The number of people must be a whole number from 1 to 5,000" in words_of(response)
        assert people_in(response) == usual


def test_filters_narrow_the_list_and_do_not_lengthen_it(signed_in_as):
    number = 10
    on_list = ranked("swanage")[:number]
    old = {small_run.person_id(n) for n in range(60) if small_run.age(n) >= 85}
    found = people_in(signed_in_as("nurse").get(LIST, {"number": number, "age": "85-over"}))
    assert found == [person for person in on_list if person in old]


def test_pages_of_a_list_end_where_it_ends(signed_in_as):
    client = signed_in_as("countywide")
    first = client.get(LIST, {"number": 30})
    address = re.search(r'href="([^"]+)" rel="next"', first.content.decode())[1].replace("&amp;", "&")
    second = client.get(LIST + address)
    assert people_in(first) + people_in(second) == ranked(None)[:30]
    assert 'rel="next"' not in second.content.decode()


def test_expected_hits_and_misses_are_sums_of_chances(signed_in_as):
    chances = sorted(
        (small_run.probability(n, OUTCOME) for n in range(60) if small_run.is_scored(n, OUTCOME) and n % 3 == 0),
        reverse=True,
    )
    text = words_of(signed_in_as("nurse").get(LIST, {"number": 8}))
    assert f"About {round(sum(chances[:8]))} of them are expected" in text
    assert f"the other {8 - round(sum(chances[:8]))} are not" in text
    assert f"About {round(sum(chances) - sum(chances[:8]))} of the {len(chances)} people scored here will too" in text


def test_list_says_what_one_of_its_share_found_when_it_was_judged(signed_in_as):
    text = words_of(signed_in_as("nurse").get(LIST, {"outcome": "fall", "number": 5}))
    assert "right about 60 of every 100 on it, and held 30 of every 100 who had the outcome" in text
    assert "right about" not in words_of(signed_in_as("nurse").get(LIST, {"outcome": "care_home"}))


def test_download_is_as_long_as_the_list(signed_in_as):
    text = b"".join(signed_in_as("lead").get(LIST + "download/", {"number": 4}).streaming_content).decode()
    assert len(text.splitlines()) == 2 + 4
    assert "FOR EVALUATION ONLY" in text.splitlines()[0]
    assert "OUT OF DATE" in text.splitlines()[0]  # the small place's scores are of long ago


def test_team_lead_keeps_the_number_and_it_is_the_length_from_then_on(signed_in_as, audited):
    response = signed_in_as("lead").post(KEEP, {"outcome": OUTCOME, "number": "7"}, follow=True)
    assert "list now holds 7 people at most" in words_of(response)
    assert people_in(signed_in_as("nurse").get(LIST)) == ranked("swanage")[:7]
    assert "as many as the team said it can serve" in words_of(signed_in_as("nurse").get(LIST))
    fewer = words_of(signed_in_as("nurse").get(LIST, {"carer": "yes"}))
    assert "of the 7 the team said it can serve" in fewer
    assert "as many as the team said" not in fewer
    assert len(people_in(signed_in_as("elsewhere").get(LIST))) > 7  # another team's list
    assert audited("risk.set_capacity")[0].detail == {"outcome": OUTCOME, "people": 7}


def test_number_that_is_none_is_not_kept(signed_in_as):
    for wrong in ("", "0", "-1", "x", "1000000000"):
        response = signed_in_as("lead").post(KEEP, {"outcome": OUTCOME, "number": wrong})
        assert response.status_code == 422
        assert "The number of people must be a whole number from 1 to 5,000" in words_of(response)
    assert not TeamCapacity.objects.exists()


def test_only_the_team_lead_keeps_the_number(signed_in_as, audited):
    for username in ("nurse", "gp", "worker", "prescriber", "analyst", "ig"):
        assert signed_in_as(username).post(KEEP, {"outcome": OUTCOME, "number": 7}).status_code == 403
    assert audited("risk.set_capacity")[0].outcome == "refused"


def test_numbers_kept_can_only_be_added_to(signed_in_as):
    from joinedup.core.errors import CannotProceed

    signed_in_as("lead").post(KEEP, {"outcome": OUTCOME, "number": 7})
    with pytest.raises(CannotProceed):
        TeamCapacity.objects.update(people=70)


def test_small_numbers_by_group_are_shown_to_nobody(signed_in_as):
    text = signed_in_as("lead").get(LIST, {"number": 6, "outcome": "fall"}).content.decode()
    table = re.search(r"The list by sex.*?</table>", text, re.DOTALL)[0]
    assert "7 or fewer" in table
    cells = re.findall(r"numeric\">([^<]+)</td>", table)
    assert not {cell for cell in cells if cell in {"1", "2", "3", "4", "5", "6", "7"}}


def test_figures_of_a_group_too_small_to_judge_are_not_shown(signed_in_as):
    rows = SelectionFigure.objects.filter(grouping="deprivation_fifth")
    assert not rows.exclude(false_negative_rate=None).exists()
    text = signed_in_as("lead").get(LIST, {"number": 6, "outcome": "fall"}).content.decode()
    first = re.search(r"Most deprived fifth</th>.*?</tr>", text, re.DOTALL)[0]
    assert first.count("not shown") >= 2
    female = re.search(r">Female</th>.*?</tr>", text, re.DOTALL)[0]
    assert "1.02" in female and "70%" in female
