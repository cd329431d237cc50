"""The upkeep of the directory: the queue, an entry, its history; and the form an organisation opens by its link."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from joinedup.core.directory.upkeep import freshness
from joinedup.core.errors import CannotProceed
from joinedup.web.components.words import plural
from joinedup.web.directory.upkeep import (
    actions,
    change_words,
    doubled,
    editing,
    links,
    pages,
    presenters,
    putting_back,
    queries,
)
from joinedup.web.directory.upkeep.forms import DecisionForm, EntryForm, NoteForm, PairForm
from joinedup.web.directory.upkeep.own_form import parts_of
from joinedup.web.governance.one_time import LinkIsNotGood, LinkIsOver
from joinedup.web.governance.permissions import public, requires

GONE = 410


@requires("directory.edit")
@require_safe
def upkeep(request: HttpRequest) -> HttpResponse:
    view, text = request.GET.get("show", "waiting"), request.GET.get("q", "")[:100].replace("\x00", "")
    view = view if view in pages.VIEWS else "waiting"
    today = timezone.localdate(request.at)
    counts = pages.counts(today)
    tabs = [
        {"view": key, "text": words, "count": counts.get(key), "is_now": key == view}
        for key, words in pages.VIEWS.items()
    ]
    context = {"view": view, "title": pages.VIEWS[view], "tabs": tabs, "text": text}
    return render(request, "directory/upkeep.jinja", context | {"lines": pages.lines(view, text, today)})


def service_or_404(key: str) -> Any:
    found = queries.service(key)
    if found is None:
        raise Http404
    return found


@requires("directory.edit")
@require_safe
def entry(request: HttpRequest, key: str) -> HttpResponse:
    row = service_or_404(key)
    today = timezone.localdate(request.at)
    versions = queries.history("service", row.id)
    context = {
        "row": row,
        "facts": change_words.fact_lines(row.content, queries.terms_of(row)),
        "freshness": freshness(row.assured_on, today).words,
        "faults": queries.faults_of(row, queries.locations_of(row), today),
        "versions": presenters.version_lines(versions),
    }
    return render(request, "directory/entry.jinja", context)


@requires("directory.edit")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    row = service_or_404(key)
    form = EntryForm(request.POST) if request.method == "POST" else EntryForm(initial=editing.as_form(row.value))
    if form.is_bound and form.is_valid():
        before = queries.as_opened("service", row, request.POST.get("version", ""))
        wanted = editing.edited(before, form.cleaned_data)
        kept = actions.edit(row, wanted, before=before, by=request.user, at=request.at)
        messages.success(request, presenters.saved_words(kept))
        return redirect("directory:upkeep_entry", key=row.id)
    context = {"row": row, "version": version_shown(request, row)} | form_context(form)
    return render(request, "directory/edit.jinja", context, status=422 if form.is_bound else 200)


def version_shown(request: HttpRequest, row: Any) -> str:
    """The number of the version that a form shows: the one it was opened with, or the newest."""
    return request.POST.get("version", "") or str(queries.latest_number("service", row.id))


def form_context(form: Any) -> dict[str, Any]:
    errors = presenters.problems(form) if form.is_bound else []
    return {"fields": presenters.field_lines(form), "problem_list": errors}


@requires("directory.edit")
@require_POST
def act(request: HttpRequest, key: str, what: str) -> HttpResponse:
    """Mark an entry as checked, send its link, or take it out."""
    row = service_or_404(key)
    said = {"by": request.user, "at": request.at}
    if what == "check":
        actions.mark_checked(row, **said)
        messages.success(request, "Marked as checked")
    elif what == "link":
        actions.send_link(row, **said)
        messages.success(request, "A link was sent to the organisation")
    else:
        actions.take_out(row, **said)
        messages.success(request, f"{row.name} was taken out of the directory")
        return redirect(f"{reverse('directory:upkeep')}?show=gone")
    return redirect("directory:upkeep_entry", key=row.id)


@requires("directory.edit")
@require_POST
def put_back(request: HttpRequest, key: str, number: int) -> HttpResponse:
    putting_back.put_back("service", key, number, by=request.user, at=request.at)
    messages.success(request, "Put back as it was")
    return redirect("directory:upkeep_entry", key=key)


@requires("directory.edit")
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    found = queries.proposal(number)
    if found is None:
        raise Http404
    form = DecisionForm(request.POST) if request.method == "POST" else DecisionForm()
    if form.is_bound and form.is_valid():
        said = {"by": request.user, "at": request.at}
        if form.cleaned_data["choice"] == "accept":
            actions.accept(found, **said)
            messages.success(request, "Accepted")
        else:
            actions.decline(found, reason=form.cleaned_data["reason"].strip(), **said)
            messages.success(request, "Declined")
        return redirect("directory:upkeep")
    context = {
        "found": found,
        "line": presenters.proposal_line(found),
        "changes": change_words.change_lines(found.before, found.content) if found.content else [],
        "parts": [presenters.part_line(part) for part in found.surroundings],
        "meanwhile": change_words.change_lines(found.before, found.service.content) if found.before else [],
        "problem_list": presenters.problems(form) if form.is_bound else [],
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "directory/proposal.jinja", context, status=422 if form.is_bound else 200)


@requires("directory.edit")
@require_POST
def find_doubled(request: HttpRequest) -> HttpResponse:
    """Look for services entered twice now."""
    found = doubled.find_doubled(by=request.user, at=request.at)
    messages.success(request, f"{plural(found, 'pair')} may be one service")
    return redirect(f"{reverse('directory:upkeep')}?show=doubled")


@requires("directory.edit")
@require_POST
def pair(request: HttpRequest) -> HttpResponse:
    """Say what two entries are."""
    form = PairForm(request.POST)
    if not form.is_valid():
        raise doubled.NotTwoEntries("Nothing was selected", expected="what these two entries are")
    first, second, choice = (form.cleaned_data[name] for name in ("first", "second", "choice"))
    said = {"by": request.user, "at": request.at}
    if choice == "two":
        doubled.say_two(first, second, **said)
        messages.success(request, "They stay two entries")
    else:
        kept, other = (first, second) if choice == "keep_first" else (second, first)
        doubled.join(kept, other, **said)
        messages.success(request, "They are one entry now")
    return redirect(f"{reverse('directory:upkeep')}?show=doubled")


@public
@require_http_methods(["GET", "POST"])
def own_entry(request: HttpRequest, token: str) -> HttpResponse:
    """The form of one entry, for whoever has its link. Opening it does not use it up: mail scanners open links."""
    try:
        link = links.LINKS.of(token, at=request.at)
        return answer_to_link(request, link)
    except (LinkIsNotGood, LinkIsOver) as problem:
        return link_is_over(request, problem)


def answer_to_link(request: HttpRequest, link: Any) -> HttpResponse:
    row = link.service
    if request.method == "GET":
        return own_form(request, row, EntryForm(initial=editing.as_form(row.value)), parts_of(row))
    if "confirm" in request.POST:
        actions.confirm(link, at=request.at)
        return render(request, "directory/own_thanks.jinja", {"row": row, "is_confirmed": True})
    form, note, parts = EntryForm(request.POST), NoteForm(request.POST), parts_of(row, request.POST)
    wrong = [one for one in (form, note, *(part.form for part in parts)) if not one.is_valid()]
    if wrong:
        return own_form(request, row, form, parts, status=422)
    before = queries.as_opened("service", row, request.POST.get("version", ""))
    wanted = editing.edited(before, form.cleaned_data)
    said = {"surroundings": [part.change for part in parts], "note": note.cleaned_data["note"].strip()}
    actions.propose(link, before, wanted, **said, at=request.at)
    return render(request, "directory/own_thanks.jinja", {"row": row, "is_confirmed": False})


def own_form(request: HttpRequest, row: Any, form: Any, parts: Any, *, status: int = 200) -> HttpResponse:
    context = {"row": row, "note": request.POST.get("note", ""), "version": version_shown(request, row), "parts": parts}
    context |= form_context(form)
    context["problem_list"] += [
        found for part in parts if part.form.is_bound for found in presenters.problems(part.form)
    ]
    return render(request, "directory/own_entry.jinja", context, status=status)


def link_is_over(request: HttpRequest, problem: CannotProceed) -> HttpResponse:
    return render(request, "directory/link_over.jinja", {"sentence": str(problem)}, status=GONE)
