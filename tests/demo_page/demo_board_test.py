"""Plays with the page at /demo/ in headless Chromium: a patient, staff and a public screen, each in a browser of their own.

With DEMO_PICTURES naming a folder, what the three see is kept there, wide and narrow, in light and dark.
"""
import json
import os
import pathlib
import unittest
import urllib.request
import uuid

from browser import Browser

URL = os.environ.get("FRONTDESK_URL", "http://127.0.0.1:3000")
ADMINISTRATOR = ("admin@frontdesk.example", "frontdesk-demo")
PASSWORD = "correct horse 9"

# What a person cannot see by: a control without a name, or one that the focus does not mark.
NAMELESS = """[...document.querySelectorAll('input, select, button, summary, nav a')].filter((control) =>
  control.matches('input, select') ? !control.labels.length : !control.textContent.trim()).map((control) => control.outerHTML)"""
MARKED = "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"


def ask(path, body):
    request = urllib.request.Request(URL + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


class DemoBoard(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)
        cls.staff = cls.browser.page(f"{URL}/demo/#staff")
        cls.log_in(cls.staff, *ADMINISTRATOR)

    @staticmethod
    def log_in(page, email, password):
        page.type("#login-email", email)
        page.type("#login-password", password)
        page.press("Enter")
        page.until("document.querySelector('#clinics').options.length > 0")

    def open_clinic(self):
        name = f"Harbour Street {uuid.uuid4().hex[:4]}"
        self.staff.enter("#founding summary")
        self.staff.type("#found-name", name)
        self.staff.press("Enter")
        self.staff.shows("#closed-words", "Clinic does not have a queue for today.")
        self.staff.enter("#opening button")
        self.staff.shows("#connection", "Live")
        self.staff.shows("#board-title", name)
        return self.staff.value("location.hash").split("/")[1]

    def patient(self, clinic, width=360):
        page = self.browser.page(f"{URL}/demo/#patient/{clinic}", width, 740)
        email = f"asha.{uuid.uuid4().hex}@example.com"
        page.enter("#newcomer summary")
        for field, words in (("first", "Asha"), ("last", "Rao"), ("email", email), ("password", PASSWORD), ("again", PASSWORD)):
            page.type(f"#register-{field}", words)
        page.press("Enter")
        page.shows("#connection", "Live")
        return page

    def screen(self, clinic):
        page = self.browser.page(f"{URL}/demo/#screen/{clinic}")
        self.log_in(page, *ADMINISTRATOR)
        page.shows("#connection", "Live")
        return page

    def expect_no_complaints(self, *pages):
        for page in pages:
            self.assertEqual(page.complaints(), [], "refused by the policy, or thrown")
            self.assertEqual(page.hosts(), {URL.split("/")[2]}, "no other server is asked for anything")

    def look_at(self, name, page):
        folder = os.environ.get("DEMO_PICTURES")
        for width, height in ((1280, 800), (360, 740)):
            page.resize(width, height)
            self.assertLessEqual(page.value(OVERFLOW), 0, f"{name} fits {width} px")
            for tone in ("light", "dark") if folder else ():
                page.dark(tone == "dark")
                page.picture(pathlib.Path(folder, f"{name}-{width}-{tone}.png"))
        self.assertEqual(page.value(NAMELESS), [], "every control has a name")

    def test_plays_a_clinic_day_by_keyboard_alone(self):
        clinic = self.open_clinic()
        first, second, third = self.patient(clinic), self.patient(clinic), self.patient(clinic)
        screen = self.screen(clinic)
        for number, page in enumerate((first, second, third), start=1):
            page.enter("#take")
            page.shows("#place", f"You have token {number}.")
            self.assertTrue(page.value(MARKED), "the focus is seen")
        third.shows("#place", "2 patients are before you.")
        screen.shows("#waiting", "3")

        self.staff.enter("#call")
        first.shows("#place", "Token 1: it is your turn.")
        second.shows("#place", "You are next.")
        for page in (screen, self.staff, third):
            page.shows("#serving", "1")
            page.shows("#waiting", "2")
        for name, page in (("staff", self.staff), ("patient", second), ("called", first), ("screen", screen)):
            self.look_at(name, page)
        self.assertFalse(screen.value("document.querySelector('#place').checkVisibility()"), "a screen shows numbers only")

        third.shows("#place", "One patient is before you")

        self.staff.enter("#skip")
        first.shows("#place", "Token 1 was skipped.")
        self.staff.enter("#call")
        screen.shows("#serving", "2")
        self.staff.enter("#complete")
        second.shows("#place", "Token 2 is done.")
        screen.shows("#served", "2")
        screen.shows("#serving", "–")
        third.enter("#give-back")
        third.shows("#place", "You gave token 3 back.")
        screen.shows("#waiting", "0")

        self.staff.enter("#call")
        self.staff.shows("#problem", "No waiting tokens in this queue")
        self.staff.enter("#complete")
        self.staff.shows("#problem", "Nobody is called at the moment.")
        self.expect_no_complaints(self.staff, first, second, third, screen)

    def test_leads_the_tabulator_key_through_every_control_of_the_counter(self):
        self.open_clinic()
        self.staff.focus("nav a")
        met = []
        for _ in range(7):
            self.staff.press("Tab")
            met.append(self.staff.value("document.activeElement.id || document.activeElement.textContent"))
            self.assertTrue(self.staff.value(MARKED), f"the focus is seen on {met[-1]}")
        self.assertEqual(met, ["Staff", "Public screen", "logout", "clinics", "New clinic", "call", "complete"])

    def test_says_that_the_connection_is_lost_and_shows_what_happened_meanwhile(self):
        clinic = self.open_clinic()
        screen, patient, watcher = self.screen(clinic), self.patient(clinic), self.patient(clinic)
        patient.enter("#take")
        patient.shows("#place", "You are next.")
        for page in (screen, patient):
            page.offline(True)
            page.shows("#connection", "Reconnecting")
        self.staff.enter("#call")
        watcher.shows("#serving", "1")
        self.assertEqual(screen.text("#serving"), "–")
        self.assertIn("You are next.", patient.text("#place"))
        for page in (screen, patient):
            page.offline(False)
            page.shows("#connection", "Live")
            page.shows("#serving", "1")
        patient.until("!document.querySelector('#place').innerText.includes('You are next.')")

    def test_keeps_a_place_over_a_reload(self):
        clinic = self.open_clinic()
        patient = self.patient(clinic)
        patient.enter("#take")
        patient.shows("#place", "You have token 1.")
        patient.reload()
        patient.shows("#place", "You have token 1. You are next.")
        self.staff.enter("#call")
        patient.shows("#place", "it is your turn")
        patient.reload()
        patient.shows("#place", "Token 1: it is your turn.")

    def test_says_in_words_what_the_server_refuses(self):
        page = self.browser.page(f"{URL}/demo/#staff")
        page.type("#login-email", f"nobody.{uuid.uuid4().hex}@example.com")
        page.type("#login-password", "not the password")
        page.press("Enter")
        page.shows("#problem", "Invalid email or password")
        page.offline(True)
        page.press("Enter")
        page.shows("#problem", "The server cannot be reached.")

    def test_lets_nobody_do_what_is_not_theirs(self):
        clinic = self.open_clinic()
        page = self.browser.page(f"{URL}/demo/#patient/{clinic}")
        self.log_in(page, *ADMINISTRATOR)
        page.shows("#problem", "This account may not do that.")
        page.shows("#connection", "Live")
        page.enter("#take")
        page.shows("#problem", "This account may not do that.")

    def test_asks_for_a_login_when_it_has_ended_elsewhere(self):
        clinic = self.open_clinic()
        patient = self.patient(clinic)
        kept = "JSON.parse(sessionStorage.getItem('frontdesk-demo-patient'))"
        ask("/api/auth/logout", {"refreshToken": patient.value(f"{kept}.refreshToken")})
        patient.shows("#problem", "This login has ended. Please log in again.")
        patient.seen("#login")
        self.assertIsNone(patient.value(kept))

    def test_has_a_login_for_each_view(self):
        page = self.browser.page(f"{URL}/demo/#staff")
        self.log_in(page, *ADMINISTRATOR)
        page.enter("nav a[href='#patient']")
        page.shows("#entry-title", "Patient: log in")
        page.enter("nav a[href='#staff']")
        page.shows("#who", "Administrator")
        page.enter("#logout")
        page.shows("#entry-title", "Staff: log in")


if __name__ == "__main__":
    unittest.main()
