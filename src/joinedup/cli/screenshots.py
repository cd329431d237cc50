"""`joinedup screenshots`: pictures of a team's pages, from a running demonstration, for the documents."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from joinedup.cli import app
from joinedup.core.errors import CannotProceed

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCREENS = {"desktop": (1280, 1500), "phone": (390, 1500)}  # width and most height shown, pixels
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")


class CannotPicture(CannotProceed):
    """There is no browser, or no demonstration to look at."""


@app.command()
def screenshots(
    address: Annotated[str, typer.Option(help="Where the demonstration is served.")] = "http://localhost:8000",
    out: Annotated[Path, typer.Option(help="Folder for the pictures.")] = Path("docs/screenshots"),
    role: Annotated[str, typer.Option(help="Role to sign in with, as the sign-in page names it.")] = "Community nurse",
) -> None:
    """For developers: picture a running demonstration's dashboard, list and person page, at desktop and phone width."""
    out.mkdir(parents=True, exist_ok=True)
    with browser_page() as page:
        sign_in(page, address, role)
        person = open_somebody(page, address)
        pages = {"dashboard": "/dashboard/", "most-at-risk": "/most-at-risk/?outcome=fall", "person": person}
        for name, path in pages.items():
            for screen, (width, height) in SCREENS.items():
                picture(page, f"{address}{path}", width, height, out / f"{name}-{screen}.png")
    Console().print(f"{len(pages) * len(SCREENS)} pictures in {out}", highlight=False)


@contextmanager
def browser_page() -> Iterator["Page"]:
    """A page of a headless browser."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        raise CannotPicture("No browser is installed", expected="one of these programs", available=BROWSERS)
    try:
        from playwright.sync_api import sync_playwright  # only developers have it
    except ImportError as problem:
        raise CannotPicture("The package playwright is not installed", expected="make setup") from problem
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser.new_page(locale="en-GB", timezone_id="Europe/London")
        browser.close()


def sign_in(page: "Page", address: str, role: str) -> None:
    """As the first of the invented staff with a role."""
    from playwright.sync_api import Error

    try:
        page.goto(f"{address}/sign-in/")
    except Error as problem:
        raise CannotPicture(f"Nothing answers at {address}", expected="a running `joinedup demo`") from problem
    persona = page.locator(f"h2:has-text('{role}') ~ ul button").first
    if not persona.count():
        raise CannotPicture(
            f"Nobody with the role '{role}' can sign in at {address}", expected="a demonstration's role"
        )
    persona.click()


def open_somebody(page: "Page", address: str) -> str:
    """Record a care relationship with the first person who has a package; returns the path of their page."""
    page.goto(f"{address}/most-at-risk/?outcome=fall&package=yes")
    page.locator(".app-list__name").first.click()
    ground = page.get_by_label("I am in contact")
    if ground.count():
        ground.check()
        page.get_by_role("button", name="Record").click()
    return page.url.removeprefix(address)


def picture(page: "Page", url: str, width: int, height: int, into: Path) -> None:
    """One page at one width, as high as it is or as `height` allows."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(url)
    tall = int(page.evaluate("document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": width, "height": min(tall, height)}
    page.screenshot(path=str(into), full_page=True, clip=clip)  # type: ignore[arg-type]  # four floats, as it asks for
