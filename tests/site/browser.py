"""A reader of the documentation site in a real Chromium: search, click through, light and dark, on a telephone; no errors in the console.

    make browser        makes the site of the package in generated/, looks at it, leaves screenshots in build/screenshots

Chromium is the one on PATH, or what CHROMIUM names. It is not part of the suite: not every machine has a browser.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


def main(site: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    SHOTS.mkdir(parents=True, exist_ok=True)
    program = (
        os.environ.get("CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if program is None:
        sys.exit("no Chromium on PATH; name one in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for look in (searches_and_clicks_through, reads_in_the_dark, reads_on_a_telephone, reads_without_a_server):
            look(browser, address, site)
            print(f"{look.__name__.replace('_', ' ')}: fine")
        browser.close()
    server.shutdown()


def opened(browser: Browser, address: str, **options: object) -> tuple[Page, list[str]]:
    """A page and what went wrong on it: messages of the console, failed requests, requests to other machines."""
    page, wrong = browser.new_page(**options), []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on(
        "request",
        lambda request: None if request.url.startswith((address, "data:", "blob:")) else wrong.append(request.url),
    )
    return page, wrong


def searches_and_clicks_through(browser: Browser, address: str, site: Path) -> None:
    page, wrong = opened(browser, address)
    page.goto(f"{address}/index.html", wait_until="networkidle")
    page.get_by_role("button", name="Search").first.click()
    page.keyboard.type("retrieve", delay=30)
    found = page.locator("a:visible").filter(has_text="client.beta.models").filter(has_text="retrieve").first
    found.wait_for()
    page.screenshot(path=SHOTS / "search.png")
    found.click()
    page.wait_for_url("**/resources/beta/models.html*")
    page.screenshot(path=SHOTS / "method.png", full_page=True)
    page.get_by_text("Python, async", exact=True).first.click()
    assert page.get_by_text("asyncio.run").first.is_visible()
    page.get_by_role("link", name="BetaModelInfo").first.click()
    page.wait_for_url("**/types/beta/beta_model_info.html*")
    assert page.get_by_text("RFC 3339 datetime string").first.is_visible()
    page.screenshot(path=SHOTS / "type.png", full_page=True)
    assert not wrong, wrong


def reads_in_the_dark(browser: Browser, address: str, site: Path) -> None:
    page, wrong = opened(browser, address, color_scheme="dark")
    page.goto(f"{address}/resources/beta/models.html", wait_until="networkidle")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.screenshot(path=SHOTS / "dark.png")
    page.get_by_title("Switch to light mode").click()
    page.wait_for_selector("body[data-md-color-scheme=default]")
    assert not wrong, wrong


def reads_on_a_telephone(browser: Browser, address: str, site: Path) -> None:
    page, wrong = opened(browser, address, viewport=PHONE)
    for name in ("index", "resources/beta/models", "types/beta/beta_model_info", "errors", "guide/failures"):
        page.goto(f"{address}/{name}.html", wait_until="networkidle")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], f"{name} is {wide} pixels wide"
    page.goto(f"{address}/resources/beta/models.html", wait_until="networkidle")
    page.screenshot(path=SHOTS / "telephone.png")
    assert not wrong, wrong


def reads_without_a_server(browser: Browser, address: str, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "resources" / "beta" / "models.html").as_uri())
    assert page.get_by_text("GET /v1/models/{model_id}").first.is_visible()
    page.get_by_role("link", name="BetaModelInfo").first.click()
    page.wait_for_url("**/types/beta/beta_model_info.html*")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
