"""Reviewing uncertain joins: the queue, a pair, decisions and undoing them, disagreements."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from joinedup.web.components.problems import first_of, listed
from joinedup.web.governance.permissions import may, requires
from joinedup.web.people.pages import person_in_care, who
from joinedup.web.people.queries import current_run, neighbourhood_names, organisation_names
from joinedup.web.review import actions, pages, queries, words
from joinedup.web.review.forms import REASON_LETTERS, AnswerForm, QueueForm, ReportForm, read_cursor, write_cursor
from joinedup.web.review.presenters import lists, record_lines


@requires("review.decide_pair")
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    neighbourhoods, agencies, waiting = pages.counted_choices(request.user)
    form = QueueForm(request.GET, neighbourhoods=neighbourhoods, agencies=agencies)
    wanted, after = form.wanted, read_cursor(request.GET.get("after", ""))
    found = queries.page(wanted, by=request.user, after=after, size=pages.PAGE_SIZE)
    names = {"neighbourhoods": neighbourhood_names(), "organisations": organisation_names()}
    further = {"after": write_cursor(found[pages.PAGE_SIZE - 1])} if len(found) > pages.PAGE_SIZE else {}
    context = {
        "form": form,
        "run": current_run(),
        "rows": [lists.queue_row(pair, **names) for pair in found[: pages.PAGE_SIZE]],
        "now": pages.standing_now(request.user, waiting),
        "chosen": pages.address(wanted),
        "first_page": pages.address(wanted) or "?" if after else "",
        "next_page": pages.address(wanted, **further) if further else "",
        "effect": words.EFFECT,
    }
    return render(request, "review/queue.jinja", context)


def asked_for(request: HttpRequest) -> Any:
    """The filters of the queue somebody came from, kept from pair to pair; without the counts, which take long."""
    own = pages.own_neighbourhoods(request.user)
    return QueueForm(request.GET, neighbourhoods=own, agencies=organisation_names()).wanted


@requires("review.decide_pair")
@require_safe
def next_pair(request: HttpRequest) -> HttpResponse:
    """To the pair to look at next, with the same filters."""
    wanted, after = asked_for(request), read_cursor(request.GET.get("after", ""))
    found = queries.next_pair(wanted, by=request.user, after=after)
    rest = pages.address(wanted)
    return redirect(f"{reverse('review:pair', args=[found]) if found else reverse('review:queue')}{rest}")


@requires("review.decide_pair")
@require_safe
def pair(request: HttpRequest, pair_id: str) -> HttpResponse:
    return show_pair(request, pair_id, None)


@requires("review.settle_pair")
@require_safe
def disagreement(request: HttpRequest, pair_id: str) -> HttpResponse:
    return show_pair(request, pair_id, None, is_settling=True)


def show_pair(
    request: HttpRequest, pair_id: str, form: AnswerForm | None, *, is_settling: bool = False, status: int = 200
) -> HttpResponse:
    """A pair that waits for the user, or words about why it does not."""
    action = "review.view_disagreement" if is_settling else "review.view_pair"
    try:
        found = actions.open_pair(pair_id, by=request.user, at=request.at, action=action)
    except (actions.DecidedAlready, actions.NoLongerAwaited) as problem:
        return closed(request, problem, form, is_settling=is_settling)
    context = pages.side_by_side(found, is_settling=is_settling) if found else None
    if found is None or context is None:
        raise Http404
    made = queries.decisions_of(pair_id) if is_settling else []
    rest = pages.address(asked_for(request))
    context |= {
        "said": [lists.decision_line(one, by=request.user, may_undo_all=False) for one in made if one.verdict],
        "is_settling": is_settling,
        "rest": rest,
        "skip": f"{reverse('review:next')}?after={write_cursor(found)}{rest.replace('?', '&', 1)}",
        "reason": form.data.get("reason", "")[: 4 * REASON_LETTERS] if form else "",
        "problems": first_of(form.errors) if form else {},
        "problem_list": listed(first_of(form.errors)) if form else [],
        "reason_letters": REASON_LETTERS,
    }
    return render(request, "review/pair.jinja", context, status=status)


def closed(request: HttpRequest, problem: Exception, form: AnswerForm | None, *, is_settling: bool) -> HttpResponse:
    """Nothing about the two people: there is no reason any more to look at them."""
    earlier = getattr(problem, "earlier", None)
    context = {
        "sentence": str(problem),
        "was_sent": form is not None,
        "reason": form.data.get("reason", "")[: 4 * REASON_LETTERS] if form else "",
        "earlier": lists.decision_line(earlier, by=request.user, may_undo_all=False) if earlier else None,
        "is_settling": is_settling,
    }
    return render(request, "review/closed.jinja", context, status=409 if form else 200)


@requires("review.decide_pair")
@require_POST
def decide(request: HttpRequest, pair_id: str) -> HttpResponse:
    return take_answer(request, pair_id)


@requires("review.settle_pair")
@require_POST
def settle(request: HttpRequest, pair_id: str) -> HttpResponse:
    return take_answer(request, pair_id, is_settling=True)


def take_answer(request: HttpRequest, pair_id: str, *, is_settling: bool = False) -> HttpResponse:
    """Save what somebody says about a pair, and go on to the next."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show_pair(request, pair_id, form, is_settling=is_settling, status=422)
    try:
        made = actions.decide(pair_id, form.answer, by=request.user, at=request.at, is_settling=is_settling)
    except (actions.DecidedAlready, actions.NoLongerAwaited) as problem:
        return closed(request, problem, form, is_settling=is_settling)
    if made is None:
        raise Http404
    messages.success(request, f"Recorded: {words.VERDICTS[made.verdict].lower()}. {words.EFFECT}")
    if is_settling:
        return redirect("review:disagreements")
    return redirect(f"{reverse('review:next')}{pages.address(asked_for(request))}")


@requires("review.settle_pair")
@require_safe
def disagreements(request: HttpRequest) -> HttpResponse:
    after = read_cursor(request.GET.get("after", ""))
    found = queries.disagreements(request.user, after=after, size=pages.PAGE_SIZE)
    names = {"neighbourhoods": neighbourhood_names(), "organisations": organisation_names()}
    has_more = len(found) > pages.PAGE_SIZE
    context = {
        "rows": [lists.queue_row(pair, **names) for pair in found[: pages.PAGE_SIZE]],
        "first_page": "?" if after else "",
        "next_page": f"?after={write_cursor(found[pages.PAGE_SIZE - 1])}" if has_more else "",
        "effect": words.EFFECT,
    }
    return render(request, "review/disagreements.jinja", context)


@requires("review.decide_pair")
@require_safe
def own_decisions(request: HttpRequest) -> HttpResponse:
    return list_decisions(request, everybodys=False)


@requires("review.settle_pair")
@require_safe
def all_decisions(request: HttpRequest) -> HttpResponse:
    return list_decisions(request, everybodys=True)


def list_decisions(request: HttpRequest, *, everybodys: bool) -> HttpResponse:
    """Decisions, latest first, each with its undoing."""
    before = request.GET.get("before", "")[:36]
    found = queries.recent_decisions(by=request.user, everybodys=everybodys, before=before, size=pages.PAGE_SIZE)
    made = found[: pages.PAGE_SIZE]
    context = {
        "rows": [lists.decision_line(one, by=request.user, may_undo_all=everybodys) for one in made],
        "everybodys": everybodys,
        "first_page": "?" if before else "",
        "next_page": f"?before={made[-1].decision_id}" if len(found) > pages.PAGE_SIZE else "",
        "effect": words.EFFECT,
    }
    return render(request, "review/decisions.jinja", context)


@requires("review.undo_decision")
@require_POST
def undo(request: HttpRequest, decision_id: str) -> HttpResponse:
    if actions.undo(decision_id, by=request.user, at=request.at) is None:
        raise Http404
    messages.success(request, f"The decision is undone. {words.EFFECT}")
    if may(request.user, "review.settle_pair"):
        return redirect("review:all_decisions")
    return redirect("review:own_decisions" if may(request.user, "review.decide_pair") else "home")


@requires("people.view_person")
@require_safe
def records(request: HttpRequest, person_id: str) -> HttpResponse:
    return records_page(request, person_id)


@requires("review.report_two_people")
@require_POST
def report(request: HttpRequest, person_id: str) -> HttpResponse:
    return records_page(request, person_id)


def records_page(request: HttpRequest, person_id: str) -> HttpResponse:
    """The records that make up a person; with a form sent, the report that two of them are two people."""
    person = person_in_care(request, person_id, "review.view_records")
    organisations = organisation_names()
    shown = [record_lines.record_line(one, organisations=organisations) for one in queries.records_of(person.ids)]
    form = ReportForm(request.POST, records=shown) if request.method == "POST" else None
    if form and form.is_valid():
        keys = form.cleaned_data["first"], form.cleaned_data["second"]
        actions.report_two_people(person, keys, reason=form.reason_given, by=request.user, at=request.at)
        messages.success(request, f"Reported. When a second person agrees, the two part. {words.EFFECT}")
        return redirect("review:records", person_id=person.person_id)
    context = {
        "who": who(person),
        "records": shown,
        "reports": reports_of(person, by=request.user),
        "may_report": may(request.user, "review.report_two_people") and len(shown) > 1,
        "sent": form.data if form else {},
        "problems": first_of(form.errors) if form else {},
        "problem_list": listed(first_of(form.errors)) if form else [],
        "reason_letters": REASON_LETTERS,
        "effect": words.EFFECT,
    }
    return render(request, "review/records.jinja", context, status=422 if form else 200)


def reports_of(person: Any, *, by: Any) -> list[lists.DecisionLine]:
    """The user's own reports about a person's records that stand, each with its undoing."""
    made = queries.reports_about(person.ids, by=by)
    return [lists.decision_line(one, by=by, may_undo_all=False) for one in made]


@requires("review.view_quality")
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    actions.record_look_at_quality(by=request.user, at=request.at)
    context = {"run": current_run(), **pages.quality(queries.quality_report(), queries.decided_twice())}
    return render(request, "review/quality.jinja", context)
