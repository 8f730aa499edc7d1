"""Headless Chromium, driven over its DevTools protocol: a browser, and its pages."""
import base64
import json
import os
import pathlib
import subprocess
import tempfile
import time

import websocket

FLAGS = ["--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
         "--remote-debugging-port=0", "--remote-allow-origins=*"]
WAIT_S = 15


class Browser:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        # Chromium's sandbox refuses to start as root.
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen(["chromium", *FLAGS, *root, f"--user-data-dir={self.folder.name}", "about:blank"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        port, path = self.address()
        self.port = port
        self.line = Line(f"ws://127.0.0.1:{port}{path}")
        self.lines = [self.line]

    def address(self):
        told = pathlib.Path(self.folder.name, "DevToolsActivePort")
        until = time.monotonic() + WAIT_S
        while time.monotonic() < until:
            if told.exists() and len(told.read_text(encoding="utf-8").splitlines()) == 2:
                return told.read_text(encoding="utf-8").splitlines()
            time.sleep(0.05)
        raise TimeoutError("Chromium has not started")

    def page(self, url, width=1280, height=800):
        # A context of its own, as another person's browser would be.
        context = self.line.ask("Target.createBrowserContext")["browserContextId"]
        target = self.line.ask("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        line = Line(f"ws://127.0.0.1:{self.port}/devtools/page/{target}")
        self.lines.append(line)
        return Page(line, url, width, height)

    def close(self):
        self.line.ask("Browser.close")
        self.process.wait(WAIT_S)
        for line in self.lines:
            line.socket.shutdown()
        self.folder.cleanup()


class Line:
    def __init__(self, address):
        self.socket = websocket.create_connection(address, timeout=WAIT_S)
        self.number = 0
        self.events = []

    def ask(self, method, **params):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.events.append(message)


class Page:
    def __init__(self, line, url, width, height):
        self.line = line
        for domain in ("Page", "Runtime", "Log", "Network"):
            line.ask(f"{domain}.enable")
        self.resize(width, height)
        line.ask("Page.navigate", url=url)
        self.until("document.readyState === 'complete'")

    def reload(self):
        # The page that goes must not be taken for the one that comes.
        self.value("window.gone = true")
        self.line.ask("Page.reload")
        self.until("!window.gone && document.readyState === 'complete'")

    def resize(self, width, height):
        self.line.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def dark(self, dark=True):
        self.line.ask("Emulation.setEmulatedMedia",
                      features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def offline(self, offline):
        self.line.ask("Network.emulateNetworkConditions", offline=offline, latency=0, downloadThroughput=-1,
                      uploadThroughput=-1)

    def value(self, expression):
        answer = self.line.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def until(self, expression):
        until = time.monotonic() + WAIT_S
        while not self.value(expression):
            if time.monotonic() > until:
                raise AssertionError(f"never came true: {expression}; the page reads:\n{self.value('document.body.innerText')}")
            time.sleep(0.05)

    def text(self, selector):
        return self.value(f"document.querySelector({json.dumps(selector)}).innerText")

    def shows(self, selector, words):
        self.seen(selector)
        self.until(f"document.querySelector({json.dumps(selector)}).innerText.includes({json.dumps(words)})")

    def seen(self, selector):
        self.until(f"document.querySelector({json.dumps(selector)})?.checkVisibility()")

    # As a person does: the element must be seen and take the focus.
    def focus(self, selector):
        self.seen(selector)
        self.value(f"document.querySelector({json.dumps(selector)}).focus()")
        self.until(f"document.activeElement === document.querySelector({json.dumps(selector)})")

    def type(self, selector, words):
        self.focus(selector)
        self.value("document.activeElement.select?.()")
        self.line.ask("Input.insertText", text=words)

    def press(self, key):
        code, text = {"Enter": (13, "\r"), "Tab": (9, "")}[key]
        self.line.ask("Input.dispatchKeyEvent", type="keyDown", key=key, code=key, windowsVirtualKeyCode=code, text=text)
        self.line.ask("Input.dispatchKeyEvent", type="keyUp", key=key, code=key, windowsVirtualKeyCode=code)

    def enter(self, selector):
        self.focus(selector)
        self.press("Enter")

    # What the browser itself complained of: refused by the policy, failed to load, thrown.
    def complaints(self):
        return [event["params"] for event in self.line.events
                if event["method"] == "Runtime.exceptionThrown"
                or (event["method"] == "Log.entryAdded" and event["params"]["entry"]["source"] in ("security", "javascript"))]

    def hosts(self):
        return {event["params"]["request"]["url"].split("/")[2] for event in self.line.events
                if event["method"] == "Network.requestWillBeSent" and "//" in event["params"]["request"]["url"]}

    def picture(self, path):
        data = self.line.ask("Page.captureScreenshot", format="png", captureBeyondViewport=False)["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))
