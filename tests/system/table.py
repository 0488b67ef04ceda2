#!/usr/bin/env python3
"""zutritt import and export against a real zutrittd (rules K8, M5): a table with thousands of persons, by a descriptor
over the control socket, while others ask and a badge is presented; and what comes out goes in again unchanged. And
hiring (K3): at a terminal, which asks for what is missing, and without one.

    table.py      $ZUTRITT and $ZUTRITTD are the programs
"""
import os
import pty
import select
import subprocess
import tempfile
import threading
import time
import unittest

import control_socket
import operators

ZUTRITT = os.environ.get("ZUTRITT", "zutritt")
PERSONS = 2000


class Case(unittest.TestCase):
    """A zutrittd of the example building, with Max logged in, a position and one who has it."""

    def setUp(self):
        self.daemon = control_socket.Daemon()
        self.connection = self.daemon.connect()
        self.session, _ = operators.sign_up(self.connection.call)
        self.ask("PositionAdd", name="staff", keys=[{"room": "hall"}], rights=["unset"])
        self.ask("PersonHire", name="Mia", position="staff", badge="9:1")
        self.folder = tempfile.TemporaryDirectory(prefix="zutritt-table-")
        session = self.path("session")
        with open(os.open(session, os.O_CREAT | os.O_WRONLY, 0o600), "w") as f:
            f.write(self.session)
        run = os.path.dirname(self.daemon.path)
        self.environment = {**os.environ, "ZUTRITT_SOCKET": self.daemon.path, "ZUTRITT_SESSION_FILE": session,
                            "ZUTRITT_SIM_SOCKET": os.path.join(run, "lines"), "LC_ALL": "C.UTF-8"}

    def tearDown(self):
        self.connection.close()
        self.folder.cleanup()
        status, said = self.daemon.stop()
        self.assertEqual(status, 0, said)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def ask(self, method, **parameters):
        return operators.parameters_of(self.connection.call(method, session=self.session, **parameters))

    def zutritt(self, *words, text=None):
        return subprocess.run([ZUTRITT, *words], env=self.environment, input=text, capture_output=True, text=True)


class Table(Case):
    def table(self):
        return "name;position;badge\n" + "".join(f"Person {i};staff;10:{i + 1}\n" for i in range(PERSONS))

    def test_others_are_answered_while_a_table_is_planned(self):
        looks, is_over = [], threading.Event()

        def look():
            other = self.daemon.connect()
            while not is_over.is_set():
                looks.append("error" not in other.call("GetStatus"))
            other.close()

        thread = threading.Thread(target=look)
        thread.start()
        during = 0
        for _ in range(10):  # again where the machine had no time for those who look
            if during > 10:
                break
            before = len(looks)
            done = self.zutritt("import", "persons", "-", "--dry-run", text=self.table())
            during = len(looks) - before
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(f"It would hire {PERSONS}, change 0", done.stdout)
        is_over.set()
        thread.join()
        # a turn plans 40 rows: there are fifty of them, and the others come between
        self.assertGreater(during, 10)
        self.assertTrue(all(looks))

    def test_thousands_come_and_badges_are_decided_as_ever(self):
        process = subprocess.Popen([ZUTRITT, "import", "persons", "-"], env=self.environment, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, text=True)
        self.assertEqual(self.zutritt("sim", "badge", "entrance-in", "9:1").returncode, 0)
        said, _ = process.communicate(self.table())
        self.assertEqual(process.returncode, 0, said)
        self.assertIn(f"Hired {PERSONS}", said)
        self.assertEqual(self.zutritt("sim", "badge", "office-1-in", f"10:{PERSONS}").returncode, 0)
        kinds = self.wait_for({("access.granted", "entrance-in"), ("access.denied", "office-1-in")})
        self.assertEqual(kinds[("access.denied", "office-1-in")], "no_key")  # known, with a key for the hall only

    def wait_for(self, wanted):
        seen, since, until = {}, 0, time.monotonic() + control_socket.PATIENCE
        while not wanted <= seen.keys():
            self.assertLess(time.monotonic(), until, f"only {seen.keys()}")
            for event in self.ask("EventList", since=since, limit=100)["events"]:
                seen[(event["kind"], event.get("reader"))] = event.get("reason")
                since = event["number"]
        return seen

    def test_what_comes_out_goes_in_unchanged(self):
        odd = "name;position;employer;kind;last_day\n\"=1+1;\"\"x\"\"\";staff;+K;external;2098-01-31\n"
        self.assertEqual(self.zutritt("import", "persons", "-", text=odd).returncode, 0)
        out = self.path("out.csv")
        self.assertEqual(self.zutritt("export", "persons", out).returncode, 0)
        self.assertEqual(os.stat(out).st_mode & 0o777, 0o600)
        done = self.zutritt("import", "persons", out, "--dry-run")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("It would hire 0, change 0", done.stdout)

    def test_a_receipt_and_the_lock_plan_are_printed(self):
        self.zutritt("badge", "assign", "9:7", "Mia")
        number = self.ask("ReceiptList")["receipts"][-1]["number"]
        page = self.path("receipt.html")
        self.assertEqual(self.zutritt("receipt", "show", number, "--html", page).returncode, 0)
        with open(page, encoding="utf-8") as f:
            self.assertIn("h10301 9:7", f.read())
        done = self.zutritt("report", "lockplan", "--html", "-")
        self.assertIn("<td>Mia</td>", done.stdout)


class Hire(Case):
    def at_terminal(self, *lines):
        """What a terminal shows while zutritt person hire is answered these lines, each once its question is there."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(ZUTRITT, [ZUTRITT, "person", "hire"], self.environment)
        shown = ""
        for question, line in lines:
            shown += self.read_until(terminal, question)
            os.write(terminal, line.encode() + b"\n")
        shown += self.read_until(terminal, None)
        os.close(terminal)
        return shown, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def read_until(self, terminal, question):
        """All that is shown up to the question; None: up to the end."""
        shown = b""
        while question is None or not shown.endswith(question.encode()):
            self.assertTrue(select.select([terminal], [], [], control_socket.PATIENCE)[0], shown)
            try:
                data = os.read(terminal, 4096)
            except OSError:  # so ends a terminal that nobody has any more
                data = b""
            if not data:
                self.assertIsNone(question, shown)
                break
            shown += data
        return shown.decode()

    def test_at_a_terminal_hire_asks_until_the_answers_fit(self):
        shown, status = self.at_terminal(
            ("Name: ", "x" * 300), ("Name: ", "Eva Lind"), ("[employee]: ", "boss"), ("[employee]: ", "external"),
            ("Position (empty: none): ", "staff"), ("Badge, FACILITY:CARD (empty: none): ", "42"),
            ("Badge, FACILITY:CARD (empty: none): ", "42:7"), ("First day, YYYY-MM-DD (empty: at once): ", ""),
            ("Employer: ", "Bau K"), ("Last day (YYYY-MM-DD): ", "tomorrow"), ("Last day (YYYY-MM-DD): ", "2098-01-31"))
        self.assertEqual(status, 0, shown)
        self.assertIn("NAME must be text of 1 to 200 bytes", shown)
        eva, = [p for p in self.ask("PersonList")["persons"] if p["name"] == "Eva Lind"]
        self.assertEqual((eva["kind"], eva["employer"], eva["last_day"], eva["position"]),
                         ("external", "Bau K", "2098-01-31", "staff"))
        badges = [b["number"] for b in self.ask("BadgeList")["badges"] if b.get("person") == eva["id"]]
        self.assertEqual(badges, ["h10301 42:7"])
        self.assertIn("Eva Lind is hired", shown)

    def test_a_terminal_that_hangs_up_hires_nobody(self):
        before = len(self.ask("PersonList")["persons"])
        shown, status = self.at_terminal(("Name: ", "Eva Lind"), ("[employee]: ", "\x04"))
        self.assertEqual(status, 2, shown)
        self.assertIn("--kind is missing", shown)
        self.assertEqual(len(self.ask("PersonList")["persons"]), before)

    def test_without_a_terminal_hire_names_what_is_missing(self):
        for words, missing in (([], "NAME"), (["Eva", "--kind", "external"], "--employer"),
                               (["Eva", "--kind", "technician"], "--last-day")):
            done = subprocess.run([ZUTRITT, "person", "hire", *words], env=self.environment, stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True, start_new_session=True)
            self.assertEqual(done.returncode, 2)
            self.assertIn(f"{missing} is missing", done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1)

    def test_a_script_says_everything_in_options(self):
        done = subprocess.run([ZUTRITT, "person", "hire", "Eva Lind", "--kind", "external", "--employer", "Bau K",
                               "--position", "staff", "--badge", "42:7", "--last-day", "2098-01-31"],
                              env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              start_new_session=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Eva Lind is hired", done.stdout)


if __name__ == "__main__":
    unittest.main()
