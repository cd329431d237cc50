"""The list of people most at risk, on a page and as a file."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from joinedup.web.governance.permissions import may, requires
from joinedup.web.people.queries import current_run, neighbourhood_names
from joinedup.web.risk import actions, download, presenters
from joinedup.web.risk.forms import FilterForm, read_cursor, write_cursor


@requires("risk.view_list")
@require_safe
def most_at_risk(request: HttpRequest) -> HttpResponse:
    run, names = current_run(), neighbourhood_names()
    if run is None:
        return render(request, "risk/no_run.jinja")
    form = filter_form(request, run, names)
    wanted, asked_after = form.wanted(), request.GET.get("after", "")
    after = read_cursor(asked_after)
    page = actions.open_list(wanted, by=request.user, at=request.at, after=after)
    rows = [
        presenters.row(score, is_named=score.person_id in page.named, neighbourhoods=names) for score in page.scores
    ]
    following = {"after": write_cursor(page.following.probability, page.following.person_id)} if page.following else {}
    context = {
        "run": run,
        "form": form,
        "wanted": wanted,
        "rows": rows,
        "place": names.get(request.user.neighbourhood, run.place_name),
        "has_neighbourhoods": not request.user.neighbourhood,
        "bound": presenters.bound(page.totals, wanted.outcome, run.thresholds.get(wanted.outcome)),
        "outcome": presenters.words.outcome(wanted.outcome),
        "score_date": presenters.score_date(run.as_at, request.at.date()),
        "checked": presenters.checked_words(run.performance, wanted.outcome),
        "next_page": address(wanted, following) if following else "",
        "first_page": address(wanted, {}) if after else "",
        "is_bad_cursor": bool(asked_after) and after is None,
        "query": urlencode(actions.chosen(wanted)),
        "may_download": may(request.user, "risk.download_list"),
        "may_open": may(request.user, "people.view_person"),
    }
    return render(request, "risk/list.jinja", context)


def filter_form(request: HttpRequest, run: Any, names: dict[str, str]) -> FilterForm:
    """The filters this user has: neighbourhoods only for those who work in all of them."""
    own = request.user.neighbourhood
    asked = request.GET.get("outcome", "")
    groups = run.outcomes.get(asked) or next(iter(run.outcomes.values()), [])
    return FilterForm(
        request.GET, outcomes=run.outcomes, reasons=groups, neighbourhoods={own: names.get(own, own)} if own else names
    )


def address(wanted: Any, further: dict[str, str]) -> str:
    return "?" + urlencode({**actions.chosen(wanted), **further})


@requires("risk.download_list")
@require_safe
def download_list(request: HttpRequest) -> HttpResponse:
    run, names = current_run(), neighbourhood_names()
    if run is None:
        return render(request, "risk/no_run.jinja")
    wanted = filter_form(request, run, names).wanted()
    people = actions.download_list(wanted, by=request.user, at=request.at)
    rows = (presenters.row(score, is_named=is_named, neighbourhoods=names) for score, is_named in people)
    title = presenters.download_title(run, wanted.outcome)
    response = StreamingHttpResponse(download.as_csv(rows, title=title), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="most-at-risk-{wanted.outcome}-{run.as_at}.csv"'
    return response
