"""The queue: whose it is, in what order, in pages, with counts; and nothing about anybody in it."""

import re

import pytest

from joinedup.web.review.models import Record, ReviewPair
from tests.web import small_run
from tests.web.review import review_run
from tests.web.review.review_run import ELSEWHERE, MANY, PEOPLE_OF, SENSITIVE_PAIR, TWO

ALL = len(PEOPLE_OF) + MANY


def words_of(response) -> str:
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def pairs_on(response) -> list[str]:
    return re.findall(r'href="/review/pairs/([0-9a-z]+)/', response.content.decode())


def test_run_is_loaded_with_its_records_and_pairs(small_place):
    assert Record.objects.count() == small_run.PEOPLE * len(review_run.REGISTERS)
    assert ReviewPair.objects.count() == ALL
    pair = ReviewPair.objects.get(pair_id=review_run.pair_id(TWO))
    assert pair.organisations == ",dorset_council,general_practice,"
    assert [one["comparison"] for one in pair.evidence] == ["home", "family_name", "given_name"]


def test_priority_rises_with_the_chance_of_needing_care(small_place):
    plain = review_run.pair(TWO)["priority"]
    people = (small_run.person_id(n) for n in PEOPLE_OF[TWO])
    from joinedup.web.risk.models import Score

    highest = max(Score.objects.filter(person_id__in=list(people)).values_list("probability", flat=True))
    assert ReviewPair.objects.get(pair_id=review_run.pair_id(TWO)).priority == pytest.approx(plain * (1 + highest))


def test_where_a_sensitive_person_lives_is_not_even_held(small_place):
    held = Record.objects.filter(person_id=small_run.person_id(3))
    assert len(held) == 3
    assert {(one.address, one.postcode, one.gp_practice) for one in held} == {("", "", "")}
    assert all(one.is_sensitive for one in held)


def test_most_consequential_come_first_and_pages_follow_without_gap(clients):
    reviewer = clients("reviewer")
    first = reviewer.get("/review/")
    seen = pairs_on(first)
    assert seen[0] in {review_run.pair_id(n) for n in PEOPLE_OF}
    onward = re.search(r'href="(\?[^"]*after=[^"]*)"', first.content.decode())[1].replace("&amp;", "&")
    seen += pairs_on(reviewer.get(f"/review/{onward}"))
    assert len(seen) == len(set(seen)) == ALL
    priorities = dict(ReviewPair.objects.values_list("pair_id", "priority"))
    assert [priorities[one] for one in seen] == sorted(priorities.values(), reverse=True)


def test_queue_says_how_much_is_left_and_done(clients):
    reviewer = clients("reviewer")
    assert f"{ALL} wait for a decision of yours" in words_of(reviewer.get("/review/"))
    reviewer.post(f"/review/pairs/{review_run.pair_id(1)}/decide/", {"verdict": "same"})
    reviewer.post(f"/review/pairs/{review_run.pair_id(TWO)}/decide/", {"verdict": "same"})
    text = words_of(reviewer.get("/review/"))
    assert f"{ALL - 2} wait for a decision of yours 1 wait for somebody else" in text
    assert f"1 of {ALL} settled" in text


def test_team_lead_reviews_the_own_neighbourhood_only(clients):
    lead = clients("lead")  # of swanage
    text = words_of(lead.get("/review/"))
    here = ReviewPair.objects.filter(neighbourhood="swanage").count()
    assert f"{here} wait for a decision of yours" in text
    for pair in (ELSEWHERE, SENSITIVE_PAIR):  # a sensitive pair belongs to no neighbourhood
        assert lead.get(f"/review/pairs/{review_run.pair_id(pair)}/").status_code == 404
        assert lead.post(f"/review/pairs/{review_run.pair_id(pair)}/decide/", {"verdict": "same"}).status_code == 404


def test_filters_narrow_the_queue(clients):
    reviewer = clients("reviewer")
    assert pairs_on(reviewer.get("/review/?neighbourhood=wareham")) == [review_run.pair_id(ELSEWHERE)]
    assert pairs_on(reviewer.get("/review/?why=kept_apart")) == [review_run.pair_id(SENSITIVE_PAIR)]
    assert len(pairs_on(reviewer.get("/review/?why=sample"))) == 2
    assert len(pairs_on(reviewer.get("/review/?agency=dorset_council&stage=first"))) == 25
    assert pairs_on(reviewer.get("/review/?stage=second")) == []


def test_filters_that_are_none_of_ours_are_said_and_count_as_any(clients):
    response = clients("reviewer").get("/review/?why=sqlinjection&agency=nobody&after=junk")
    assert response.status_code == 200
    assert "Select why it is here from the list" in words_of(response)
    assert len(pairs_on(response)) == 25


def test_queue_names_nobody(clients):
    html = clients("reviewer").get("/review/").content.decode()
    for number in range(small_run.PEOPLE):
        assert small_run.person_row(number)["family_name"] not in html
        assert small_run.person_id(number) not in html


def test_queue_costs_the_same_however_many_pairs(clients, django_assert_max_num_queries):
    reviewer = clients("reviewer")
    with django_assert_max_num_queries(12):
        reviewer.get("/review/")


@pytest.mark.one_database
@pytest.mark.parametrize("username", ["nurse", "gp", "worker", "prescriber", "analyst", "ig"])
@pytest.mark.parametrize("pair", [review_run.pair_id(TWO), "0" * 32])
def test_roles_that_do_not_review_are_refused_whether_a_pair_exists_or_not(clients, audited, username, pair):
    client = clients(username)
    assert client.get("/review/").status_code == 403
    assert client.get(f"/review/pairs/{pair}/").status_code == 403
    assert client.post(f"/review/pairs/{pair}/decide/", {"verdict": "same"}).status_code == 403
    assert audited("review.decide_pair")[0].outcome == "refused"
