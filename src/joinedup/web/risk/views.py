"""The list of people most at risk, on a page and as a file."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from joinedup.core.risk.use.scoring import LONGEST_LIST
from joinedup.web.governance.permissions import may, requires
from joinedup.web.people.queries import current_run, neighbourhood_names
from joinedup.web.risk import actions, download, equity, queries, standing, words
from joinedup.web.risk.forms import NUMBER_WRONG, FilterForm, read_cursor, write_cursor
from joinedup.web.risk.presenters import at_risk_list
from joinedup.web.risk.registry import queries as registry


@requires("risk.view_list")
@require_safe
def most_at_risk(request: HttpRequest) -> HttpResponse:
    run, names = current_run(with_performance=True), neighbourhood_names()
    if run is None:
        return render(request, "risk/no_run.jinja")
    return list_page(request, run, names, filter_form(request.GET, request.user, run, names))


def list_page(
    request: HttpRequest, run: Any, names: dict[str, str], form: FilterForm, *, status: int = 200
) -> HttpResponse:
    """The list as wanted, what may be expected of it, and whom it holds of each group."""
    wanted, asked_after = form.wanted(), request.GET.get("after", "")
    after = read_cursor(asked_after)
    page = actions.open_list(wanted, by=request.user, at=request.at, after=after)
    about = {"neighbourhoods": names, "scoring": registry.scoring(), "today": timezone.localdate(request.at)}
    rows = [at_risk_list.row(score, is_named=score.person_id in page.named, **about) for score in page.scores]
    following = {"after": write_cursor(page.following.probability, page.following.person_id)} if page.following else {}
    context = {
        "run": run,
        "form": form,
        "wanted": wanted,
        "rows": rows,
        "place": names.get(actions.neighbourhood_of(wanted, request.user), run.place_name),
        "has_neighbourhoods": not request.user.neighbourhood,
        "outcome": words.outcome(wanted.outcome),
        "checked": at_risk_list.checked_words(run.performance, wanted.outcome),
        "next_page": address(wanted, following) if following else "",
        "first_page": address(wanted, {}) if after else "",
        "is_bad_cursor": bool(asked_after) and after is None,
        "query": urlencode(actions.chosen(wanted)),
        "may_download": may(request.user, "risk.download_list"),
        "may_open": may(request.user, "people.view_person"),
        "may_set": may(request.user, "risk.set_capacity"),
        "may_see_model": may(request.user, "risk.view_models"),
        **around(run, wanted, page, names, by=request.user, at=request.at),
    }
    return render(request, "risk/list.jinja", context, status=status)


def around(run: Any, wanted: Any, page: Any, names: dict[str, str], *, by: Any, at: datetime) -> dict[str, Any]:
    """What stands around the list: its length and what it finds, its equity, its standing and its age."""
    scored = queries.group_totals(wanted.outcome, actions.neighbourhood_of(wanted, by))
    everybody = next((one for one in scored if not one.grouping), None)
    scoring = registry.scoring()
    length = page.totals["people"] or 0
    judged = queries.selection_figures(wanted.outcome, length / everybody.people if everybody else 0)
    return {
        "bound": at_risk_list.bound(page.totals, wanted.outcome, run.thresholds.get(wanted.outcome), everybody),
        "list_length": page.length,
        "longest_list": LONGEST_LIST,
        "capacity": page.capacity,
        "is_default": page.is_default,
        "held_out": page.held_out,
        "judged": equity.judged_words(judged),
        "groupings": equity.groupings(scored, page.groups, judged, neighbourhoods=names),
        "standing": standing.of(scoring, wanted.outcome, registry.signed_on(scoring, timezone.localdate(at))),
        "score_date": standing.score_date(run.as_at, timezone.localdate(at), validity(scoring, wanted.outcome)),
    }


def validity(scoring: Any | None, outcome: str) -> list[str]:
    """The last day on which any score of an outcome may be taken for today's, where the run says."""
    found = scoring.valid_until.get(outcome) if scoring else None
    return [found] if found else []


@requires("risk.set_capacity")
@require_POST
def set_capacity(request: HttpRequest) -> HttpResponse:
    """Keep how many people the team can serve; the list is so long from then on."""
    run, names = current_run(), neighbourhood_names()
    if run is None:
        return render(request, "risk/no_run.jinja")
    form = filter_form(request.POST, request.user, run, names)
    wanted = form.wanted()
    if form.errors or not wanted.number:
        form.errors.setdefault("number", form.error_class([NUMBER_WRONG]))
        return list_page(request, run, names, form, status=422)
    actions.set_capacity(wanted, by=request.user, at=request.at)
    messages.success(request, f"The team's list now holds {wanted.number:,} people at most")
    here = {"outcome": wanted.outcome, **({"neighbourhood": wanted.neighbourhood} if wanted.neighbourhood else {})}
    return redirect(f"{reverse('risk:list')}?{urlencode(here)}")


def filter_form(asked: Any, user: Any, run: Any, names: dict[str, str]) -> FilterForm:
    """The filters this user has: neighbourhoods only for those who work in all of them."""
    own = user.neighbourhood
    groups = run.outcomes.get(asked.get("outcome", "")) or next(iter(run.outcomes.values()), [])
    return FilterForm(
        asked, outcomes=run.outcomes, reasons=groups, neighbourhoods={own: names.get(own, own)} if own else names
    )


def address(wanted: Any, further: dict[str, str]) -> str:
    return "?" + urlencode({**actions.chosen(wanted), **further})


@requires("risk.download_list")
@require_safe
def download_list(request: HttpRequest) -> HttpResponse:
    run, names = current_run(), neighbourhood_names()
    if run is None:
        return render(request, "risk/no_run.jinja")
    wanted = filter_form(request.GET, request.user, run, names).wanted()
    people = actions.download_list(wanted, by=request.user, at=request.at)
    scoring, today = registry.scoring(), timezone.localdate(request.at)
    about = {"neighbourhoods": names, "scoring": scoring, "today": today}
    rows = (at_risk_list.row(score, is_named=is_named, **about) for score, is_named in people)
    is_on = wanted.outcome in registry.signed_on(scoring, today)
    is_old = standing.score_date(run.as_at, today, validity(scoring, wanted.outcome)).is_old
    title = at_risk_list.download_title(run, wanted.outcome, is_signed_on=is_on, is_old=is_old)
    response = StreamingHttpResponse(download.as_csv(rows, title=title), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="most-at-risk-{wanted.outcome}-{run.as_at}.csv"'
    return response
