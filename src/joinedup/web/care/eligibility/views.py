"""The test of the Care Act for one person, and the decision about it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from joinedup.core.care.eligibility import Answer, AnswerRefused, check_answer, standing
from joinedup.web.care.eligibility import actions, forms, presenters, queries
from joinedup.web.care.pages import person_in_care
from joinedup.web.care.plan.form_pages import begun_on, makers
from joinedup.web.care.plan.forms import new_mark, sent_of
from joinedup.web.care.saving import ChangedMeanwhile, FormTooOld
from joinedup.web.care.versions import earlier, last_to_change
from joinedup.web.components.problems import first_of, listed
from joinedup.web.drafts import pages as drafts
from joinedup.web.drafts.actions import drop
from joinedup.web.governance.permissions import may, requires
from joinedup.web.people.pages import who

ADULT_FROM = 18  # years: both tests of the Care Act are for adults, the carer's too


@requires("care.assess")
@require_http_methods(["GET", "POST"])
def assess(request: HttpRequest, person_id: str, test: str) -> HttpResponse:
    person, asked = person_in_care(request, person_id, "care.view_eligibility"), queries.test_named(test)
    if request.method == "GET":
        return page(request, person, asked)
    answers = forms.answers_of(asked, request.POST)
    begun = drafts.begun_below(request, person)
    if drafts.is_asked(request):
        return drafts.answer(request, begun, back=reverse("care:caring", args=[person.person_id]))
    problems = problems_of(asked, answers)
    if problems:
        return page(request, person, asked, answers=answers, problems=problems, status=422)
    try:
        told, bringing = {"by": request.user, "at": request.at}, request.GET.getlist("bringing")
        actions.save(person, asked, answers, sent_of(request.POST), bringing=bringing, **told)
    except ChangedMeanwhile as problem:
        drafts.keep(request, begun)
        both = {**problem.merged.content, **clashing(problem, "mine")}
        return page(request, person, asked, answers=both, conflict=problem, status=409)
    except FormTooOld as problem:
        return page(request, person, asked, answers=answers, sentence=str(problem), status=409)
    drop(begun)
    messages.success(request, "Saved")
    return redirect("care:assess", person_id=person.person_id, test=test)


def problems_of(test: Any, answers: Mapping[str, Answer]) -> dict[str, str]:
    """By question, what is wrong with what was answered."""
    problems = {}
    for code, answer in answers.items():
        try:
            check_answer(test, code, answer)
        except AnswerRefused as refused:
            problems[code] = str(refused)
    return problems


def page(
    request: HttpRequest,
    person: Any,
    test: Any,
    *,
    answers: Mapping[str, Answer] | None = None,
    problems: Mapping[str, str] | None = None,
    conflict: ChangedMeanwhile | None = None,
    sentence: str = "",
    deciding: forms.DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The test with its answers, what it says of those saved, and every version and decision."""
    now, problems = queries.standing(person, test), problems or {}
    saved = queries.read(now.content)
    draft = drafts.taken_up(request, drafts.begun_below(request, person))
    waiting = {one.reference: queries.read(one.content) for one in now.others}
    bringing = [one for one in request.GET.getlist("bringing") if one in waiting]
    joined = {**{code: said for one in bringing for code, said in waiting[one].items()}, **saved}
    shown = answers if answers is not None else forms.answers_of(test, draft.sent) if draft else joined
    is_same_form = answers is not None and conflict is None
    decisions, history = queries.decisions(now.person_ids, test), queries.history(now, test)
    wrong = first_of(deciding.errors) if deciding else {}
    context = {
        "who": who(person),
        "test": test,
        "now": now,
        "standing": standing(test, saved),
        "questions": presenters.questions(test, shown, problems),
        "base": request.POST.get("base", "")[:60] if is_same_form else begun_on(draft, now),
        "mark": request.POST.get("submission", "")[:40] if is_same_form else new_mark(),
        "draft_at": drafts.since(draft),
        "problem_list": listed({**problems, **wrong}),
        "sentence": sentence,
        "conflict": presenters.changes(test, clashing(conflict, "mine"), clashing(conflict, "standing")),
        "others": said_by(conflict, history) if conflict else "",
        "waiting": [(one, presenters.changes(test, saved, said)) for one, said in waiting.items()],
        "bringing": bringing,
        "age": too_young(person, request.at),
        "versions": presenters.version_lines(test, history, earlier(history), queries.read),
        "decisions": presenters.decision_lines(decisions),
        "is_decided": bool(decisions) and decisions[0].version_id == (now.version.pk if now.version else None),
        "may_decide": may(request.user, "care.decide_eligibility") and now.version is not None,
        "deciding": {name: deciding.data.get(name, "")[:4000] for name in ("decision", "reason")} if deciding else {},
        "wrong": wrong,
        "choices": [{"value": value, "text": text} for value, text in forms.DECISIONS],
    }
    return render(request, "care/eligibility.jinja", context, status=status)


def said_by(conflict: ChangedMeanwhile, history: list[Any]) -> str:
    """Who answered last what clashes."""
    keys = [clash.key for clash in conflict.merged.clashes]
    return makers(last_to_change(keys, history, lambda one: queries.read(one.content if one else None)))


def too_young(person: Any, at: datetime) -> int | None:
    """The age of a child; None of an adult, or where no birth date is known."""
    age = person.age_on(timezone.localdate(at))
    return age if age is not None and age < ADULT_FROM else None


def clashing(conflict: ChangedMeanwhile | None, side: str) -> dict[str, Answer]:
    """The answers of one side of a conflict."""
    clashes = conflict.merged.clashes if conflict else ()
    return {clash.key: getattr(clash, side) or Answer() for clash in clashes}


@requires("care.decide_eligibility")
@require_POST
def decide(request: HttpRequest, person_id: str, test: str) -> HttpResponse:
    person, asked = person_in_care(request, person_id, "care.view_eligibility"), queries.test_named(test)
    form = forms.DecisionForm(request.POST)
    if not form.is_valid():
        return page(request, person, asked, deciding=form, status=422)
    try:
        actions.decide(person, asked, form.decided, by=request.user, at=request.at)
    except actions.AnswersChanged as problem:
        return page(request, person, asked, deciding=form, sentence=str(problem), status=409)
    messages.success(request, "Your decision is recorded")
    return redirect("care:assess", person_id=person.person_id, test=test)
