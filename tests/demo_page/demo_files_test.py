"""The page at /demo/, its parts and the client library, as the edge serves them."""
import hashlib
import http.client
import os
import pathlib
import re
import unittest
import urllib.parse

EDGE = urllib.parse.urlsplit(os.environ.get("FRONTDESK_URL", "http://127.0.0.1:3000"))
SOURCES = pathlib.Path(__file__).resolve().parents[2] / "infra" / "demo"
HTML, CSS, JAVASCRIPT = "text/html; charset=utf-8", "text/css; charset=utf-8", "text/javascript; charset=utf-8"


def ask(path, method="GET"):
    connection = http.client.HTTPConnection(EDGE.hostname, EDGE.port, timeout=10)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


class DemoFiles(unittest.TestCase):
    def served(self, path, content_type):
        answer, body = ask(path)
        self.assertEqual(answer.status, 200, path)
        self.assertEqual(answer.getheader("Content-Type"), content_type, path)
        self.assertEqual(answer.getheader("X-Content-Type-Options"), "nosniff")
        self.assertEqual(answer.getheader("X-Frame-Options"), "DENY")
        self.assertEqual(answer.getheader("Referrer-Policy"), "no-referrer")
        self.assertEqual(answer.getheader("Cache-Control"), "no-cache")
        # Own files and own server alone; nothing inline, no eval, in no other page's frame.
        policy = dict(part.strip().split(" ", 1) for part in answer.getheader("Content-Security-Policy").split(";"))
        self.assertEqual(policy, {
            "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
            "connect-src": "'self'", "base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'"})
        return body

    def test_are_a_page_that_loads_its_parts_from_here_alone(self):
        for path in ("/demo", "/demo/", "/demo/?from=mail"):
            page = self.served(path, HTML).decode()
            loads = set(re.findall(r'(?:<link[^>]*\shref|\ssrc)="([^"]*)"', page))
            self.assertEqual(loads, {"data:,", "/demo/page.css", "/demo/page.js", "/demo/socket.io.min.js"})
            self.assertNotRegex(page, r"<script>|<style|\sstyle=|\son\w+=", "nothing inline")

    def test_of_the_repository_are_served_as_they_stand_there(self):
        for source in SOURCES.glob("*.js"):
            self.assertEqual(self.served(f"/demo/{source.name}", JAVASCRIPT), source.read_bytes(), source.name)
        self.assertEqual(self.served("/demo/page.css", CSS), (SOURCES / "page.css").read_bytes())

    def test_import_only_each_other(self):
        scripts = {source.name: source.read_text(encoding="utf-8") for source in SOURCES.glob("*.js")}
        for name, script in scripts.items():
            for imported in re.findall(r'\bfrom "([^"]*)"', script):
                self.assertIn(imported.removeprefix("./"), scripts, name)

    def test_bring_the_unmodified_client_library(self):
        library = self.served("/demo/socket.io.min.js", JAVASCRIPT)
        self.assertRegex(library[:60].decode(), r"Socket\.IO v4\.8\.")
        pinned = (SOURCES / "client.sha256").read_text(encoding="utf-8").split()[0]
        self.assertEqual(hashlib.sha256(library).hexdigest(), pinned)

    def test_are_no_others_and_take_nothing(self):
        for path in ("/demo/nothing", "/demo/client.sha256", "/demo/socket.io.min.js.map", "/demo//etc/passwd", "/demox"):
            answer, body = ask(path)
            self.assertEqual(answer.status, 404, path)
            self.assertIn(b"Endpoint not found", body, path)
        for path in ("/demo/../conf/instance.env", "/demo/..%2f..%2fconf/instance.env"):
            self.assertEqual(ask(path)[0].status, 400, path)
        for method in ("POST", "PUT", "DELETE"):
            self.assertEqual(ask("/demo/page.js", method)[0].status, 404, method)


if __name__ == "__main__":
    unittest.main()
