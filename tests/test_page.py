"""The page as a visitor has it: with Streamlit's own tester, and in a browser."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import takarusim as tk
from takarusim.app import answers, page, shown
from takarusim.figures import canvas
from takarusim.language.numerals import LANGUAGES, percent
from takarusim.language.words import WORDS, say
from takarusim.results.folder import listed
from takarusim.scenario import reading

FIRST = Path(__file__).parents[1] / "scenarios" / "first-steps.yaml"
DEMAND = "partners.tractors.demand"


@pytest.fixture
def visited(tmp_path, monkeypatch):
    """The page with a small estate, and replications that are few."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(answers, "REPLICATIONS", 4)
    monkeypatch.setattr(answers, "LOOK", 2)
    monkeypatch.setattr(answers, "WORLDS", 4)
    tester = AppTest.from_file(page.__file__, default_timeout=60)
    tester.query_params["base"] = "first-steps"
    return tester.run()


def slider(tester, path):
    """Returns the slider of a path."""
    return next(each for each in tester.select_slider if each.key.startswith(f"{path}-"))


def view(tester, *names):
    """Goes to a view, and to what is within it."""
    for key, name in zip(("view", names[0]), names, strict=False):
        tester.button_group(key=key).set_value(name).run()
    assert not tester.exception
    return tester


def texts(tester):
    """Returns what can be read on the page."""
    of = (tester.markdown, tester.caption, tester.success, tester.info, tester.warning, tester.error, tester.subheader)
    return [each.value for kind in of for each in kind] + [each.label for each in (*tester.metric, *tester.button)]


def test_a_move_shows_what_the_library_finds(visited):
    slider(visited, DEMAND).set_value(1.2).run()
    scenario = reading.read_scenario(FIRST)
    found = tk.compare({"first-steps": scenario, "changed": reading.with_value(scenario, DEMAND, 1.2)}, 4)
    one = found.differences["changed"]["otif"]

    assert not visited.exception
    assert [each.value for each in visited.metric] == [percent(each.mean, "id") for each in (one.base, one.other)]
    assert visited.success[0].value == say("app.full", "id", n=4)
    assert len(visited.table) == 2  # what differs, and KPIs
    assert visited.table[0].value.values.tolist() == [["1", "1,2"]]


def test_everything_is_put_back(visited):
    before = [each.value for each in visited.metric]
    slider(visited, DEMAND).set_value(1.2).run()
    visited.button(key="reset").click().run()

    assert [each.value for each in visited.metric] == before
    assert slider(visited, DEMAND).value == 1


def test_each_language_speaks_for_itself_alone(visited):
    slider(visited, DEMAND).set_value(1.2).run()
    said = {}
    for language in LANGUAGES:
        visited.button_group(key="language").set_value(language).run()
        said[language] = texts(visited)
        for name in ("see", "ask", "keep"):
            said[language] += texts(view(visited, name))
        view(visited, "play")
    pairs = [
        pair for key, pair in WORDS.items() if key.startswith("app.") and pair[0] != pair[1] and "{" not in pair[0]
    ]

    assert slider(visited, DEMAND).value == 1.2  # what was chosen stays
    for id_words, en_words in pairs:
        assert id_words not in said["en"]
        assert en_words not in said["id"]


def test_what_is_kept_is_where_the_command_line_finds_it(visited, tmp_path):
    slider(visited, DEMAND).set_value(1.2).run()
    view(visited, "keep")
    visited.text_input(key="name").set_value("twenty percent more").run()
    visited.button(key="keep").click().run()
    (entry,) = listed(tmp_path / "results")

    assert (entry.kind, entry.name) == ("comparison", "twenty percent more")
    assert visited.code[0].value.splitlines()[1].startswith("takarusim compare results/")
    assert [each.proto.label for each in visited.get("download_button")] == [
        say("app.download", "id", name=name) for name in ("first-steps.yaml", "changed.yaml")
    ]


def test_another_visitor_sees_nothing_of_it(visited):
    slider(visited, DEMAND).set_value(1.2).run()
    other = AppTest.from_file(page.__file__, default_timeout=60)
    other.query_params["base"] = "first-steps"
    other.run()

    assert len(visited.metric) == 2
    assert len(other.metric) == 1
    assert slider(other, DEMAND).value == 1


def test_a_scenario_of_ones_own_is_read_as_any_is(visited):
    visited.file_uploader(key="own").set_value(
        ("mine.yaml", b"extends: first-steps.yaml\nworkshops: {lathe: {units: many}}\n", "")
    ).run()
    (error,) = [each.value for each in visited.error]
    assert "own-mine.yaml" in error
    assert tempfile.gettempdir() not in error
    visited.file_uploader(key="own").set_value(
        ("mine.yaml", b"extends: first-steps.yaml\npartners: {spares: null}\n", "")
    ).run()

    assert not visited.exception
    assert not visited.error
    assert visited.selectbox[0].value.name == "own-mine.yaml"
    assert not [each for each in visited.select_slider if "spares" in each.label]


def test_a_change_is_asked_about_in_worlds(visited):
    crews = "smes: {sme: {crews: {value: 2, source: assumption, low: 1, high: 3}}}"
    visited.file_uploader(key="own").set_value(("mine.yaml", f"extends: first-steps.yaml\n{crews}\n".encode(), ""))
    visited.run()
    view(visited, "ask", "robust")
    assert say("app.keep.nothing", "id") in texts(visited)
    view(visited, "play")
    slider(visited, DEMAND).set_value(1.2).run()
    view(visited, "ask", "robust")
    visited.button(key="ask-robust").click().run()

    assert not visited.exception
    assert [each for each in texts(visited) if "dalam 4 dunia andaian yang cocok" in each]


def test_all_that_can_be_seen_and_asked_is_answered(visited):
    slider(visited, DEMAND).set_value(1.2).run()
    for name in ("figures", "months", "buildings", "ledger"):
        view(visited, "see", name)
        assert visited.get("html") or visited.get("iframe"), name
    view(visited, "ask", "headroom")
    visited.button(key="ask-headroom").click().run()
    assert visited.get("html")
    view(visited, "ask", "binding")
    visited.button(key="ask-binding").click().run()

    assert not visited.exception
    assert len(visited.table[0].value) > 2  # constraints
    view(visited, "ask", "late")
    assert visited.get("html")
    assert len(visited.table) == 2  # its life, and what would have been enough


# ---- in a browser

WIDTHS = canvas.WIDTH, canvas.COLUMN
BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1280,1000"),
)


@pytest.fixture
def served(tmp_path):
    """Serves the page as the command does, from a folder of its own, and yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "takarusim", "app", "--no-browser", f"--port={port}"]
    environment = {**os.environ, "PYTHONPATH": str(FIRST.parents[1])}
    server = subprocess.Popen(words, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).status == 200)
        yield address
    finally:
        server.kill()
        server.wait()


@pytest.fixture
def chromium(tmp_path):
    """A browser that keeps what it loads down in a folder."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(tmp_path / "loaded")})
    driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


def until(is_so, seconds=60):
    """Waits until something is so, and returns it."""
    end = time.monotonic() + seconds
    while True:
        try:
            if found := is_so():
                return found
        except Exception:  # noqa: BLE001  not yet
            found = None
        assert time.monotonic() < end, "too late"
        time.sleep(0.05)


needs_browser = pytest.mark.skipif(
    not (BROWSER and DRIVER), reason="no chromium and chromedriver (Debian: chromium, chromium-driver)"
)


@needs_browser
@pytest.mark.parametrize("wide", [1280, 390])
def test_letters_of_figures_can_be_read_on_a_telephone_and_the_page_stays_as_wide_as_it(chromium, wide, tmp_path):
    whole, column = (canvas.framed(1, "Judul", "", "id", canvas.Stamp("", 1, 2), width=width) for width in WIDTHS)
    page = tmp_path / "page.html"
    page.write_text(f"<!doctype html><body>{shown.image(whole)}{shown.image(column)}", "utf-8")
    size = {"width": wide, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    chromium.get(page.as_uri())
    widths = chromium.execute_script("return [...document.images].map(each => each.complete && each.clientWidth)")

    for width, inches in zip(widths, WIDTHS, strict=True):
        assert canvas.TINY / 72 * width / inches >= 10  # dots of the smallest letters
    assert chromium.execute_script("return document.documentElement.scrollWidth") <= wide
    assert [each.get_attribute("alt") for each in chromium.find_elements("tag name", "img")] == ["Judul"] * 2


@needs_browser
def test_a_visitor_moves_a_slider_reads_a_number_switches_the_language_and_takes_a_file(served, chromium, tmp_path):
    def find(css):
        return chromium.find_elements("css selector", css)

    def click(words):
        until(lambda: chromium.find_element("xpath", f"//button[contains(., '{words}')]").click() is None)

    def numbers(language, many):
        """Returns the numbers of the full answer, once nothing is under way any more: some may be drawn yet."""
        is_done = find("[data-testid=stApp]")[0].get_attribute("data-test-script-state") == "notRunning"
        found = [each.text for each in find("[data-testid=stMetricValue]")]
        return is_done and say("app.full", language, n=30) in chromium.page_source and len(found) == many and found

    chromium.get(f"{served}/?base=first-steps")
    scenario = reading.read_scenario(FIRST)
    before, after = (tk.replicate(reading.with_value(scenario, DEMAND, times)) for times in (1, 1.2))
    exact = [each.estimates()["otif"].mean for each in (before, after)]

    until(lambda: numbers("id", 1) == [percent(exact[0], "id")])
    until(lambda: chromium.find_element("css selector", "summary").click() is None)  # demand
    until(lambda: find("[data-testid=stSlider] input"))[0].send_keys("\ue014" * 4)  # to the right
    until(lambda: numbers("id", 2) == [percent(mean, "id") for mean in exact])
    click("English")
    until(lambda: numbers("en", 2) == [percent(mean, "en") for mean in exact])
    click("Keep")
    click("changed.yaml")
    text = until(lambda: (tmp_path / "loaded" / "changed.yaml").read_text("utf-8"))
    assert text.startswith("# takarusim ")
    assert "demand: {value: 1.2" in text or "demand: 1.2" in text
    loaded = "return performance.getEntriesByType('resource').map(entry => entry.name)"
    assert {
        name.split("/?")[0].split("/", 3)[2] for name in chromium.execute_script(loaded) if "data:" not in name
    } == {served.removeprefix("http://")}
