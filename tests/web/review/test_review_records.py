"""The records that make up a person, and the report that two of them are two people; decisions leave as a file."""

import csv
import re

import pytest
from django.core.management import call_command

from joinedup.core.people.identity.decisions import standing
from joinedup.job.decided import read_decisions
from joinedup.web import loading
from joinedup.web.governance.models import AuditEntry
from joinedup.web.review.actions import CannotWrite
from joinedup.web.review.models import Decision, Record, ReviewPair
from joinedup.web.review.pairing import pair_id
from tests.web import small_run
from tests.web.loaded import LOADED_AT
from tests.web.review import review_run
from tests.web.review.review_run import ONE_ENOUGH, TWO

HERE, SENSITIVE = small_run.person_id(0), small_run.person_id(3)
REGISTERS = list(review_run.REGISTERS)
KEYS = [review_run.record_key(0, source) for source in REGISTERS]


def words_of(response) -> str:
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def nurse(clients, take_into_care):
    client = clients("nurse")
    take_into_care(client.user, HERE, SENSITIVE)
    return client


@pytest.fixture
def report(nurse):
    """The nurse says that two records of somebody are two people."""

    def send(
        *, first: str = REGISTERS[0], second: str = REGISTERS[1], reason: str = "two birthdays", person: str = HERE
    ):
        ids = {one.source: one.pk for one in Record.objects.filter(person_id=HERE)}
        sent = {"first": ids.get(first, first), "second": ids.get(second, second), "reason": reason}
        return nurse.post(f"/people/{person}/records/report/", sent)

    return send


def test_person_page_says_how_many_records_are_behind_it(nurse):
    assert "3 records from 3 registers joined as one person" in words_of(nurse.get(f"/people/{HERE}/"))


def test_records_of_a_person_say_who_sent_them_and_why_they_are_joined(nurse, audited):
    text = words_of(nurse.get(f"/people/{HERE}/records/"))
    assert "Dorset Council" in text
    assert "Dorset County Hospital" in text
    assert "The NHS number, and names and date of birth that agree with it" in text
    assert "Likeness, weighed by the model (8 bits)" in text
    assert audited("review.view_records")[0].person_id == HERE


def test_records_of_a_sensitive_person_have_no_address(nurse):
    html = nurse.get(f"/people/{SENSITIVE}/records/").content.decode()
    for hidden in ("Hidden Lane", "BH20 9ZZ", "J99999"):
        assert hidden not in html
    assert "Withheld" in html


@pytest.mark.parametrize(("username", "status"), [("gp", 403), ("elsewhere", 404), ("reviewer", 403), ("analyst", 403)])
def test_records_are_for_those_who_have_the_person_in_their_care(clients, username, status):
    assert clients(username).get(f"/people/{HERE}/records/").status_code == status
    assert clients(username).post(f"/people/{HERE}/records/report/", {}).status_code == status


def test_report_is_a_first_decision_for_somebody_else_to_confirm(report, clients):
    assert report().status_code == 302
    made = Decision.objects.get()
    assert (made.purpose, made.verdict, made.needs_two) == ("unlink", "different", True)
    assert made.pair_id == pair_id(KEYS[0], KEYS[1])
    assert ReviewPair.objects.get(pair_id=made.pair_id).state == "second"
    reviewer = clients("reviewer")
    first = reviewer.get("/review/next/").headers["Location"]
    assert made.pair_id in first  # reported from care: before all others
    text = words_of(reviewer.get(first))
    assert "reported that two joined records may be about two people" in text
    assert "two birthdays" not in text
    assert "Joined now" in text
    reviewer.post(f"{first}decide/", {"verdict": "different"})
    assert [one.purpose for one in Decision.objects.order_by("version")] == ["unlink", "review"]
    assert ReviewPair.objects.get(pair_id=made.pair_id).state == "settled"


def test_report_can_be_withdrawn(report, nurse):
    report()
    made = Decision.objects.get()
    assert "What you reported" in words_of(nurse.get(f"/people/{HERE}/records/"))
    assert nurse.post(f"/review/decisions/{made.decision_id}/undo/").status_code == 302
    assert "What you reported" not in words_of(nurse.get(f"/people/{HERE}/records/"))


def test_report_sent_twice_is_one(report):
    assert [report().status_code for _ in range(3)] == [302] * 3
    assert Decision.objects.count() == 1


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"first": ""}, "Select the first record"),
        ({"second": "999999"}, "Select the second record"),
        ({"second": REGISTERS[0]}, "Select two different records"),
        ({"reason": ""}, "Say in a few words why"),
        ({"reason": "x" * 201}, "Reason must be 200 characters or fewer"),
        ({"first": "\x00"}, "Select the first record"),
    ],
)
def test_report_that_cannot_be_saved_says_what_is_wrong(report, sent, said):
    response = report(**sent)
    assert response.status_code == 422
    assert said in words_of(response)
    assert not Decision.objects.exists()


def test_records_of_somebody_else_cannot_be_reported(report, nurse):
    other = Record.objects.filter(person_id=SENSITIVE).first().pk
    assert report(second=str(other)).status_code == 422
    assert report(person=SENSITIVE).status_code == 422
    assert nurse.get(f"/people/{HERE}/records/report/").status_code == 405
    assert not Decision.objects.exists()


def test_report_about_a_pair_two_people_settled_goes_to_the_lead(report, clients, nurse):
    report()
    pair = ReviewPair.objects.get(why="reported")
    for username in ("reviewer", "second"):
        clients(username).post(f"/review/pairs/{pair.pair_id}/decide/", {"verdict": "same"})
    pair.refresh_from_db()
    assert pair.state == "disagreed"  # the nurse says two people, the first reviewer one


def test_decisions_outlive_the_run_and_reported_pairs_come_again(report, clients, run_folder):
    report()
    clients("reviewer").post(f"/review/pairs/{review_run.pair_id(TWO)}/decide/", {"verdict": "same"})
    clients("reviewer").post(f"/review/pairs/{review_run.pair_id(ONE_ENOUGH)}/decide/", {"verdict": "same"})
    before = dict(ReviewPair.objects.values_list("pair_id", "state"))
    loading.load(*run_folder, at=LOADED_AT)
    assert dict(ReviewPair.objects.values_list("pair_id", "state")) == before
    assert ReviewPair.objects.get(why="reported").needs_two


def test_exported_decisions_are_what_the_next_joining_takes(report, clients, tmp_path, capsys):
    report(reason="=two birthdays, said the daughter")
    for username in ("reviewer", "second"):
        clients(username).post(f"/review/pairs/{review_run.pair_id(TWO)}/decide/", {"verdict": "same", "reason": "é"})
    undone = Decision.objects.get(purpose="review", decided_by__username="second")
    clients("second").post(f"/review/decisions/{undone.decision_id}/undo/")
    clients("second").post(f"/review/pairs/{review_run.pair_id(TWO)}/decide/", {"verdict": "same"})
    clients("third").post(f"/review/pairs/{review_run.pair_id(ONE_ENOUGH)}/decide/", {"verdict": "different"})
    out = tmp_path / "decisions.csv"
    call_command("export_decisions", out=out)
    decisions, rejects = read_decisions(out)
    assert rejects.num_rows == 0
    assert decisions.num_rows == Decision.objects.count() == 6
    held = standing(decisions)
    two, one = review_run.pair(TWO), review_run.pair(ONE_ENOUGH)
    assert held.must_link == [tuple(sorted([key_of(two, "left"), key_of(two, "right")]))]
    assert held.cannot_link == [tuple(sorted([key_of(one, "left"), key_of(one, "right")]))]
    assert held.waiting == [tuple(sorted(KEYS[:2]))]  # one person reported it, nobody has confirmed
    with out.open(encoding="utf-8", newline="") as sheet:
        assert "'=two birthdays, said the daughter" in {row["reason"] for row in csv.DictReader(sheet)}
    assert AuditEntry.objects.get(action="review.export_decisions").detail == {"decisions": 6}


def key_of(pair, side: str) -> tuple[str, str]:
    return pair[f"{side}_source"], pair[f"{side}_record_id"]


def test_export_to_a_folder_that_is_not_there_says_so(small_place, tmp_path):
    with pytest.raises(CannotWrite, match="Cannot write"):
        call_command("export_decisions", out=tmp_path / "nowhere" / "decisions.csv")
    assert not AuditEntry.objects.filter(action="review.export_decisions").exists()


def test_run_without_pairs_has_an_empty_queue_and_no_records(db, tmp_path, client):
    from joinedup.web.accounts.models import User

    loading.load(*small_run.write(tmp_path), at=LOADED_AT)
    User.objects.create(username="r", name="R", role="records_reviewer", organisation="nhs_dorset")
    client.post("/sign-in/persona/", {"username": "r"})
    assert "The run shown has no uncertain joins where you work" in words_of(client.get("/review/"))
    assert client.get("/review/next/").headers["Location"] == "/review/"
