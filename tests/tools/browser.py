"""A headless Chromium, told what to do through its debugging pipe.

As a program: browser.py PROGRAM FILE.html WIDTH [PICTURE.png] prints what is wrong with the page at that width, and takes
a picture of the whole of it.
"""
import base64
import json
import os
import pathlib
import select
import subprocess
import sys
import tempfile

SECONDS = 60

# What sticks out: the page itself, or an element that does so beyond what holds and scrolls it.
OVERFLOW = """(() => {
  const wide = [];
  if (document.documentElement.scrollWidth > innerWidth) wide.push("page " + document.documentElement.scrollWidth);
  for (const e of document.body.querySelectorAll("*")) {
    if (e.closest(".scroll") && !e.matches(".scroll") || e.closest("svg") && !e.matches("svg")) continue;
    const box = e.getBoundingClientRect();
    if (box.width > 0 && (box.right > innerWidth + 0.5 || box.left < -0.5)) wide.push(e.tagName + " " + e.textContent.slice(0, 40));
  }
  return wide;
})()"""

# Texts of a picture that lie on each other or leave it, and numbered discs that do, after what is drawn.
COLLISION = """(() => {
  const bad = [];
  for (const svg of document.querySelectorAll("svg")) {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter(t => t.textContent.trim());
    const boxes = texts.map(t => t.getBoundingClientRect());
    for (let i = 0; i < boxes.length; i++) {
      const a = boxes[i];
      if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.top < frame.top - 1 || a.bottom > frame.bottom + 1)
        bad.push("outside: " + texts[i].textContent);
      for (let j = i + 1; j < boxes.length; j++) {
        const b = boxes[j], h = Math.min(a.height, b.height) * 0.25;
        if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - h && b.top < a.bottom - h)
          bad.push(texts[i].textContent + " on " + texts[j].textContent);
      }
    }
    const discs = [...svg.querySelectorAll("circle:has(+ g.on)")].map(c => c.getBoundingClientRect());
    discs.forEach((a, i) => discs.slice(0, i).forEach((b, j) => {
      if (Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2) < (a.width + b.width) / 2 - 0.1)
        bad.push("disc " + (i + 1) + " on " + (j + 1));
    }));
  }
  return bad;
})()"""


# Texts of a picture with less than 11 pixels to a line, but for the numbers of a crowd of discs.
TOO_SMALL = """(() => [...document.querySelectorAll("svg text")].filter(t =>
  parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a < 10.9 &&
  !(t.closest("g.on") && t.closest("svg").querySelectorAll("g.on").length > 40)).map(t => t.textContent))()"""


class Browser:
    def __init__(self, program):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        to_read, self.write_end = os.pipe()
        self.read_end, to_write = os.pipe()
        self.process = subprocess.Popen(
            ["sh", "-c", 'exec "$0" "$@" 3<&%d 4>&%d' % (to_read, to_write), program, "--headless=new", "--no-sandbox",
             "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--force-color-profile=srgb",
             "--user-data-dir=" + self.folder.name, "--remote-debugging-pipe", "about:blank"],
            pass_fds=(to_read, to_write), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.number, self.rest, self.events, self.session = 0, b"", [], None
        target = next(t for t in self.ask("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self.session = self.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(domain + ".enable")

    def receive(self):
        while b"\0" not in self.rest:
            if not select.select([self.read_end], [], [], SECONDS)[0]:
                raise RuntimeError(f"the browser has said nothing for {SECONDS} seconds")
            more = os.read(self.read_end, 1 << 20)
            if not more:
                raise RuntimeError("the browser has gone")
            self.rest += more
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def ask(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.write_end, json.dumps(message).encode() + b"\0")
        while True:
            got = self.receive()
            if got.get("id") == self.number:
                if "error" in got:
                    raise RuntimeError(f"{method}: {got['error']['message']}")
                return got["result"]
            self.events.append(got)

    def open(self, file, width, dark=False):
        """Loads the page; returns what it said on the console and what it asked for besides itself."""
        self.events = []
        address = pathlib.Path(file).resolve().as_uri()
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.ask("Page.navigate", url=address)
        while not any(e.get("method") == "Page.loadEventFired" for e in self.events):
            self.events.append(self.receive())
        self.evaluate("1")  # what was said until now has come
        wrong = []
        for event in self.events:
            params = event.get("params", {})
            if event.get("method") == "Log.entryAdded":
                wrong.append("console: " + params["entry"]["text"])
            elif event.get("method") in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
                wrong.append("script: " + json.dumps(params)[:200])
            elif event.get("method") == "Network.requestWillBeSent" and params["request"]["url"] != address:
                wrong.append("request: " + params["request"]["url"][:200])
        return wrong

    def evaluate(self, expression):
        return self.ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def picture(self, file, clip=None):
        options = {"clip": dict(clip, scale=1)} if clip else {}
        shot = self.ask("Page.captureScreenshot", captureBeyondViewport=True, **options)
        pathlib.Path(file).write_bytes(base64.b64decode(shot["data"]))

    def print(self, file):
        pathlib.Path(file).write_bytes(base64.b64decode(self.ask("Page.printToPDF", preferCSSPageSize=True)["data"]))

    def close(self):
        try:
            self.ask("Browser.close")
        except (RuntimeError, OSError):
            pass
        os.close(self.write_end)
        os.close(self.read_end)
        self.process.wait()
        self.folder.cleanup()


if __name__ == "__main__":
    browser = Browser(sys.argv[1])
    for line in browser.open(sys.argv[2], int(sys.argv[3])) + browser.evaluate(OVERFLOW) + browser.evaluate(COLLISION):
        print(line)
    if len(sys.argv) > 4:
        size = browser.evaluate("[innerWidth, document.documentElement.scrollHeight]")
        browser.picture(sys.argv[4], {"x": 0, "y": 0, "width": size[0], "height": min(size[1], 16000)})
    browser.close()
