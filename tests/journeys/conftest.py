"""A visitor in a real browser, who notices what is wrong on every page.

Write a journey with the `visitor` fixture::

    visitor.sign_in_as(as_staff("gp", neighbourhood="purbeck"))
    visitor.open("/people/")            # goes there and looks
    visitor.page.get_by_role("link", name="…").click()
    visitor.looks()                     # after each click that leads to a page

`looks()` fails on what axe finds (WCAG 2.0 to 2.2, A and AA, and best practice), on anything in the
console, on a page wider than the screen at 375 and 1280 pixels, and without one h1 and a title.
"""

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults

from tests import services
from tests.web.loaded import run_folder, small_place, staff  # noqa: F401

LOOKED_FOR = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],  # describing what passed takes as long as finding what does not
    "preload": False,
}
FLAGS = [
    "--no-sandbox",  # containers have no user namespaces to build one from
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PHONE, DESK = {"width": 375, "height": 667}, {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def base_url() -> None:
    """In place of pytest-base-url's, which pytest 9 deprecates; the visitor knows the address."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": str(services.chromium()), "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London", "viewport": DESK}


class Visitor:
    """Somebody at a browser."""

    def __init__(self, page, address: str) -> None:
        self.page, self.address = page, address
        self.heard: list[str] = []
        page.on("console", lambda message: self.heard.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))
        page.on("requestfailed", self._hear_failure)

    def _hear_failure(self, request) -> None:
        if request.failure != "net::ERR_ABORTED":  # going on before everything was there is no fault
            self.heard.append(f"not fetched: {request.url} {request.failure}")

    def sign_in_as(self, user) -> None:
        """Through the personas page, as anybody would; ends at the user's home page."""
        self.page.goto(f"{self.address}/sign-in/")
        self.page.locator(f"button[name=username][value='{user.username}']").click()
        self.page.wait_for_url(lambda url: not url.endswith("/sign-in/"))

    def open(self, path: str) -> None:
        """Go to a page, and look at it."""
        self.page.goto(f"{self.address}{path}")
        self.looks()

    def _settled_width(self) -> int:
        """By how much the page is wider than the screen, once the menu has folded."""
        for _ in range(30):
            wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wider <= 0:
                break
            self.page.wait_for_timeout(100)
        return wider

    def _found_by_axe(self) -> AxeResults:
        """What axe finds wrong; what it finds right is not sent over, and axe itself once to each page."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        run = "looked_for => axe.run(looked_for).then(({violations}) => ({violations}))"
        return AxeResults(self.page.evaluate(run, LOOKED_FOR))

    def looks(self) -> None:
        """Assert that the page in front of the visitor is as every page should be."""
        self.page.wait_for_load_state("load")  # words are there before the styles that give them their width
        where = self.page.url
        assert self.page.title(), f"{where} has no title"
        assert self.page.locator("h1").count() == 1, f"{where} has not one h1 but {self.page.locator('h1').count()}"
        for screen in sorted((PHONE, DESK), key=self.page.viewport_size.__eq__):  # back to the visitor's own at last
            self.page.set_viewport_size(screen)
            too_wide = self._settled_width()
            assert too_wide <= 0, f"{where} is {too_wide}px too wide for a screen of {screen['width']}px"
            found = self._found_by_axe()
            assert found.violations_count == 0, f"{where} at {screen['width']}px: {found.generate_report()}"
        assert self.heard == [], f"{where}: {self.heard}"

    def comes_to(self, name: str) -> None:
        """Wait for the page with a main heading, and look at it."""
        self.page.get_by_role("heading", level=1, name=name).wait_for()
        self.looks()


@pytest.fixture
def at_work(visitor, staff):  # noqa: F811
    """Signed in as one of the small place's staff, in the place of whoever was: `at_work("nurse")`."""

    def begin(username: str):
        visitor.page.context.clear_cookies()
        visitor.sign_in_as(staff(username))
        return visitor

    return begin


@pytest.fixture
def visitor(page, live_server):
    somebody = Visitor(page, live_server.url)
    yield somebody
    assert somebody.heard == []
