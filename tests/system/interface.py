#!/usr/bin/env python3
"""Does docs/io.zutritt.varlink say what a running zutrittd does, all of it and nothing else?

A day at the example building is lived through by the command zutritt, every command at least once, and what no
command does by bare calls. All of it passes a witness between the two, which judges each call, each reply and each
error by the interface. At the end every method has succeeded, every parameter was given, every member of a reply and
every error was seen. Then each parameter is left out, and given in a wrong type; and all other interfaces are asked for.

    interface.py      with the programs of $ZUTRITTD and $ZUTRITT
"""
import csv
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "crash"))
import building  # noqa: E402
from varlink import Interface  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CONFIG = ROOT / "deploy" / "example" / "zutritt.conf"
ZUTRITTD, ZUTRITT = (os.path.abspath(os.environ[name]) for name in ("ZUTRITTD", "ZUTRITT"))
PATIENCE_S = 60
PASSWORD = "Tuer und Tor 1"

# What needs a disk that fails (disk.* has it), a key of many days (unit.office_people), or ten minutes and more
# (unit.office_reminders).
NOT_TODAY = {"Status.database_trouble", "error Unavailable.message", "Key.last_used", "ReminderList->.further",
             *(f"Reminder.{name}" for name in ("kind", "area", "since", "release", "door", "operator_name", "visitor", "person",
                                               "name", "company", "host_name"))}
# Only zutrittd that loses its disk or its doors answers so; disk.* looks at it.
NO_ERROR_TODAY = {"Unavailable"}


class Witness:
    """Listens at one socket, passes all on to another, and judges it."""

    def __init__(self, path, upstream, interface):
        self.upstream, self.interface = upstream, interface
        self.lock = threading.Lock()
        self.wrong = []
        self.succeeded, self.given, self.errors = set(), set(), set()
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(str(path))
        self.listener.listen(16)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self._connection, args=(client,), daemon=True).start()

    def _connection(self, client):
        calls = []
        with client, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
            server.connect(str(self.upstream))
            back = threading.Thread(target=self._relay, args=(server, client, self._reply, calls))
            back.start()
            self._relay(client, server, self._call, calls)
            back.join()

    def _relay(self, source, target, judge, calls):
        held = b""
        try:
            while True:
                data, passed, _, _ = socket.recv_fds(source, 1 << 16, 4)
                if not data:
                    break
                *frames, held = (held + data).split(b"\0")
                for text in frames:
                    with self.lock:
                        judge(json.loads(text), calls)
                socket.send_fds(target, [data], passed) if passed else target.sendall(data)
                for fd in passed:
                    os.close(fd)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _call(self, call, calls):
        name = call["method"].removeprefix("io.zutritt.")
        calls.append((name, call))
        if name in self.interface.methods:
            self.wrong += self.interface.wrong_call(name, call.get("parameters", {}))

    def _reply(self, reply, calls):
        name, call = calls[0]
        if not reply.get("continues"):
            calls.pop(0)
        if name not in self.interface.methods:
            return
        parameters = reply.get("parameters", {})
        error = reply.get("error")
        if error is None:
            self.succeeded.add(name)
            self.given.update(f"{name}.{given}" for given in call.get("parameters", {}))
            self.wrong += self.interface.wrong_reply(name, parameters, reply.get("continues", False))
        elif error.startswith("io.zutritt."):
            self.errors.add(error.removeprefix("io.zutritt."))
            self.wrong += self.interface.wrong_error(error.removeprefix("io.zutritt."), parameters)
        else:
            self.wrong.append(f"{name}: {error} {parameters}")


class Site:
    """zutrittd on simulated wires, the witness before it, and people with the command zutritt."""

    def __init__(self, interface):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="zutritt-walk-"))
        (self.folder / "state").mkdir(mode=0o700)
        config = self.folder / "zutritt.conf"
        config.write_text(CONFIG.read_text().replace("exit_delay_s = 60", "exit_delay_s = 2"))
        self.run = self.folder / "run"
        self.log = open(self.folder / "log", "w")
        self.daemon = subprocess.Popen([ZUTRITTD, "--simulate", "--config", config, "--runtime-dir", self.run, "--state-dir",
                                        self.folder / "state"], stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        self.until(lambda: self.ask(self.run / "control", "GetStatus") is not None, "zutrittd answers")
        self.hand = building.Hand(self.run / "lines")
        self.socket = self.folder / "witness"
        self.witness = Witness(self.socket, self.run / "control", interface)
        self.commands = set()  # that were used, as "badge lost"
        self.known = self.known_commands()

    def close(self):
        self.hand.close()
        self.daemon.send_signal(signal.SIGTERM)
        status = self.daemon.wait(PATIENCE_S)
        said = (self.folder / "log").read_text()
        self.log.close()
        shutil.rmtree(self.folder)
        if status != 0 or said:
            raise AssertionError(f"zutrittd ended with {status}: {said}")

    @staticmethod
    def until(is_so, what):
        give_up = time.monotonic() + PATIENCE_S
        while not is_so():
            if time.monotonic() > give_up:
                raise AssertionError(f"not within {PATIENCE_S} s: {what}")
            time.sleep(0.02)

    def environment(self, who):
        return dict(os.environ, ZUTRITT_SOCKET=str(self.socket), ZUTRITT_SIM_SOCKET=str(self.run / "lines"),
                    ZUTRITT_SESSION_FILE=str(self.folder / f"session-{who}"), LC_ALL="C.UTF-8", TZ="Europe/Berlin")

    def known_commands(self):
        text = subprocess.run([ZUTRITT, "--help"], capture_output=True, text=True, check=True).stdout
        lines = text.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
        return {line[2:].split("  ")[0] for line in lines}

    def note_command(self, words):
        name = max((known for known in self.known if " ".join(words).startswith(known)), key=len, default=None)
        if name is None:
            raise AssertionError(f"no command: {words}")
        self.commands.add(name)

    def zutritt(self, *words, who="anna", typed=None, refused=False):
        """What the command answers, as JSON; refused: it must fail, and the error is answered."""
        self.note_command(words)
        done = subprocess.run([ZUTRITT, *words, "--json"], input=typed, stdin=None if typed else subprocess.DEVNULL,
                              capture_output=True, text=True, env=self.environment(who), timeout=PATIENCE_S)
        if (done.returncode != 0) != refused:
            raise AssertionError(f"zutritt {' '.join(words)}: {done.returncode} {done.stdout} {done.stderr}")
        return json.loads(done.stdout) if done.stdout.strip() else None

    def begin(self, *words):
        """Starts a command that waits."""
        self.note_command(words)
        return subprocess.Popen([ZUTRITT, *words, "--json"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, env=self.environment("anna"))

    def log_in(self, user, first):
        self.zutritt("login", user, "--password-fd", "0", who=user, typed=first + "\n")
        self.zutritt("passwd", "--password-fd", "0", who=user, typed=f"{first}\n{PASSWORD}\n")

    def session(self, who):
        return (self.folder / f"session-{who}").read_text().strip()

    def ask(self, path, method, of="io.zutritt", more=False, **parameters):
        """The bare reply to a bare call; None while nobody listens."""
        call = {"method": f"{of}.{method}", "parameters": parameters, **({"more": True} if more else {})}
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(PATIENCE_S)
            try:
                connection.connect(str(path))
            except OSError:
                return None
            connection.sendall(json.dumps(call).encode() + b"\0")
            held = b""
            while b"\0" not in held:
                data = connection.recv(1 << 16)
                if not data:
                    raise AssertionError(f"{method} {parameters}: no answer")
                held += data
        return json.loads(held.partition(b"\0")[0])

    def call(self, method, who=None, **parameters):
        """A bare call past the witness, in somebody's session."""
        if who is not None:
            parameters["session"] = self.session(who)
        return self.ask(self.socket, method, **parameters)

    # ---- hands on the wires ----

    def badge(self, reader, card):
        self.zutritt("sim", "badge", reader, f"42:{card}")

    def line(self, name, level):
        """A contact stays as it is until the controller has seen it: it counts after 20 ms."""
        self.zutritt("sim", "line", name, level)
        place, _, kind = name.rpartition(".")
        if kind == "contact":
            state = "open" if level == "high" else "closed"
            self.until(lambda: self.told("DoorShow", door=place)["door"]["contact"] == state, f"{place} is {state}")

    def told(self, method, **parameters):
        """Past the witness, by Anna."""
        return self.ask(self.run / "control", method, session=self.session("anna"), **parameters)["parameters"]

    def fire(self, is_burning):
        self.line("fire", "high" if is_burning else "low")
        kind = "fire.active" if is_burning else "fire.clear"
        self.until(lambda: any(e["kind"] == kind for e in self.told("EventList", limit=50)["events"]), kind)

    def swapped_badge(self, reader, card):
        self.hand.act(building.FRAME, reader, bits=building.h10301(42, card) ^ (1 << 26) - 1, count=26)
        time.sleep(1.1)

    def walk(self, reader, contact, card):
        self.badge(reader, card)
        self.line(contact, "high")
        self.line(contact, "low")

    def waiting_key(self, person):
        key = next(k for k in self.zutritt("key", "waiting")["keys"] if k["person_name"] == person)
        return key["id"], key["code"]


def key_of(answer):
    return answer["key"]["id"]


class Day:
    """One day, hour by hour. Each is a part of the interface."""

    def __init__(self, site):
        self.site = site
        self.z = site.zutritt

    def live(self):
        self.accounts()
        self.hours()
        self.people()
        self.badges()
        self.keys()
        self.papers()
        self.tables()
        self.doors()
        self.visitors()
        self.alarm()
        self.journal()
        self.second_persons()
        self.sessions()
        self.errors()

    def accounts(self):
        made = self.z("init", "--management", "Anna Berger", "--management-user", "anna", "--administrator", "Max Roth",
                      "--administrator-user", "max")
        for account in made["accounts"]:
            self.site.log_in(account["user"], account["password"])
        self.z("whoami")
        self.z("roles")
        self.z("status")

    def hours(self):
        z = self.z
        z("schedule", "set", "office", "Mon-Fri 08:00-17:00", "Sat,holiday 09:00-13:00")
        z("schedule", "set", "gone", "Sun 10:00-11:00")
        z("schedule", "except", "office", "2027-12-24", "10:00-14:00")
        z("schedule", "show", "office")
        z("schedule", "list")
        z("schedule", "remove", "gone")
        z("holiday", "list")
        z("holiday", "state", "SH")
        z("holiday", "add", "2027-06-11", "Works outing")
        z("holiday", "add", "2027-06-12", "Day after")
        z("holiday", "remove", "2027-06-12")
        z("holiday", "list", "--year", "2027")
        z("door", "set", "office-1-door", "--schedule", "office", "--first-person", "--release-s", "7")

    def people(self):
        z = self.z
        z("position", "add", "office", "--key", "hall", "--key", "office-1", "--right", "set")
        z("position", "add", "warehouse", "--key", "hall", "--key", "warehouse/goods-door")
        z("position", "add", "head", "--key", "hall", "--right", "set", "--right", "unset")
        z("position", "list")
        z("person", "hire", "Mia Scholz", "--position", "office", "--badge", "42:1001", "--right", "set", "--right", "unset",
          "--first-day", "2026-01-02")
        z("person", "hire", "Ole Hansen", "--position", "warehouse", "--badge", "42:1002")
        z("person", "hire", "Tom Krüger", "--kind", "external", "--employer", "Putz & Blank GmbH", "--last-day", "2030-12-31",
          "--badge", "42:1003")
        z("person", "set", "Ole Hansen", "--release-s", "12")
        z("person", "suspend", "Tom Krüger", "--reason", "asked to wait")
        z("person", "resume", "Tom Krüger", "--reason", "all is well")
        z("person", "rename", "Tom Krüger", "Tom Krüger-Lund")
        z("person", "extend", "Tom Krüger-Lund", "--last-day", "2031-12-31")
        z("person", "transfer", "Ole Hansen", "office")
        z("person", "list", "--all")
        z("person", "show", "Mia Scholz")

    def badges(self):
        z = self.z
        z("badge", "assign", "42:1010", "Anna Berger")
        z("badge", "suspend", "42:1010", "--reason", "left at home")
        z("badge", "resume", "42:1010", "--reason", "brought")
        z("badge", "lost", "42:1010")
        z("badge", "found", "42:1010", "--reason", "under the seat")
        z("badge", "replace", "42:1010", "42:1011", "--lost", "--reason", "lost for good")
        z("badge", "replace", "42:1011", "42:1012", "--reason", "worn")
        z("badge", "destroy", "42:1011", "--reason", "worn")
        z("badge", "return", "42:1012", "--reason", "not needed")
        z("badge", "day", "Ole Hansen", "42:1020")
        enrolment = self.site.begin("badge", "enrol", "--reader", "office-2-in", "--to", "Max Roth")
        give_up = time.monotonic() + PATIENCE_S
        while enrolment.poll() is None and time.monotonic() < give_up:
            time.sleep(1.5)  # longer than one presentation (rule A4)
            self.site.badge("office-2-in", 1030)
        said, _ = enrolment.communicate(timeout=PATIENCE_S)
        assert enrolment.returncode == 0, said
        z("badge", "list", "--all")

    def keys(self):
        z = self.z
        key = key_of(z("key", "issue", "Tom Krüger-Lund", "office-2", "--door", "office-2-door", "--first-day", "2026-01-02",
                       "--last-day", "2030-12-31", "--schedule", "office", "--any-time", "--reason", "cleans"))
        for step in ("suspend", "resume", "lost", "found"):
            z("key", step, key, "--reason", "a try")
        z("key", "revoke", key, "--reason", "cleans no more")
        z("key", "return", key, "--reason", "brought")
        z("key", "destroy", key, "--reason", "broken")
        z("key", "issue", "Tom Krüger-Lund", "hall", "--reason", "cleans")
        z("key", "issue", "Mia Scholz", "office-2", "--door", "office-2-door", "--reason", "meetings")
        z("key", "revoke", "Mia Scholz", "office-2", "--door", "office-2-door", "--reason", "no more meetings")
        z("key", "issue", "Mia Scholz", "server-room", "--reason", "looks after the machines")
        z("key", "approve", *self.site.waiting_key("Mia Scholz"), who="max")
        z("key", "list", "--person", "Mia Scholz", "--room", "hall", "--all")
        z("key", "list", "--all")

    def papers(self):
        z = self.z
        number = z("receipt", "list", "--person", "Mia Scholz")["receipts"][0]
        z("receipt", "list")
        z("receipt", "show", number["number"])
        z("receipt", "check", number["number"], "--code", number["code"])
        for receipt in z("receipt", "list")["receipts"]:
            z("receipt", "show", receipt["number"])
        z("person", "hire", "Jan Petersen", "--kind", "external", "--employer", "Putz & Blank GmbH", "--badge", "42:1040",
          "--last-day", "2030-01-31")
        z("person", "exit", "Jan Petersen", "--reason", "contract is over")
        z("person", "hire", "Eva Lorenz", "--position", "office", "--badge", "42:1041")
        z("person", "exit", "Eva Lorenz", "--on", "2027-03-31", "--reason", "has given notice")
        z("report", "lockplan")
        z("report", "lockplan", "--room", "office-1")
        z("report", "unused", "--days", "1")  # nothing is that old yet
        z("report", "leavers")
        z("report", "ending", "--days", "3650")
        z("review", "start", "office-1")
        z("review", "list")
        keys = z("review", "show", "office-1")["keys"]
        z("review", "withdraw", next(k["id"] for k in keys if k["person_name"] == "Eva Lorenz"), "--reason", "leaves")
        z("review", "confirm", *(k["id"] for k in keys if k["person_name"] != "Eva Lorenz"))
        z("review", "show", "office-1")
        z("review", "finish", "office-1")
        z("review", "list")

    def tables(self):
        table = self.site.folder / "persons.csv"
        rows = self.z("export", "persons")["persons"]
        columns = ("name", "id", "kind", "position", "employer", "first_day", "last_day", "badge", "state")
        with open(table, "w", newline="") as file:
            write = csv.DictWriter(file, columns, extrasaction="ignore")
            write.writeheader()
            write.writerows(rows)
            write.writerow({"name": "Ida Brandt", "kind": "employee", "position": "office"})
        self.z("import", "persons", str(table), "--dry-run")
        self.z("import", "persons", str(table))

    def doors(self):
        z, site = self.z, self.site
        z("room", "list")
        z("door", "list")
        site.walk("entrance-in", "entrance.contact", 1001)  # who may unsets the alarm by it
        z("door", "release", "goods-gate", "--reason", "parcels")
        z("door", "show", "goods-gate")
        z("door", "hold", "entrance", "--minutes", "5", "--reason", "furniture")
        z("person", "show", "Mia Scholz")
        z("occupancy", "--persons")
        z("alarm", "status")
        z("sim", "outputs")
        z("card", "decode", f"{building.h10301(42, 1001):026b}")
        site.until(self.wiring_is_told, "the reader's wiring gets its advice")
        site.line("server-room-door.contact", "high")  # nobody has opened it
        z("door", "list")
        site.line("server-room-door.contact", "low")
        site.fire(True)
        z("door", "list")
        z("status")
        site.fire(False)
        z("fire", "reset", "--reason", "the panel was tested")

    def wiring_is_told(self):
        """Frames as they come when the two wires are swapped."""
        self.site.swapped_badge("office-2-in", 1001)
        return self.z("door", "show", "office-2-door")["door"]["readers"][0].get("advice")

    def visitors(self):
        z = self.z
        z("visitor", "hosts")
        z("visitor", "announce", "Ada Lovelace", "--host", "Mia Scholz", "--purpose", "interview", "--company", "Analytical")
        z("visitor", "announce", "Ben Fitter", "--host", "Mia Scholz", "--purpose", "the lift", "--kind", "technician", "--order",
          "4711", "--end", "23:59", "--company", "Lifts")
        fitter = next(v["id"] for v in z("visitor", "list")["visitors"] if v["kind"] == "technician")
        self.site.call("DoorRelease", who="anna", door="entrance", reason="is expected", visit=fitter)
        z("visitor", "announce", "Nora Nie", "--host", "Mia Scholz", "--purpose", "never comes")
        z("visitor", "cancel", "Nora Nie")
        z("reminders")
        for settle in ("link", "aside"):
            release = self.site.call("DoorRelease", who="anna", door="entrance", reason="rings",
                                     whom="visitor")["parameters"]["release"]
            z("release", settle, release, *((fitter,) if settle == "link" else ("--reason", "nobody came in")))
        z("door", "release", "entrance", "--for", "post", "--reason", "a letter")
        for step in ("arrive", "hand-over"):
            z("visitor", step, "Ada Lovelace")
        here = self.site.call("VisitorAnnounce", who="anna", name="Carl Kurier", host="Mia Scholz", purpose="a letter",
                              area="building", arrived=True)
        z("visitor", "list")
        z("occupancy", "evacuation")
        z("visitor", "leave", "Ada Lovelace")
        z("visitor", "leave", fitter)
        z("visitor", "leave", here["parameters"]["visitor"]["id"])
        self.site.call("BadgeLost", who="anna", person="Max Roth")

    def alarm(self):
        z, site = self.z, self.site
        z("person", "transfer", "Anna Berger", "head")
        z("occupancy", "--area", "building")
        z("occupancy", "correct", "--inside", "Ole Hansen", "--area", "building", "--reason", "came with Mia")
        z("occupancy", "--persons")
        z("occupancy", "correct", "--outside", "Ole Hansen", "--reason", "has gone home")
        z("occupancy", "correct", "--outside", "Mia Scholz", "--reason", "works at home")
        z("occupancy", "correct", "--certain", "--area", "building", "--reason", "counted")
        site.until(lambda: not z("alarm", "status", "--area", "building")["areas"][0]["prevented_by"], "all is closed")
        self.override()
        z("alarm", "set", "--area", "building", "--reason", "nobody stays")
        z("alarm", "status")
        site.until(lambda: self.alarm_state() == "set", "the alarm is set")
        site.line("office-1-door.contact", "high")
        site.until(lambda: self.alarm_state() == "alarm", "a forced door is an alarm")
        z("alarm", "ack", "--area", "building", "--reason", "police is here")
        site.line("office-1-door.contact", "low")
        z("alarm", "unset", "--area", "building", "--reason", "police was here")

    def override(self):
        """A door that does not close (rule L4)."""
        z, site = self.z, self.site
        stuck = ["door_open: office-1-door"]
        site.badge("office-1-in", 1001)
        site.line("office-1-door.contact", "high")
        z("occupancy", "correct", "--outside", "Mia Scholz", "--reason", "works at home")
        z("occupancy", "correct", "--certain", "--reason", "counted")
        site.until(lambda: z("alarm", "status")["areas"][0]["prevented_by"] == stuck, "only the door is open")
        asked = z("alarm", "override", "--area", "building", "--reason", "the door is warped")["approval"]
        z("approval", "confirm", asked["id"], asked["code"], who="max")
        site.until(lambda: self.alarm_state() == "set", "the alarm is set all the same")
        assert z("alarm", "status")["areas"][0]["overridden"] == stuck
        z("alarm", "unset", "--reason", "the fitter is here")
        site.line("office-1-door.contact", "low")
        site.until(lambda: stuck[0] not in z("alarm", "status")["areas"][0]["prevented_by"], "it is closed")

    def alarm_state(self):
        return self.z("alarm", "status")["areas"][0]["state"]

    def journal(self):
        z, site = self.z, self.site
        z("events", "list", "--since", "0", "--limit", "1000", "--incidents")
        since = 0
        while (page := z("events", "list", "--since", str(since), "--limit", "100", "--persons")["events"]):
            since = page[-1]["number"]
        follower = site.begin("events", "follow", "--since", "0", "--persons")
        assert json.loads(follower.stdout.readline())["number"] == 1
        follower.send_signal(signal.SIGINT)
        follower.communicate(timeout=PATIENCE_S)

    def second_persons(self):
        z = self.z
        asked = z("operator", "request", "Mia Scholz", "--user", "mia", "--role", "reception")["approval"]
        z("approvals")
        z("approval", "confirm", asked["id"], asked["code"], who="max")
        z("operator", "list")
        again = z("operator", "reset", "mia")["approval"]
        z("approval", "reject", again["id"], "--reason", "she knows it after all", who="max")
        self.site.call("ApprovalList", who="anna", all=True)
        self.lock("mia")
        z("operator", "unlock", "mia", who="max")
        z("operator", "close", "mia", "--reason", "works elsewhere")
        self.site.call("OperatorList", who="anna", all=True)
        z("operator", "break-glass", "max", "--reason", "has forgotten it")

    def lock(self, user):
        for _ in range(3):
            self.z("login", user, "--password-fd", "0", who=user, typed="wrong\n", refused=True)

    def sessions(self):
        """What a station does; and the end."""
        site = self.site
        opened = site.call("SessionOpen", user="anna", password=PASSWORD, station="reception")["parameters"]["session"]
        for method, more in (("SessionShow", {}), ("SessionLock", {}), ("SessionUnlock", {"password": PASSWORD}),
                             ("SessionClose", {})):
            site.call(method, session=opened, **more)
        site.until(lambda: any(e.get("station") == "reception" for e in self.z("events", "list")["events"]),
                   "that it was locked is told")

    def errors(self):
        z = self.z
        z("person", "hire", "Ole Hansen")
        z("person", "show", "Ole Hansen", refused=True)  # there are two
        z("person", "show", "Nobody", refused=True)
        z("door", "set", "goods-gate", "--schedule", "office", refused=True)
        z("badge", "assign", "42:1001", "Max Roth", refused=True)
        z("person", "rename", "Mia Scholz", "a\u0007b", refused=True)
        z("person", "rename", "Mia Scholz", "Mia", who="max", refused=True)
        z("logout")
        z("person", "list", refused=True)


def other_value(type_):
    """A value that this is not."""
    kind = type_[1] if type_[0] == "optional" else type_
    return 7 if kind == "string" or kind[0] in ("enum", "named") else "seven"


class WhatIsSaid(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.interface = Interface((ROOT / "docs" / "io.zutritt.varlink").read_text())
        cls.site = Site(cls.interface)
        cls.addClassCleanup(cls.site.close)
        Day(cls.site).live()

    def assert_all(self, wanted, found, what):
        self.assertEqual(sorted(set(wanted) - set(found)), [], what)

    def test_every_message_is_as_the_interface_says(self):
        self.assertEqual(self.site.witness.wrong, [])

    def test_every_method_has_succeeded(self):
        self.assert_all(self.interface.methods, self.site.witness.succeeded, "methods that no command and no call reached")

    def test_every_command_was_used(self):
        self.assert_all(self.site.known, self.site.commands, "commands that nobody used")

    def test_every_parameter_was_given(self):
        """A session is everywhere; where nobody needs one it changes nothing."""
        wanted = {f"{method}.{name}" for method, (asked, _) in self.interface.methods.items() for name in asked[2]
                  if name != "session"}
        self.assert_all(wanted, self.site.witness.given, "parameters that nobody gave")

    def test_every_member_of_a_reply_was_seen(self):
        self.assert_all(self.interface.declared - NOT_TODAY, self.interface.seen, "members that no reply had")

    def test_every_error_was_seen(self):
        self.assert_all(set(self.interface.errors) - NO_ERROR_TODAY, self.site.witness.errors, "errors that nobody got")

    def test_what_is_missing_unknown_or_of_a_wrong_type_is_named(self):
        for method, (asked, _) in self.interface.methods.items():
            needed = {name: "x" if type_ == "string" else 1 if type_ == "int" else [] for name, type_ in asked[2].items()
                      if type_[0] != "optional"}
            wrong = [(name, {**needed, name: other_value(type_)}) for name, type_ in asked[2].items()]
            wrong += [(name, {k: v for k, v in needed.items() if k != name}) for name in needed]
            wrong += [("unheard_of", {**needed, "unheard_of": 1})]
            for name, parameters in wrong:
                with self.subTest(method=method, parameter=name, given=parameters):
                    reply = self.site.ask(self.site.run / "control", method, more=True, **parameters)
                    self.assertEqual(reply.get("error"), "org.varlink.service.InvalidParameter")
                    self.assertEqual(reply["parameters"].get("parameter"), name)

    def service(self, method, **parameters):
        return self.site.ask(self.site.run / "control", method, of="org.varlink.service", **parameters)

    def test_the_service_describes_itself(self):
        info = self.service("GetInfo")["parameters"]
        self.assertEqual(info["interfaces"], ["org.varlink.service", "io.zutritt"])
        own = self.service("GetInterfaceDescription", interface="org.varlink.service")["parameters"]["description"]
        self.assertEqual(Interface(own).wrong_reply("GetInfo", info), [])
        said = self.service("GetInterfaceDescription", interface="io.zutritt")["parameters"]["description"]
        self.assertEqual(said, (ROOT / "docs" / "io.zutritt.varlink").read_text())

    def test_what_does_not_exist_is_said(self):
        service, control = Interface(self.service("GetInterfaceDescription", interface="org.varlink.service")["parameters"]
                                     ["description"]), self.site.run / "control"
        for name, reply in (
                ("InterfaceNotFound", self.service("GetInterfaceDescription", interface="com.example")),
                ("InterfaceNotFound", self.site.ask(control, "Method", of="com.example")),
                ("MethodNotFound", self.site.ask(control, "OpenAllDoors")),
                ("MethodNotFound", self.service("GetPassword")),
                ("ExpectedMore", self.site.ask(control, "EventFollow"))):
            self.assertEqual(reply["error"], "org.varlink.service." + name)
            declared = {k: v for k, v in reply["parameters"].items() if k != "message"}
            self.assertEqual(service.wrong_error(name, declared), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
