"""The list: who is on it for whom, in which order, without names until there is a care relationship."""

import csv
import io
import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from joinedup.web import loading
from joinedup.web.governance.models import SealedPart
from joinedup.web.people.models import FormerId, Person
from joinedup.web.risk.forms import FilterForm, write_cursor
from joinedup.web.risk.models import Contribution, GroupTotal, Reason, Score, Scoring
from joinedup.web.risk.queries import Cursor, ListFilter, conditions, listed_by_group, most_at_risk, page, totals
from tests.web import small_run

LIST = "/most-at-risk/"
ADMISSION = ListFilter(outcome="admission_or_death")


@pytest.fixture
def countywide(staff) -> Callable[[ListFilter], QuerySet]:
    """A list as somebody who works in the whole place sees it."""
    return lambda wanted: most_at_risk(wanted, by=staff("countywide"))


def above(hood: str | None, outcome: str = "admission_or_death") -> list[str]:
    """Who should be on a list, in order, worked out the slow way."""
    numbers = [
        n
        for n in range(small_run.PEOPLE)
        if small_run.is_scored(n, outcome)
        and small_run.probability(n, outcome) >= small_run.THRESHOLDS[outcome]
        and hood in (None, small_run.HOODS[n % 3])
    ]
    return [
        small_run.person_id(n)
        for n in sorted(numbers, key=lambda n: (-small_run.probability(n, outcome), small_run.person_id(n)))
    ]


def people_in(response) -> list[str]:
    return re.findall(r'app-list__name" href="/people/([^/]+)/"', response.content.decode())


def test_list_holds_those_of_the_neighbourhood_above_the_threshold_highest_first(signed_in_as):
    assert people_in(signed_in_as("nurse").get(LIST)) == above("swanage")


def test_whole_place_is_paged_without_loss_or_repeat(countywide):
    everybody, after, pages = [], None, 0
    while scores := page(countywide(ADMISSION), ADMISSION.outcome, after=after, size=6):
        everybody += [score.person_id for score in scores[:6]]
        after = Cursor(scores[min(5, len(scores) - 1)].probability, scores[min(5, len(scores) - 1)].person_id)
        pages += 1
        if len(scores) <= 6:
            break
    assert everybody == above(None)
    assert pages == -(-len(everybody) // 6)


def test_people_of_equal_chance_are_paged_by_id(countywide):
    scores = page(countywide(ADMISSION), ADMISSION.outcome, after=Cursor(0.9, ""), size=500)
    first = scores[0]
    following = page(
        countywide(ADMISSION),
        ADMISSION.outcome,
        after=Cursor(first.probability, "p"),
        size=500,
    )
    assert following[0].person_id == first.person_id


def test_no_name_is_shown_without_a_care_relationship(signed_in_as):
    text = signed_in_as("nurse").get(LIST).content.decode()
    for person in Person.objects.all():
        assert person.family_name not in text
        assert person.nhs_number not in text


def test_name_is_shown_once_the_person_is_in_the_users_own_care(signed_in_as, staff, take_into_care):
    mine, others = above("swanage")[:2]
    take_into_care(staff("nurse"), mine)
    take_into_care(staff("gp"), others)
    text = signed_in_as("nurse").get(LIST).content.decode()
    assert Person.objects.get(person_id=mine).full_name in text
    assert Person.objects.get(person_id=others).full_name not in text


def test_list_says_how_many_and_how_many_events_are_expected(signed_in_as, staff):
    ids = above("swanage")
    expected = sum(small_run.probability(n, "admission_or_death") for n in range(60) if small_run.person_id(n) in ids)
    counted = totals(listed_by_group(most_at_risk(ADMISSION, by=staff("nurse"))))
    assert counted["people"] == len(ids)
    assert counted["expected"] == pytest.approx(expected)
    text = " ".join(re.sub("<[^>]+>", " ", signed_in_as("nurse").get(LIST).content.decode()).split())
    assert f"{len(ids)} people on this list" in text
    assert f"About {round(expected)} of them are expected to have an emergency admission or die" in text


def test_list_says_how_one_like_it_did_when_checked(signed_in_as):
    checked = b"of every 100 people on it, 41 had the outcome"
    client = signed_in_as("nurse")
    assert checked in client.get(LIST, {"outcome": "fall"}).content
    assert checked not in client.get(LIST, {"outcome": "care_home"}).content


@pytest.mark.parametrize(
    ("chosen", "fits"),
    [
        ({"age": "85-over"}, lambda n: small_run.age(n) >= 85),
        ({"age": "under-65"}, lambda n: small_run.age(n) < 65),
        ({"frailty": "severe"}, lambda n: n % 4 == 3 and small_run.age(n) >= 65),
        ({"quintile": "1"}, lambda n: n % 10 in (0, 1)),
        ({"carer": "yes"}, lambda n: n == 0),
        ({"carer": "no"}, lambda n: n != 0),
        ({"package": "yes"}, lambda n: n % 2 == 0),
        ({"package": "no"}, lambda n: n % 2 == 1),
        ({"reason": "social"}, lambda n: n % 3 == 1),
        ({"neighbourhood": "wareham"}, lambda n: n % 3 == 1),
        ({"outcome": "fall", "age": "75-84"}, lambda n: 75 <= small_run.age(n) <= 84),
    ],
)
def test_filters_keep_those_who_fit(signed_in_as, chosen, fits):
    outcome = chosen.get("outcome", "admission_or_death")
    kept = {small_run.person_id(n) for n in range(60) if fits(n)}
    found = people_in(signed_in_as("countywide").get(LIST, chosen))
    assert found == [one for one in above(None, outcome) if one in kept][:25]
    assert found


def test_list_has_the_asked_outcome_only(signed_in_as):
    assert people_in(signed_in_as("nurse").get(LIST, {"outcome": "fall"})) == above("swanage", "fall")


def test_another_neighbourhood_cannot_be_asked_for(signed_in_as):
    response = signed_in_as("nurse").get(LIST, {"neighbourhood": "wareham"})
    assert people_in(response) == above("swanage")
    assert b"Select neighbourhood from the list" in response.content


@pytest.mark.one_database
@pytest.mark.parametrize("name", ["outcome", "age", "frailty", "reason", "quintile", "carer", "package"])
@pytest.mark.parametrize("wrong", ["x", "'; drop table risk_score; --", "9" * 5000, "\x00"])
def test_filter_that_is_not_understood_is_said_and_counts_as_any(signed_in_as, name, wrong):
    response = signed_in_as("nurse").get(LIST, {name: wrong})
    assert response.status_code == 200
    assert people_in(response) == above("swanage")
    assert b"There is a problem" in response.content


@pytest.mark.one_database
@pytest.mark.parametrize("wrong", ["-1~p1", "1e999~p1", "nan~p", "0.5", "0.5~' or 1=1", "9" * 9000, "½~p1", "0.5~"])
def test_cursor_that_is_not_ours_gives_the_start_of_the_list(signed_in_as, wrong):
    response = signed_in_as("nurse").get(LIST, {"after": wrong})
    assert people_in(response) == above("swanage")
    assert b"This is the start of the list" in response.content


def test_cursor_past_the_end_gives_an_empty_page(signed_in_as):
    response = signed_in_as("nurse").get(LIST, {"after": "0.0~pzz"})
    assert people_in(response) == []
    assert b"Start of the list" in response.content


def test_next_page_begins_after_the_last_row(signed_in_as):
    client = signed_in_as("countywide")
    first = client.get(LIST)
    address = re.search(r'href="([^"]+)" rel="next"', first.content.decode())[1].replace("&amp;", "&")
    second = client.get(LIST + address)
    assert people_in(first) + people_in(second) == above(None)[:50]


def test_cursor_keeps_every_digit():
    from joinedup.web.risk.forms import read_cursor

    for probability in (0.1 + 0.2, 1e-7, 1.0, 0.0, 1 / 3):
        assert read_cursor(write_cursor(probability, "p1")) == Cursor(probability, "p1")


def test_people_who_opted_out_or_died_are_not_on_any_list(countywide):
    for outcome in small_run.THRESHOLDS:
        found = {one.person_id for one in page(countywide(ListFilter(outcome)), outcome, after=None, size=500)}
        assert not found & {small_run.person_id(5), small_run.person_id(59)}


def test_reading_the_list_takes_a_fixed_number_of_queries(signed_in_as, take_into_care, django_assert_max_num_queries):
    client = signed_in_as("countywide")
    take_into_care(client.user, *above(None)[:10])
    with django_assert_max_num_queries(21):
        client.get(LIST)


def test_reading_the_list_is_audited_with_whom_it_named(signed_in_as, staff, take_into_care, audited):
    take_into_care(staff("nurse"), above("swanage")[0])
    signed_in_as("nurse").get(LIST, {"age": "85-over"})
    signed_in_as("nurse").get(LIST)
    latest, earlier = audited("risk.view_list")
    assert latest.detail["named"] == [above("swanage")[0]]
    assert earlier.detail["filter"] == {"outcome": "admission_or_death", "age": "85-over"}


def test_analyst_sees_the_list_without_names_and_without_ways_in(signed_in_as):
    text = signed_in_as("analyst").get(LIST).content.decode()
    assert "/people/" not in text
    assert "P-" in text


def test_governance_lead_is_refused_and_that_is_audited(signed_in_as, audited):
    assert signed_in_as("ig").get(LIST).status_code == 403
    assert audited("risk.view_list")[0].outcome == "refused"


def test_download_is_for_the_team_lead_only(signed_in_as, audited):
    for username in ("nurse", "gp", "worker", "prescriber", "analyst", "ig"):
        assert signed_in_as(username).get(LIST + "download/").status_code == 403
    assert audited("risk.download_list")[0].outcome == "refused"


def download(client, **chosen) -> list[list[str]]:
    text = b"".join(client.get(LIST + "download/", chosen).streaming_content).decode()
    return list(csv.reader(io.StringIO(text)))


def test_download_has_everybody_and_names_only_of_those_in_care(signed_in_as, take_into_care, audited):
    client = signed_in_as("lead")
    known = above("swanage")[2]
    take_into_care(client.user, known)
    title, heading, *rows = download(client)
    assert "INVENTED DATA" in title[0]
    assert heading[:2] == ["reference", "name"]
    assert len(rows) == len(above("swanage"))
    assert [row[1] for row in rows if row[1]] == [Person.objects.get(person_id=known).full_name]
    of_known, whole = audited("risk.download_list")
    assert whole.detail["people"] == len(rows)
    assert (of_known.person_id, of_known.detail) == (known, {"outcome": "admission_or_death"})


def test_person_can_be_shown_that_their_name_was_taken_away(signed_in_as, take_into_care):
    here, elsewhere = above("swanage")[:2]
    client = signed_in_as("lead")
    take_into_care(client.user, here)
    download(client)
    words = "Took away the list of people most at risk"
    reads = signed_in_as("ig")
    assert words in reads.get(f"/people/{here}/who-looked/").content.decode()
    assert words not in reads.get(f"/people/{elsewhere}/who-looked/").content.decode()


def test_download_names_many_in_as_many_queries_as_few(signed_in_as, take_into_care):
    client, counted = signed_in_as("lead"), []
    everybody = above("swanage")
    merged = FormerId.objects.filter(person_id__in=everybody).values_list("person_id", flat=True)[:1]
    for people in (merged, everybody):  # where somebody is merged, one query more looks at both ids' objections
        take_into_care(client.user, *people)
        with CaptureQueriesContext(connection) as asked:
            rows = download(client)[2:]
        counted.append(len(asked))
        assert len([row for row in rows if row[1]]) == len(people) >= 1
    assert counted[0] == counted[1]


def test_download_makes_formulas_harmless(signed_in_as, take_into_care):
    client = signed_in_as("lead")
    known = above("swanage")[0]
    Person.objects.filter(person_id=known).update(given_name="=HYPERLINK(1)")
    take_into_care(client.user, known)
    assert download(client)[2][1].startswith("'=HYPERLINK(1)")


def test_every_field_of_the_filter_narrows_the_query():
    names = set(FilterForm({}, outcomes=["fall"], reasons=["use"], neighbourhoods={"a": "A"}).fields)
    some = {"age": "65-74", "frailty": "mild", "reason": "use", "quintile": "2", "carer": "no", "package": "no"}
    assert names == {*some, "outcome", "neighbourhood", "number"}  # the last two say where the list is from and ends
    assert len(conditions(ListFilter("fall", **some))) == len(some)


def test_before_a_run_is_loaded_the_page_says_so(signed_in):
    assert b"Nothing to show yet" in signed_in("gp").get(LIST).content


def test_score_whose_own_day_is_over_is_marked_on_its_row_and_in_the_file(signed_in_as):
    client, (someone, *others) = signed_in_as("lead"), above("swanage")
    Scoring.objects.update(valid_until=dict.fromkeys(small_run.THRESHOLDS, "2099-01-01"))
    Score.objects.update(valid_until=date(2099, 1, 1))
    assert "Out of date" not in client.get(LIST).content.decode()
    Score.objects.filter(person_id=someone).update(valid_until=date(2026, 4, 2))
    first, *rest = re.findall(r"<tr role=\"row\" class=.*?</tr>", client.get(LIST).content.decode(), re.DOTALL)
    assert someone in first and "Out of date" in first
    assert not [row for row in rest if "Out of date" in row]
    _, heading, *rows = download(client)
    assert heading[-2:] == ["score valid until", "score out of date"]
    assert [row[-2:] for row in rows] == [["2026-04-02", "yes"], *([["2099-01-01", ""]] * len(others))]


def test_whole_place_counts_those_without_a_neighbourhood(run_folder, tmp_path, small_place):
    run, place = (tmp_path / "run", tmp_path / "county" / "place.toml")
    shutil.copytree(run_folder[0], run)
    shutil.copytree(run_folder[1].parent, place.parent)
    people = pq.read_table(run / "link" / "person.parquet")
    elsewhere = [
        {**row, "neighbourhood": None} if row["neighbourhood"] != "swanage" else row for row in people.to_pylist()
    ]
    pq.write_table(pa.Table.from_pylist(elsewhere, schema=people.schema), run / "link" / "person.parquet")
    loading.load(run, place, at=datetime(2026, 4, 3, tzinfo=UTC))
    scores = Score.objects.filter(outcome="fall", is_living=True)
    totals = GroupTotal.objects.filter(outcome="fall", grouping="")
    here = scores.filter(neighbourhood="swanage").count()
    assert dict(totals.values_list("neighbourhood", "people")) == {"": scores.count(), "swanage": here}
    of_place = GroupTotal.objects.filter(outcome="fall", neighbourhood="", grouping="neighbourhood")
    assert dict(of_place.values_list("group", "people")) == {"": scores.count() - here, "swanage": here}


def below(hood: str) -> list[str]:
    found = Score.objects.filter(outcome=ADMISSION.outcome, neighbourhood=hood, is_above_threshold=False)
    return list(found.values_list("person_id", flat=True))


def test_reasons_of_people_below_the_mark_are_worked_out_from_what_makes_the_score(signed_in_as):
    assert not Reason.objects.filter(person__in=below("swanage"), outcome=ADMISSION.outcome).exists()
    text = signed_in_as("nurse").get(LIST, {"number": 100}).content.decode()
    assert "No single reason stands out" not in text
    assert text.count("3 falls in the last 2 years") == len(below("swanage"))
    rows = download(signed_in_as("lead"), number=100)[2:]
    assert all("3 falls" in row[7] for row in rows)


def test_where_nothing_is_kept_of_a_score_the_list_does_not_say_that_nothing_stands_out(signed_in_as):
    Contribution.objects.all().delete()
    text = signed_in_as("nurse").get(LIST, {"number": 100}).content.decode()
    assert text.count("Reasons were not worked out for this score") == len(below("swanage"))
    assert "No single reason stands out" not in text


def test_what_is_sealed_is_no_reason_worked_out(signed_in_as, staff, at):
    someone, *others = below("swanage")
    told = {"organisation": "nhs_dorset", "reason": "Their wish", "sealed_by": staff("gp"), "sealed_at": at}
    SealedPart.objects.create(person_id=someone, part="ambulance_incident", **told)
    text = signed_in_as("nurse").get(LIST, {"number": 100}).content.decode()
    assert "3 falls" not in re.search(rf"/{someone}/.*?</tr>", text, re.DOTALL)[0]
    assert text.count("3 falls in the last 2 years") == len(others)


def test_person_below_the_mark_reads_that_no_record_was_looked_up(signed_in_as, take_into_care):
    client, someone = signed_in_as("nurse"), below("swanage")[0]
    take_into_care(client.user, someone)
    text = client.get(f"/people/{someone}/").content.decode()
    assert "Records not looked up for this score" in text
