"""What is kept about who may see whom, and about who saw whom?"""

from joinedup.web.governance.models.alerts import Alert, AlertReview
from joinedup.web.governance.models.audit import AuditEntry, AuditLink
from joinedup.web.governance.models.kept import AppendOnly, IsAppendOnly, Kept
from joinedup.web.governance.models.objections import IN_FORCE, Objection, SealedPart
from joinedup.web.governance.models.relationships import DECLARED, BreakGlass, CareRelationship, StaffLink

__all__ = [
    "DECLARED",
    "IN_FORCE",
    "Alert",
    "AlertReview",
    "AppendOnly",
    "AuditEntry",
    "AuditLink",
    "BreakGlass",
    "CareRelationship",
    "IsAppendOnly",
    "Kept",
    "Objection",
    "SealedPart",
    "StaffLink",
]
