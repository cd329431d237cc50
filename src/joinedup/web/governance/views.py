"""The audit, for the information-governance lead."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from joinedup.web.governance import actions, presenters, queries
from joinedup.web.governance.forms import AuditForm
from joinedup.web.governance.permissions import requires


@requires("governance.view_audit")
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    form = AuditForm(request.GET)
    wanted = form.wanted
    page = queries.audit_page(wanted, older_than=key(request, "older_than"), newer_than=key(request, "newer_than"))
    asked = [name for name in presenters.chosen(wanted) if name != "person_id"]
    actions.record(
        by=request.user,
        at=request.at,
        action="governance.view_audit",
        person_id=wanted.person_id,
        detail={"filters": ", ".join(asked)},
    )
    shown = {
        "form": form,
        "rows": presenters.audit_rows(page),
        "ways_on": presenters.ways_on(wanted, page, request.path),
        "chosen": presenters.chosen(wanted),
        "actions": presenters.known_actions(),
    }
    return render(request, "governance/audit.jinja", shown, status=200 if form.is_valid() else 400)


def key(request: HttpRequest, name: str) -> int:
    """An entry's id in the page's address, or 0."""
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0
