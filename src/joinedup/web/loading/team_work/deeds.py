"""What can a step of the month be? Every deed by its name."""

from joinedup.web.loading.team_work import care_deeds, plan_deeds, referral_deeds
from joinedup.web.loading.team_work.scene import Deed

DEEDS: dict[str, Deed] = {
    name: one
    for module in (care_deeds, plan_deeds, referral_deeds)
    for name, one in vars(module).items()
    if isinstance(one, Deed)
}
