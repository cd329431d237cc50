"""Imports: read a file or a feed, look at what would change, accept, discard, undo."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from joinedup.core.errors import CannotProceed
from joinedup.web.directory.importing import actions, presenters, queries, reading
from joinedup.web.directory.importing.forms import FORMS, AcceptForm, ReadForm, SourceForm
from joinedup.web.directory.upkeep.presenters import problems
from joinedup.web.governance.permissions import requires

PAGE = 50  # changes on a page


@requires("directory.import")
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return list_page(request, [])
    form = ReadForm(request.POST, request.FILES)
    if not form.is_valid():
        return list_page(request, problems(form), status=422)
    source = queries.source(form.cleaned_data["source"])
    if source is None:
        return list_page(request, [{"text": "Select a source", "href": "#source"}], status=422)
    try:
        found = actions.receive(source, read(source, form), by=request.user, at=request.at)
    except CannotProceed as problem:
        return list_page(request, [{"text": str(problem), "href": "#file"}], status=422)
    return redirect("directory:import", number=found.pk)


def read(source: Any, form: ReadForm) -> Any:
    """What the file holds, or the feed where there is no file."""
    file = form.cleaned_data["file"]
    return reading.of_file(source, file.read(reading.LARGEST_FILE + 1)) if file else reading.of_feed(source)


def list_page(request: HttpRequest, problem_list: list[Any], *, status: int = 200, new: Any = None) -> HttpResponse:
    context = {
        "lines": [presenters.import_line(one) for one in queries.imports()],
        "sources": [{"value": one.code, "text": one.name} for one in queries.sources()],
        "forms": [{"value": value, "text": text} for value, text in FORMS],
        "new": new or {},
        "problem_list": problem_list,
    }
    return render(request, "directory/imports.jinja", context, status=status)


@requires("directory.import")
@require_POST
def add_source(request: HttpRequest) -> HttpResponse:
    form = SourceForm(request.POST)
    if not form.is_valid():
        return list_page(request, problems(form), status=422, new=request.POST)
    actions.add_source(**form.cleaned_data, by=request.user, at=request.at)
    messages.success(request, "The source was added")
    return redirect("directory:imports")


@requires("directory.import")
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    found = queries.one(number)
    if found is None:
        raise Http404
    problem_list: list[Any] = []
    if request.method == "POST":
        form = AcceptForm(request.POST)
        if form.is_valid():
            try:
                messages.success(request, settle(found, form.cleaned_data, request))
                return redirect("directory:import", number=number)
            except actions.MustBeMeant as problem:
                problem_list = [{"text": str(problem), "href": "#is_meant"}]
        else:
            problem_list = problems(form)
    return one_page(request, found, problem_list)


def settle(found: Any, said: dict[str, Any], request: HttpRequest) -> str:
    """Do what was chosen; returns what to say of it."""
    who = {"by": request.user, "at": request.at}
    if said["choice"] == "accept":
        return f"Accepted: {actions.accept(found, is_meant=said['is_meant'], **who):,} entries changed"
    if said["choice"] == "undo":
        return f"Undone: {actions.undo(found, **who):,} entries are as they were"
    actions.discard(found, **who)
    return "Discarded: nothing changed"


def one_page(request: HttpRequest, found: Any, problem_list: list[Any]) -> HttpResponse:
    what = request.GET.get("what", "changed")
    what = what if what in presenters.WHAT else "changed"
    after = request.GET.get("after", "0")
    rows = queries.changes_of(found, what, int(after) if after.isdigit() and len(after) < 15 else 0, PAGE + 1)
    lines = [presenters.entry_line(row) for row in rows[:PAGE]]
    context = {
        "found": found,
        "state": presenters.STATES[found.state],
        "counts": presenters.count_rows(queries.counts(found)),
        "what": what,
        "whats": presenters.WHAT,
        "lines": lines,
        "next_page": f"?what={what}&after={lines[-1].position}" if len(rows) > PAGE else "",
        "unreadable": presenters.unreadable_words(found) if found.unreadable else "",
        "problem_list": problem_list,
    }
    return render(request, "directory/import.jinja", context, status=422 if problem_list else 200)
