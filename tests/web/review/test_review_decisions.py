"""Deciding about a pair: once each, by two where it matters, neither seeing the other; undone by a further decision."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import product

import pyarrow as pa
import pytest
from django.db import DatabaseError, connection, transaction

from joinedup.core.people.identity.decisions import SCHEMA, standing
from joinedup.web.governance.models import AuditEntry, IsAppendOnly
from joinedup.web.review.models import Decision, ReviewPair
from joinedup.web.review.standing import state_of
from tests.web import small_run
from tests.web.review import review_run
from tests.web.review.review_run import ONE_ENOUGH, PEOPLE_OF, SAMPLE_APART, SAMPLE_JOINED, SENSITIVE_PAIR, TWO


def page(number: int) -> str:
    return f"/review/pairs/{review_run.pair_id(number)}/"


def lead_page(number: int) -> str:
    return f"/joins/disagreements/{review_run.pair_id(number)}/"


def words_of(response) -> str:
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def say(clients):
    """Somebody says something about a pair: `say("reviewer", TWO, "same")`."""

    def answer(username: str, number: int, verdict: str, **more):
        return clients(username).post(f"{page(number)}decide/", {"verdict": verdict, **more})

    return answer


def state(number: int) -> str:
    return ReviewPair.objects.get(pair_id=review_run.pair_id(number)).state


def test_pair_stands_side_by_side_with_what_differs_in_words(clients):
    text = words_of(clients("reviewer").get(page(TWO)))
    assert "Are these two records about one person?" in text
    assert "Given name Record A" in text
    assert "≠ Differs One is short for the other: speaks for" in text
    assert "NHS number Record A 999 000 0000 Record B not recorded Compared – Only one says" in text
    assert "Sex Record A Female Record B Female Compared = Same" in text
    assert "Same home: speaks strongly for" in text
    assert "General practice" in text
    assert "Dorset Council, joined by likeness, weighed by the model" in text
    assert "GP record: 14, latest" in text


def test_differences_are_marked_in_the_markup(clients):
    html = clients("reviewer").get(page(TWO)).content.decode()
    assert re.search(r'<mark class="app-differs">[^<]+</mark>', html)


def test_look_at_a_pair_is_audited_as_a_look_at_both_people(clients, audited):
    clients("reviewer").get(page(TWO))
    looks = audited("review.view_pair")
    assert {look.person_id for look in looks} == {small_run.person_id(n) for n in PEOPLE_OF[TWO]}
    assert {look.reason for look in looks} == {"to say whether two records are about one person"}


def test_one_decision_settles_a_pair_where_no_care_hangs_on_it(say, audited):
    response = say("reviewer", ONE_ENOUGH, "same", reason="  same\n street ")
    assert response.status_code == 302
    made = Decision.objects.get()
    assert (made.verdict, made.purpose, made.reason, made.needs_two) == ("same", "review", "same street", False)
    assert state(ONE_ENOUGH) == "settled"
    assert len(audited("review.decide_pair")) == 2


def test_after_an_answer_comes_the_next_pair_of_the_same_filters(clients):
    reviewer = clients("reviewer")
    response = reviewer.post(f"{page(TWO)}decide/?neighbourhood=swanage", {"verdict": "same"}, follow=True)
    addresses = [address for address, _ in response.redirect_chain]
    assert addresses[0] == "/review/next/?neighbourhood=swanage"
    assert re.fullmatch(r"/review/pairs/[0-9a-z]+/\?neighbourhood=swanage", addresses[1])
    assert "Recorded: same person. It takes effect at the next joining of records." in words_of(response)


def test_last_answer_leads_back_to_the_queue(clients):
    response = clients("reviewer").post(
        f"{page(SENSITIVE_PAIR)}decide/?why=kept_apart", {"verdict": "cannot_tell"}, follow=True
    )
    assert response.redirect_chain[-1][0] == "/review/?why=kept_apart"
    assert "Nothing that fits these filters waits for you" in words_of(response)


def test_leaving_a_pair_goes_on_to_the_one_after_it(clients):
    reviewer = clients("reviewer")
    first = reviewer.get("/review/next/").headers["Location"]
    skip = re.search(r'href="(/review/next/\?after=[^"]+)"', reviewer.get(first).content.decode())[1]
    assert reviewer.get(skip.replace("&amp;", "&")).headers["Location"] != first
    assert not Decision.objects.exists()


def test_second_person_is_asked_and_does_not_see_what_the_first_said(say, clients):
    say("reviewer", TWO, "different", reason="brothers, I think")
    assert state(TWO) == "second"
    html = clients("second").get(page(TWO)).content.decode()
    assert "brothers" not in html
    assert "Rita Reviewer" not in html
    assert "Different people</button>" in html
    say("second", TWO, "different")
    assert state(TWO) == "settled"


def test_first_person_is_not_asked_again_and_may_not_answer_again(say, clients):
    say("reviewer", TWO, "same")
    reviewer = clients("reviewer")
    assert review_run.pair_id(TWO) not in reviewer.get("/review/").content.decode()
    response = reviewer.get(page(TWO))
    assert "You said same person" in words_of(response)
    assert "Archer-0" not in response.content.decode()
    again = say("reviewer", TWO, "different", reason="changed my mind")
    assert again.status_code == 409
    assert "changed my mind" in words_of(again)
    assert [one.verdict for one in Decision.objects.all()] == ["same"]


def test_the_same_form_sent_twice_is_one_decision(say):
    for _ in range(3):
        assert say("reviewer", TWO, "same", reason="x").status_code == 302
    assert Decision.objects.count() == 1


def test_disagreement_goes_to_the_lead_who_sees_both_and_settles_it(say, clients):
    say("reviewer", TWO, "same", reason="same street")
    say("second", TWO, "different", reason="two births")
    assert state(TWO) == "disagreed"
    assert clients("third").get(page(TWO)).status_code == 200
    assert "no longer awaits" in words_of(clients("third").get(page(TWO)))
    lead = clients("ig")
    assert review_run.pair_id(TWO) in lead.get("/joins/disagreements/").content.decode()
    text = words_of(lead.get(lead_page(TWO)))
    assert "Same person , Rita Reviewer, Records reviewer" in text
    assert "two births" in text
    assert lead.post(f"{lead_page(TWO)}settle/", {"verdict": "different"}).status_code == 302
    assert state(TWO) == "settled"
    assert "Nobody disagrees now" in words_of(lead.get("/joins/disagreements/"))


def holds(verdicts: tuple[str, ...]) -> str | None:
    """What the next joining of records holds to after these verdicts, each of another person."""
    blank = dict.fromkeys(SCHEMA.names, "x") | {"purpose": "review", "needs_two": True, "undoes": None}
    rows = [
        blank
        | {"decision_id": f"d{at}", "right_record_id": "y", "verdict": said, "decided_by": f"reviewer {at}"}
        | {"decided_at": datetime(2026, 4, 1) + timedelta(minutes=at)}  # noqa: DTZ001  (kept as UTC)
        for at, said in enumerate(verdicts)
    ]
    found = standing(pa.Table.from_pylist(rows, schema=SCHEMA))
    return "same" if found.must_link else "different" if found.cannot_link else None


def test_next_joining_holds_to_what_the_pages_call_settled_and_to_nothing_newer():
    for count in (2, 3, 4, 5):
        for verdicts in product(["same", "different"], repeat=count):
            is_settled = state_of(verdicts, needs_two=True) == ReviewPair.State.SETTLED
            expected = verdicts[-1] if is_settled else holds(verdicts[:-1])
            assert holds(verdicts) == expected, verdicts


def test_lead_settles_nothing_on_which_nobody_disagrees(clients):
    lead = clients("ig")
    assert "no longer awaits" in words_of(lead.get(lead_page(TWO)))
    assert lead.post(f"{lead_page(TWO)}settle/", {"verdict": "same"}).status_code == 409
    assert not Decision.objects.exists()


def test_reviewer_may_not_settle_a_disagreement(say, clients):
    say("reviewer", TWO, "same")
    say("second", TWO, "different")
    assert clients("third").get("/joins/disagreements/").status_code == 403
    assert clients("third").post(f"{lead_page(TWO)}settle/", {"verdict": "same"}).status_code == 403


def test_late_answer_to_a_settled_pair_is_told_and_not_lost_from_the_screen(say):
    say("reviewer", ONE_ENOUGH, "same")
    late = say("second", ONE_ENOUGH, "different", reason="born apart")
    assert late.status_code == 409
    assert "born apart" in words_of(late)
    assert Decision.objects.count() == 1


def test_undoing_is_a_further_decision_and_the_pair_waits_again(say, clients, audited):
    say("reviewer", TWO, "same")
    say("second", TWO, "same")
    made = Decision.objects.get(decided_by__username="reviewer")
    reviewer = clients("reviewer")
    for _ in range(2):
        response = reviewer.post(f"/review/decisions/{made.decision_id}/undo/", follow=True)
        assert "The decision is undone. It takes effect at the next joining of records." in words_of(response)
    assert Decision.objects.count() == 3
    assert Decision.objects.get(undoes=made.decision_id).verdict == ""
    assert state(TWO) == "second"
    assert "Undone" in words_of(reviewer.get("/review/decisions/"))
    assert len(audited("review.undo_decision")) == 2
    assert say("reviewer", TWO, "different").status_code == 302  # and may now decide anew
    assert state(TWO) == "disagreed"


def test_only_the_one_who_decided_or_a_lead_undoes(say, clients):
    say("reviewer", TWO, "same")
    made = Decision.objects.get()
    for username in ("second", "nurse"):
        assert clients(username).post(f"/review/decisions/{made.decision_id}/undo/").status_code == 403
        assert clients(username).post(f"/review/decisions/{'0' * 36}/undo/").status_code == 403
    assert clients("analyst").post(f"/review/decisions/{made.decision_id}/undo/").status_code == 403
    assert Decision.objects.count() == 1
    assert clients("ig").post(f"/review/decisions/{'0' * 36}/undo/").status_code == 404
    assert clients("ig").post(f"/review/decisions/{made.decision_id}/undo/").status_code == 302
    assert state(TWO) == "first"


def test_reviewer_sees_the_own_decisions_only_and_the_lead_everybodys(say, clients):
    say("reviewer", TWO, "same", reason="mine alone")
    assert "mine alone" in words_of(clients("reviewer").get("/review/decisions/"))
    assert "mine alone" not in words_of(clients("second").get("/review/decisions/"))
    assert clients("second").get("/review/decisions/all/").status_code == 403
    assert "mine alone" in words_of(clients("ig").get("/review/decisions/all/"))


def test_decisions_come_in_pages(say, clients, monkeypatch):
    from joinedup.web.review import pages

    monkeypatch.setattr(pages, "PAGE_SIZE", 2)
    for number in range(5):
        say("reviewer", number, "same")
    seen, onward = 0, "?"
    while onward:
        response = clients("reviewer").get(f"/review/decisions/{onward}")
        seen += len(re.findall(r"/undo/", response.content.decode()))
        found = re.search(r'href="(\?before=[^"]+)"', response.content.decode())
        onward = found[1] if found else ""
    assert seen == 5


def test_sample_is_shown_blind_to_what_the_index_made_of_it(clients):
    reviewer = clients("reviewer")
    joined, apart = (reviewer.get(page(n)) for n in (SAMPLE_JOINED, SAMPLE_APART))
    for response in (joined, apart):
        text = words_of(response)
        assert "Judge from the records alone" in text
        for tell in ("Joined now", "speaks", "timeline", "Already joined", "highest chance", "Uncertain:"):
            assert tell not in text
    shape = [re.sub(r"[^<>/a-z]|(?<=>)[^<]+", "", response.content.decode()) for response in (joined, apart)]
    assert [len(re.findall("<section|<tr|<dt", one)) for one in shape] == [
        len(re.findall("<section|<tr|<dt", shape[0]))
    ] * 2
    reviewer.post(f"{page(SAMPLE_JOINED)}decide/", {"verdict": "same"})
    assert Decision.objects.get().purpose == "sample"


def test_home_and_practice_of_a_sensitive_person_are_withheld_on_both_sides(clients):
    html = clients("reviewer").get(page(SENSITIVE_PAIR)).content.decode()
    other = small_run.person_row(PEOPLE_OF[SENSITIVE_PAIR][1])
    for hidden in ("Hidden Lane", "BH20 9ZZ", "J99999", other["address"], other["postcode"], other["gp_practice"]):
        assert hidden not in html
    assert html.count("Withheld: marked sensitive") == 6
    assert "same home" not in html.lower()


WRONG = [{}, {"verdict": ""}, {"verdict": "maybe"}, {"verdict": "same\x00"}]
WRONG += [{"verdict": "same", "reason": reason} for reason in ("x" * 201, "\x00", "x" * 200_000)]


@pytest.mark.one_database
@pytest.mark.parametrize("sent", WRONG)
def test_answer_that_cannot_be_saved_says_what_is_wrong(clients, sent):
    response = clients("reviewer").post(f"{page(TWO)}decide/", sent)
    assert response.status_code == 422
    assert "There is a problem" in words_of(response)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("wrong", ["0" * 32, "f" * 65, "P1", "%00", "..%2F", "1'%20or%201=1"])
def test_pair_that_is_none_is_not_found(clients, wrong):
    reviewer = clients("reviewer")
    assert reviewer.get(f"/review/pairs/{wrong}/").status_code == 404
    assert reviewer.post(f"/review/pairs/{wrong}/decide/", {"verdict": "same"}).status_code == 404


def test_addresses_that_take_forms_answer_nothing_else(clients):
    assert clients("reviewer").get(f"{page(TWO)}decide/").status_code == 405
    assert clients("reviewer").get(f"/review/decisions/{'0' * 36}/undo/").status_code == 405
    assert clients("ig").get(f"{lead_page(TWO)}settle/").status_code == 405


def test_markup_in_a_reason_is_text(say, clients):
    say("reviewer", TWO, "same", reason="<script>alert(1)</script>")
    html = clients("reviewer").get("/review/decisions/").content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_decisions_can_only_be_added_to(say):
    say("reviewer", TWO, "same")
    made = Decision.objects.get()
    with pytest.raises(IsAppendOnly):
        made.save()
    with pytest.raises(IsAppendOnly):
        Decision.objects.all().delete()
    for statement in ("update review_decision set verdict = 'different'", "delete from review_decision"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Decision.objects.get().verdict == "same"


@pytest.mark.parametrize("number", [TWO, SAMPLE_JOINED])
def test_pair_costs_the_same_however_much_is_known(clients, number, django_assert_max_num_queries):
    reviewer = clients("reviewer")
    with django_assert_max_num_queries(22):
        reviewer.get(page(number))


def test_nothing_about_the_two_is_in_the_audit_but_their_ids(say, audited):
    say("reviewer", TWO, "same", reason="Ada Archer of High Street")
    entries = AuditEntry.objects.filter(action__startswith="review.")
    assert "Archer" not in str(list(entries.values()))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("number", "kept"), [(TWO, 2), (ONE_ENOUGH, 1)])
def test_two_who_answer_at_the_same_moment_lose_nothing(small_place, clients, number, kept):
    people = ("reviewer", "second", "third")[: 2 if number == TWO else 3]
    each = [clients(username) for username in people]

    def answer(client):
        try:
            return client.post(f"{page(number)}decide/", {"verdict": "same", "reason": "at once"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(each)) as pool:
        codes = sorted(pool.map(answer, each))
    assert codes == [302] * kept + [409] * (len(each) - kept)
    assert Decision.objects.count() == kept
    assert state(number) == "settled"
