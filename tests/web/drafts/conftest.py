from tests.web.loaded import audited, run_folder, signed_in_as, small_place, staff, take_into_care  # noqa: F401
from tests.web.referrals.conftest import charity, nobody_counted, nurse  # noqa: F401
