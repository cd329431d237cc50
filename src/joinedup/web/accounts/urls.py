"""Where does one sign in and out?"""

from django.conf import settings
from django.urls import URLPattern, path

from joinedup.web.accounts import views

app_name = "accounts"


def addresses(*, is_demo: bool) -> list[URLPattern]:
    """The pages of signing in and out; personas only where the place is invented."""
    personas = [path("sign-in/persona/", views.sign_in_as_persona, name="sign_in_as_persona")]
    return [
        path("sign-in/", views.sign_in, name="sign_in"),
        path("sign-in/provider/", views.oidc_start, name="oidc_start"),
        path("sign-in/provider/back/", views.oidc_back, name="oidc_back"),
        path("stay-signed-in/", views.stay, name="stay"),
        path("sign-out/", views.sign_out, name="sign_out"),
        path("sign-in/provider/ended/", views.ended_elsewhere, name="ended_elsewhere"),
        path("your-notices/", views.notices, name="notices"),
        *(personas if is_demo else []),
    ]


urlpatterns = addresses(is_demo=settings.DEMO)
