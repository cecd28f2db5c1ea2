"""Opens fokker's reports in headless Chromium: python3 report_in_chromium.py REPORT.html ...

Fails on any message of the console, exception or network request, or where the slider, moved by keyboard, or a value
read by arrow keys changes nothing. With --shots FOLDER also writes pictures, narrow and wide, light and dark.
"""
import base64
import itertools
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import urllib.request

import websocket


class Page:
    """One page of a browser, by the DevTools protocol."""

    def __init__(self, address):
        self.socket = websocket.create_connection(address, timeout=60, suppress_origin=True)
        self.numbers = itertools.count(1)
        self.faults = []
        self.loaded = False
        self.own = ""

    def note(self, message):
        method, values = message.get("method"), message.get("params", {})
        if method in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"):
            self.faults.append(json.dumps(values)[:600])
        if method == "Network.requestWillBeSent":
            url = values["request"]["url"]
            if url != self.own and not url.startswith("data:"):
                self.faults.append("request: " + url[:200])
        self.loaded = self.loaded or method == "Page.loadEventFired"

    def call(self, method, **values):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": values}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == number:
                assert "error" not in message, message
                return message["result"]
            self.note(message)

    def value(self, expression):
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def open(self, file):
        self.loaded = False
        self.own = pathlib.Path(file).resolve().as_uri()
        self.call("Page.navigate", url=self.own)
        while not self.loaded:
            self.note(json.loads(self.socket.recv()))

    def press(self, key):
        codes = {"ArrowRight": 39, "ArrowLeft": 37, "End": 35}
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=codes[key])

    def shoot(self, name, width, scheme):
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 500)
        assert self.value("document.documentElement.scrollWidth <= innerWidth"), f"wider than {width} pixels"
        self.value("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        picture = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        pathlib.Path(f"{name}-{width}-{scheme}.png").write_bytes(base64.b64decode(picture["data"]))


def check(page, file, shots):
    page.open(file)
    picture = "document.querySelector('#pictures canvas').toDataURL()"
    before, shown = page.value(picture), page.value("document.getElementById('when').textContent")
    page.value("document.getElementById('time').focus()")
    page.press("ArrowRight")
    assert page.value("document.getElementById('time').value") == "1", "the slider did not move"
    assert page.value("document.getElementById('when').textContent") != shown, "the time that is shown did not change"
    assert page.value(picture) != before, "the picture did not change"
    page.press("End")
    page.value("document.querySelector('#pictures canvas').focus()")
    page.press("ArrowRight")
    assert " = " in page.value("document.getElementById('readout').textContent"), "no values were read"
    page.value("document.getElementById('log').click()")
    page.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.value("document.querySelectorAll('details').forEach((one) => { one.open = false; })")
    page.value("document.getElementById('log').click()")
    assert page.value("document.querySelectorAll('canvas:not([aria-label])').length") == 0, "a picture without words"
    if shots:
        page.value("{const s = document.getElementById('time'); s.value = s.max >> 1; s.dispatchEvent(new Event('input'));}")
    for width, scheme in itertools.product((390, 1280), ("light", "dark")) if shots else ():
        page.shoot(os.path.join(shots, pathlib.Path(file).stem), width, scheme)
    faults, page.faults = page.faults, []
    assert not faults, faults


def main(arguments):
    shots = arguments.pop(0) and arguments.pop(0) if arguments[0] == "--shots" else ""
    # what the browser's processes write while they end must not fail the check
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = ["chromium", "--headless=new", "--disable-gpu", "--no-sandbox", "--hide-scrollbars", "--no-first-run",
                   "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank"]
        browser = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
                                   start_new_session=True)
        try:
            address = next(found for line in browser.stderr if (found := re.search(r"ws://([^/]+)/", line)))[1]
            targets = json.load(urllib.request.urlopen(f"http://{address}/json"))
            page = Page(next(one for one in targets if one["type"] == "page")["webSocketDebuggerUrl"])
            for domain in ("Page", "Runtime", "Log", "Network"):
                page.call(domain + ".enable")
            for file in arguments:
                check(page, file, shots)
                print(file, "ok")
        finally:
            os.killpg(browser.pid, signal.SIGKILL)  # all of its processes: they write in its profile
            browser.communicate()  # ends when the last of them has


main(sys.argv[1:])
