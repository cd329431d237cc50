from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from joinedup.web.governance import queries
from joinedup.web.governance.permissions import requires


@requires("governance.view_audit")
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    return render(request, "governance/audit.jinja", {"entries": queries.audit(queries.AuditFilter())[:50]})
