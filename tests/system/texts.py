#!/usr/bin/env python3
"""Every text of every method, against a real zutrittd: what is no text of 1 to 200 bytes of UTF-8 in NFC without control
characters is refused with an error that names the parameter (or says that there is no such thing), and nothing changes.
Afterwards every text in the database is looked at.

    texts.py      $ZUTRITTD is the program

The parameters are those of docs/io.zutritt.varlink: whoever adds one has to say here what a good value of it is.
"""
import os
import re
import sqlite3
import unicodedata
import unittest

import control_socket
import operators

INTERFACE = os.path.join(control_socket.HERE, "..", "..", "docs", "io.zutritt.varlink")
BYTES_MAX = 200
HOSTILE = {"a control character": "Ev\x01a", "the end of a line": "Ev\na", "a NUL byte": "Ev\0a", "C1": "Ev\x85a",
           "letters in pieces": "Ju\u0308rgen", "another direction": "Ev\u202ea", "a line separator": "Ev\u2028a",
           "201 bytes": "x" * 201, "201 bytes of 2": "x" + "ü" * 100, "SQL": "'); DROP TABLE person; --\x01"}

# A good value of each parameter, so that only the hostile one can be at fault; those of one method alone come second.
GOOD = {"door": "office-1-door", "room": "hall", "reader": "entrance-in", "area": "building", "person": "Mia",
        "name": "New", "position": "staff", "badge": "9:1", "with": "9:2", "reason": "because", "schedule": "work",
        "hours": ["Mon-Fri 08:00-17:00"], "day": "2098-05-04", "state": "BW", "first_day": None, "last_day": "2098-01-31",
        "on": "2098-01-31", "employer": "K", "rights": ["unset"], "kind": "external", "user": "max", "roles": ["reception"],
        "management": "Max", "management_user": "max", "administrator": "Ada", "administrator_user": "ada",
        "minutes": 5, "release_s": 5, "keys": None, "receipt": None, "key": None, "approval": None, "code": None,
        "host": "Mia", "purpose": "audit", "company": "K", "order": "4711", "end": "23:59", "visitor": None,
        "visit": None, "release": None, "whom": None, "inside": None, "outside": None, "station": None, "file": None}
ALONE = {"PositionAdd": {"name": "other", "keys": [{"room": "hall"}]}, "ScheduleExcept": {"hours": "closed"},
         "KeyRevoke": {"key": None}, "OccupancyCorrect": {"inside": "Mia", "certain": None},
         "OperatorRequest": {"user": "mia"}, "VisitorAnnounce": {"kind": "technician"}, "ReviewConfirm": {"keys": ["7m2k0vq4x9ab"]}}
# Passwords are not kept as texts: unit.passwords has their rules (P4).
SECRET = {"password", "old", "new"}
# These are only compared with what is right; any refusal will do.
COMPARED = {"code"}
# Calls in which a parameter excludes another one.
WITHOUT = {("KeyRevoke", "key"): {"person", "room", "door"}, ("OccupancyCorrect", "outside"): {"inside"},
           ("BadgeLost", "badge"): {"person"}, ("BadgeLost", "person"): {"badge"}}


def methods():
    """Name: {parameter: (type, needed)}, as the interface has them."""
    with open(INTERFACE, encoding="utf-8") as f:
        text = re.sub(r"#.*", "", f.read())
    for name, inside in re.findall(r"^method (\w+)\(((?:[^()]|\([^()]*\))*)\) ->", text, re.MULTILINE):
        yield name, {parameter: (kind.lstrip("?"), not kind.startswith("?"))
                     for parameter, kind in re.findall(r"(\w+)\s*:\s*((?:\?|\[\])*(?:\w+|\([^()]*\)))", inside)}


def is_text(kind):
    return kind.removeprefix("[]") == "string" or kind.startswith("(")


def texts():
    """Each (method, parameter, is it a list of them); what is told in words too, for nothing else may come of it."""
    for method, parameters in methods():
        for parameter, (kind, _) in parameters.items():
            if is_text(kind) and parameter != "session" and parameter not in SECRET:
                yield method, parameter, kind.startswith("[]")


def fault_of(text):
    if len(text.encode()) > BYTES_MAX:
        return "is too long"
    if unicodedata.normalize("NFC", text) != text:
        return "is not NFC"
    return next(("has a control character" for c in text if unicodedata.category(c) == "Cc"), None)


class Texts(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.daemon = control_socket.Daemon()
        self.connection = self.daemon.connect()

    def tearDown(self):
        self.connection.close()
        status, said = self.daemon.stop()
        self.assertEqual((status, said), (0, ""))

    def ask(self, method, **parameters):
        return operators.parameters_of(self.connection.call(method, session=self.sessions[0], **parameters))

    def begin(self):
        self.sessions = operators.sign_up(self.connection.call)
        self.ask("PositionAdd", name="staff", keys=[{"room": "hall"}])
        self.ask("PersonHire", name="Mia", position="staff", badge="9:1")
        self.ask("ScheduleSet", schedule="work", hours=["Mon-Fri 08:00-17:00"])
        self.ask("ReviewBegin", room="hall")
        key = self.ask("KeyList", person="Mia")["keys"][0]
        approval = self.ask("OperatorRequest", person="Mia", user="mia", roles=["reception"])["approval"]["id"]
        guest = self.ask("VisitorAnnounce", name="Ida", host="Mia", purpose="audit", arrived=True)["visitor"]["id"]
        release = self.ask("DoorRelease", door="entrance", reason="rings", whom="visitor")["release"]
        self.there = {"visitor": guest, "release": release, "key": key["id"], "receipt": key["receipt"], "approval": approval, "code": "7m2k0vq4x9ab"}

    def good(self, method, parameter):
        """Parameters with which the call would come as far as this one."""
        for other, (kind, is_needed) in dict(methods())[method].items():
            if other == "session" or other in WITHOUT.get((method, parameter), ()):
                continue
            value = ALONE.get(method, {}).get(other, self.there.get(other) or GOOD.get(other))
            if other in SECRET and is_needed:
                value = operators.PASSWORD
            if value is not None or is_needed:
                yield other, value

    def try_text(self, method, parameter, value, hostile):
        call = {**dict(self.good(method, parameter)), parameter: value}
        for session in self.sessions:
            reply = self.connection.ask({"method": "io.zutritt." + method, "parameters": {**call, "session": session}})
            if control_socket.error_of(reply) not in ("NotPermitted", "SessionUnknown"):
                break
        error, said = control_socket.error_of(reply), {"message": "", **reply.get("parameters", {})}
        named = said.get("name", said.get("parameter"))
        if "\0" in hostile:
            is_refused = error == "Invalid" and "not JSON" in said["message"]
        else:
            is_named = named in (parameter, hostile) or hostile in said["message"]
            is_refused = error in ("Invalid", "NotFound", "InvalidParameter") and is_named
            is_refused = is_refused or (error in ("Refused", "Conflict") and parameter in COMPARED)
        if not is_refused:
            self.wrong.append(f"{method}: {parameter}: {hostile[:12]!r}: {error or 'accepted'} {named!r} {said.get('message')}")
        self.tried += 1

    def state(self):
        status = self.connection.call("GetStatus")["parameters"]["status"]
        return {what: status[what] for what in ("policy_version", "persons", "badges", "keys")}

    def try_all(self, of):
        self.wrong, self.tried = [], 0
        before = self.state()
        for method, parameter, is_list in texts():
            if of(method):
                for hostile in HOSTILE.values():
                    self.try_text(method, parameter, [hostile] if is_list else hostile, hostile)
        self.assertEqual(self.wrong, [], "\n".join(self.wrong))
        self.assertEqual(self.state(), before)
        return self.tried

    def database_is_clean(self):
        """Every text in it; what the chain is made of is JSON of them, and as long as it is."""
        looked_at = 0
        with sqlite3.connect(f"file:{self.daemon.folder}/state/zutritt.db?mode=ro", uri=True) as db:
            tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            for table in tables:
                for row in db.execute(f'SELECT * FROM "{table}"'):
                    for text in row:
                        if isinstance(text, str) and not text.startswith(("{", "[")) and table != "sqlite_schema":
                            self.assertIsNone(fault_of(text), (table, text))
                            looked_at += 1
        self.assertGreater(looked_at, 20)

    def test_the_first_accounts_have_names_that_are_texts(self):
        self.sessions, self.there = (None,), {}
        self.assertEqual(self.try_all(lambda method: method == "Init"), 4 * len(HOSTILE))
        self.begin()

    def test_every_text_of_every_method_is_checked(self):
        self.begin()
        # Init is refused once there are accounts; a log-in says of no user that there is none (rule P8)
        tried = self.try_all(lambda method: method not in ("Init", "SessionOpen"))
        self.assertGreater(tried, 100 * len(HOSTILE))
        print(f"{tried // len(HOSTILE)} texts, {len(HOSTILE)} that are none for each")
        self.database_is_clean()

    def test_what_is_no_user_logs_in_nobody_and_leaves_nothing(self):
        self.begin()
        for hostile in list(HOSTILE.values())[:4]:
            for call in ({"user": hostile}, {"user": "max", "station": hostile}):
                reply = self.connection.call("SessionOpen", **{"user": "max", "password": operators.PASSWORD, **call})
                self.assertIn("error", reply, call)
        self.database_is_clean()

    def test_what_is_no_utf_8_is_no_request(self):
        self.begin()
        for bad in (b"Ev\xff", b"\xc0\xafa", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"Ev\xc3"):
            connection = self.daemon.connect()
            connection.send(b'{"method":"io.zutritt.PersonHire","parameters":{"name":"' + bad + b'"}}\0')
            self.assertEqual(control_socket.error_of(connection.receive()), "Invalid")
            connection.close()

    def test_a_text_of_200_bytes_is_taken_and_comes_back(self):
        self.begin()
        name = "Jürgen \"=1+1\" O'Neil; DROP TABLE person; -- " + "ü" * 77 + "."
        self.assertEqual(len(name.encode()), BYTES_MAX)
        hired = self.ask("PersonHire", name=name)["person"]["id"]
        self.assertIn((hired, name), [(p["id"], p["name"]) for p in self.ask("PersonList")["persons"]])
        self.database_is_clean()


if __name__ == "__main__":
    unittest.main()
