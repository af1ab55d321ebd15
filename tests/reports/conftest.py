"""A real browser for the pages: Debian's Chromium, on files, with no network."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
GRAVE = {"serious", "critical"}


@pytest.fixture(scope="session")
def browser():
    """The browser; where MOLINFO_BROWSER is `required` its absence is a failure, not a skip."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        message = "no Chromium on the PATH: apt-get install chromium"
        if os.environ.get("MOLINFO_BROWSER") == "required":
            pytest.fail(message)
        pytest.skip(message)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses root otherwise
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser):
    """Open a file as a page; at the end nothing may have been logged or asked of a network."""
    contexts, faults = [], []

    def open_file(path, *, width=1280, dark=False, scripts=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("requestfailed", lambda request: faults.append(f"not there: {request.url}"))
        page.on("request", lambda request: faults.extend(_find_network(request.url)))
        page.goto(path.absolute().as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert faults == []


def _find_network(url):
    return [] if urlsplit(url).scheme in ("file", "data", "blob") else [f"fetched: {url}"]


@pytest.fixture(scope="session")
def find_grave_faults():
    """Every serious or critical finding of axe-core on a page."""
    axe = Axe()

    def find(page):
        return [
            (fault["id"], [node["html"][:200] for node in fault["nodes"]][:3])
            for fault in axe.run(page).response["violations"]
            if fault["impact"] in GRAVE
        ]

    return find
