"""The dashboard: exact for one's own people, suppressed for others, map and table alike."""

import re

import pytest

from joinedup.core.governance import shown_count
from joinedup.web.components.map import draw
from joinedup.web.plans.models import Decision
from joinedup.web.risk.models import Score
from joinedup.web.teams import presenters, queries
from tests.web import small_run

PAGE = "/dashboard/"


def words_of(response) -> str:
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def slow_count(hood: str, outcome: str) -> int:
    return sum(
        small_run.is_scored(n, outcome)
        and small_run.probability(n, outcome) >= small_run.THRESHOLDS[outcome]
        and small_run.HOODS[n % 3] == hood
        for n in range(small_run.PEOPLE)
    )


def test_counts_are_those_of_the_neighbourhood(signed_in_as, staff):
    counts = queries.most_at_risk_by_neighbourhood()
    for outcome in small_run.THRESHOLDS:
        assert counts["swanage"][outcome] == slow_count("swanage", outcome)
    text = words_of(signed_in_as("nurse").get(PAGE))
    assert f"{slow_count('swanage', 'fall')} A fall that needs care" in text


def test_any_counts_each_person_once(small_place):
    people = Score.objects.filter(is_above_threshold=True, neighbourhood="swanage").values("person").distinct()
    assert queries.most_at_risk_by_neighbourhood()["swanage"]["any"] == people.count()


def test_decisions_and_relationships_move_the_counts(signed_in_as, take_into_care, staff):
    client = signed_in_as("nurse")
    from django.utils import timezone

    now = timezone.now()  # noqa: TID251
    waiting, alone = (
        queries.people_awaiting_decision(client.user),
        queries.people_without_relationship(client.user, at=now),
    )
    person = small_run.person_id(0)
    take_into_care(client.user, person)
    for offer in ("falls_exercise", "medicines_review"):
        form = {"decision": "accepted:agreed", "version": "0"}
        client.post(f"/people/{person}/package/{offer}/decide/", form)
    assert queries.people_awaiting_decision(client.user) == waiting - 1
    assert queries.people_without_relationship(client.user, at=timezone.now()) == alone - 1  # noqa: TID251
    assert queries.decisions_since(client.user, now) == {"accepted": 2}
    assert queries.decisions_since(staff("elsewhere"), now) == {}
    assert Decision.objects.count() == 2


def test_analyst_never_sees_a_small_count(signed_in_as, small_place):
    Score.objects.filter(neighbourhood="blandford").update(is_above_threshold=False)
    one = Score.objects.filter(neighbourhood="blandford", outcome="fall").first()
    Score.objects.filter(pk=one.pk).update(is_above_threshold=True)
    row = re.search(
        r"""scope="row"[^>]*>Blandford.*?</tr>""",
        signed_in_as("analyst").get(PAGE, {"outcome": "fall"}).content.decode(),
        re.S,
    )[0]
    assert "7 or fewer" in row
    assert "Not shown" in row


def test_own_count_is_exact_and_that_of_others_rounded(signed_in_as, staff):
    counts = {"swanage": {"any": 18}, "wareham": {"any": 18}}
    hood = {
        code: type("Hood", (), {"code": code, "name": code, "population": 100, "boundary": None}) for code in counts
    }
    lines, _ = presenters.hood_lines(list(hood.values()), counts, outcome="any", user=staff("nurse"))
    assert [line.people for line in lines] == ["18", "20"]
    assert [line.is_own for line in lines] == [True, False]


def test_suppressed_counts_cannot_be_had_from_a_total():
    for hidden in range(1, 8):
        others, total = 43, 43 + hidden
        assert shown_count(hidden, is_exact=False).value is None
        possible = {
            h for h in range(1, 8) if shown_count(others + h, is_exact=False) == shown_count(total, is_exact=False)
        }
        assert len(possible) > 1


def test_map_and_table_have_the_same_figures(signed_in_as):
    text = signed_in_as("nurse").get(PAGE).content.decode()
    rows = re.findall(r'scope="row"[^>]*>(\w+)(.*?)</tr>', text, re.S)
    table = {name: re.findall(r"[\d,]+|Not shown", re.sub("<[^>]+>", " ", cells))[-1] for name, cells in rows}
    shapes = set(re.findall(r"<title>(\w+): ([\d,]+|Not shown) per 1,000</title>", text))
    assert shapes == set(table.items())
    assert len(shapes) == 3


def test_map_is_drawn_twice_each_with_title_and_description(signed_in_as):
    text = signed_in_as("nurse").get(PAGE).content.decode()
    assert re.findall(r'viewBox="0 0 (\d+) ', text).count("640") == 1
    assert re.findall(r'viewBox="0 0 (\d+) ', text).count("340") == 1
    assert text.count("<desc id=") == 2


def test_map_keeps_shape_and_north_up():
    tall = {"type": "Polygon", "coordinates": [[[0, 50], [0, 52], [1, 52], [1, 50], [0, 50]]]}
    drawn = draw({"a": tall}, width=100)
    assert drawn.height > 200  # two degrees north are longer than one degree east at that latitude
    (_, south), (_, north) = re.findall(r"[ML]([\d.]+) ([\d.]+)", drawn.shapes[0].path)[:2]
    assert float(south) > float(north)


def test_map_takes_islands_and_lakes():
    islands = {
        "type": "MultiPolygon",
        "coordinates": [
            [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]], [[0.2, 0.2], [0.4, 0.2], [0.4, 0.4], [0.2, 0.2]]],
            [[[2, 0], [2, 3], [5, 3], [5, 0], [2, 0]]],
        ],
    }
    shape = draw({"a": islands}, width=100).shapes[0]
    assert shape.path.count("M") == 3
    assert shape.label_x > 50  # the number stands on the larger island


def test_place_without_boundaries_has_the_table_alone(signed_in_as):
    from joinedup.web.people.models import Neighbourhood

    Neighbourhood.objects.update(boundary=None)
    text = signed_in_as("nurse").get(PAGE).content.decode()
    assert "app-map__drawing" not in text
    assert "Wareham" in text


@pytest.mark.parametrize("wrong", ["x", "'; --", "9" * 3000])
def test_unknown_outcome_counts_as_any(signed_in_as, wrong):
    assert "any of these" in words_of(signed_in_as("nurse").get(PAGE, {"outcome": wrong}))


def test_classes_of_the_map_cover_every_rate():
    rates = [1.2, 3.4, 3.4, 8.9, 12.0, 15.5, 40.1]
    edges = presenters.class_edges(rates)
    assert all(1 <= presenters.shade(rate, edges) <= 5 for rate in rates)
    assert presenters.shade(None, edges) == 0
    assert presenters.class_edges([]) == []


def test_outcome_that_could_not_be_scored_is_said_with_its_reason(signed_in_as):
    from joinedup.web.people.models import Run

    Run.objects.update(performance={"outcomes": {"care_home": {"not_fitted": "Only 12 events."}, "fall": {}}})
    text = words_of(signed_in_as("nurse").get(PAGE))
    assert "Care home or long-term care is not scored. Only 12 events." in text


def test_governance_lead_has_no_dashboard(signed_in_as):
    assert signed_in_as("ig").get(PAGE).status_code == 403


def test_dashboard_takes_a_bounded_number_of_queries(signed_in_as, django_assert_max_num_queries):
    client = signed_in_as("nurse")
    with django_assert_max_num_queries(16):
        client.get(PAGE)
