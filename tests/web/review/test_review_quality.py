"""The quality page: estimates with intervals, tables beside charts, small numbers left out, agreement of reviewers."""

import re

import pytest

from joinedup.web.governance.models import AuditEntry
from joinedup.web.review import quality
from joinedup.web.review.charts import chart
from joinedup.web.review.models import Decision, QualityReport
from tests.web.review import review_run


def words_of(response) -> str:
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def judged_by_two(staff, at):
    """So many pairs decided by two reviewers, of whom they disagree on some."""

    def judge(pairs: int, *, differing: int = 0) -> None:
        both = staff("reviewer"), staff("second")
        rows = [
            Decision(
                decision_id=f"{n:035d}{version}",
                pair_id=f"v{n:016d}",
                version=version,
                verdict="same" if n % 2 and not (version == 2 and n < differing) else "different",
                purpose="review",
                needs_two=True,
                decided_by=who,
                decided_at=at,
            )
            for n in range(pairs)
            for version, who in enumerate(both, start=1)
        ]
        Decision.objects.bulk_create(rows)

    return judge


@pytest.fixture
def analyst(clients):
    return clients("analyst")


def test_estimates_have_intervals_and_say_what_they_rest_on(analyst):
    text = words_of(analyst.get("/joins/quality/"))
    assert "99.91% of joined pairs of records are one person (precision) 99.62% to 99.98%" in text
    assert "Estimated from 120 pairs that reviewers labelled, out of 120 drawn" in text
    assert "of the run as at 1 March 2026" in text
    assert "Invented data" in text
    assert AuditEntry.objects.filter(action="review.view_quality").exists()


def test_every_chart_has_a_table_beside_it_with_the_same_figures(analyst):
    html = analyst.get("/joins/quality/").content.decode()
    figures = re.findall(r'<section class="app-figure".*?</section>', html, re.DOTALL)
    assert len(figures) == 3
    assert all("<svg" in one and "<table" in one for one in figures)
    text = words_of(analyst.get("/joins/quality/"))
    assert "Dorset Council" in text
    assert "51.7%" in text
    assert "2.00% (1.20% to 6.00%)" in text
    assert "from 0.40% (White) to 2.00% (Asian). The intervals do not overlap." in text
    assert "from 0.50% (Female) to 0.60% (Male). The intervals overlap" in text


def test_small_numbers_are_left_out(analyst):
    text = words_of(analyst.get("/joins/quality/"))
    assert "Tiny charity Records 7 or fewer Joined Too few to show" in text
    assert "Black Labelled pairs 7 or fewer Missed Too few to show False Too few to show" in text
    assert re.search(r"One person 7 or fewer Two people 55", text)


def test_what_moved_is_said_first(analyst):
    text = words_of(analyst.get("/joins/quality/"))
    assert "Moved since the run before Linked share of dorset_council: 0.610 before, 0.517 now" in text
    assert "Moved More than the limit" in text


def test_without_labels_the_figures_are_said_to_be_no_evidence(analyst):
    kept = QualityReport.objects.get()
    kept.report["accuracy"] |= {"basis": "model", "labelled": 0, "precision": review_run.share(0.999)}
    kept.save()
    text = words_of(analyst.get("/joins/quality/"))
    assert "what the model expects of itself, and no evidence" in text
    assert "No interval: the model's own word" in text.replace("&#39;", "'")


def test_run_that_says_nothing_of_quality_has_a_page_that_says_so(analyst):
    QualityReport.objects.all().delete()
    response = analyst.get("/joins/quality/")
    assert "does not say how good its joins are" in words_of(response)
    assert response.status_code == 200


def test_agreement_is_left_out_while_few_pairs_were_judged_twice(analyst, judged_by_two):
    judged_by_two(29)
    text = words_of(analyst.get("/joins/quality/"))
    assert (
        "30 pairs were decided by two people so far. Agreement is shown from 30 on." in text
    )  # rounded to the nearest 5
    assert "First said" not in text


def test_agreement_is_shown_with_its_interval(analyst, judged_by_two, django_assert_max_num_queries):
    judged_by_two(100, differing=10)
    with django_assert_max_num_queries(12):
        text = words_of(analyst.get("/joins/quality/"))
    assert "both said the same of 95% (89% to 98%)" in text
    assert "is 0.90 (0.78 to 0.96)" in text
    assert "Same person Second: same person 45 Second: different people 7 or fewer" in text


def test_reviewers_who_saw_what_others_said_do_not_count(staff, at, judged_by_two, analyst):
    judged_by_two(40)
    Decision.objects.create(
        decision_id="x", pair_id="v0000000000000000", version=3, verdict="same", purpose="review", needs_two=True,
        decided_by=staff("ig"), decided_at=at, settles=True,
    )  # fmt: skip
    assert "Of 40 pairs" in words_of(analyst.get("/joins/quality/"))


@pytest.mark.parametrize("username", ["nurse", "gp", "worker", "prescriber"])
def test_quality_is_for_those_who_answer_for_it(clients, username):
    assert clients(username).get("/joins/quality/").status_code == 403


@pytest.mark.parametrize("is_narrow", [False, True])
def test_marks_stay_on_the_drawing_and_in_order(is_narrow):
    rows = [(row["group"], quality.shown_figures(row)) for row in review_run.QUALITY["groups"]]
    drawn = chart(rows, is_narrow=is_narrow)
    for row in drawn.rows:
        for mark in row.marks:
            assert drawn.left <= (mark.low or mark.x) <= mark.x <= (mark.high or mark.x) <= drawn.width
            assert 0 < mark.y < drawn.height
    assert len({mark.y for row in drawn.rows for mark in row.marks}) == sum(len(row.marks) for row in drawn.rows)
