#!/usr/bin/env python3
"""A zutrittd without doors, for tests of its clients: it speaks the wire form of
docs/io.zutritt.varlink (JSON and NUL over a Unix socket) about a journal and
doors that the test makes up. It is careless on purpose: it names persons in
every member that could hold one, also where nobody asked, so that a test sees
who lets them through (rule E6).

As a program it holds a journal of so many events and answers until it is ended:

    fake_zutrittd.py SOCKET EVENTS
"""

import json
import os
import socket
import sys
import threading

PERSON = "Anna Beispiel"
PERSON_ID = "7m2k0vq4x9ab"
BADGE_ID = "3n8d5xq1w2ef"
FRAME_MAX = 60 * 1024
DOORS = ("entrance", "yard/gate")


def event(number):
    """The event of that number, always the same."""
    e = {
        "number": number,
        "time": "2026-01-%02dT%02d:%02d:%02d.000Z"
        % (1 + number // 86400 % 28, number // 3600 % 24, number // 60 % 60, number % 60),
        "kind": ("access.granted", "door.opened", "door.closed", "access.denied", "person.hired")[number % 5],
        "is_incident": number % 97 == 0,
        "door": DOORS[number % 2],
        "reader": "entrance-in",
        "area": "building",
        "room": "hall",
        "person": PERSON_ID,
        "person_name": PERSON,
        "badge": BADGE_ID,
        "operator": PERSON_ID,
        "operator_name": PERSON,
        "cause": "grant",
        "detail": "said by " + PERSON,
        "reason": "no_key" if number % 5 == 3 else "asked for by " + PERSON,
    }
    return e


def door(name, last_event):
    """The state of a door after that event."""
    is_open = last_event % 2 == 1
    return {
        "name": name,
        "kind": "entrance",
        "from": "outside",
        "to": "hall",
        "state": "open" if is_open else "locked",
        "lock": "released" if last_event % 3 == 0 else "locked",
        "contact": "open" if is_open else "closed",
        "cause": "grant" if last_event % 3 == 0 else None,
        "since": event(max(last_event, 1))["time"],
        "release_s": 5,
        "has_bell": False,
        "is_escape": True,
        "way_out": "mechanical",
        "readers": [
            {"name": "entrance-in", "leads_to": "hall", "formats": ["h10301"], "good": 7, "rejected": 1,
             "faults": 2, "advice": "DATA0 and DATA1 are swapped"},
            {"name": "entrance-out", "leads_to": "outside", "formats": ["h10301"], "good": 7, "rejected": 1,
             "faults": 0, "advice": None},
        ],
        "last_person": PERSON,
    }


class FakeZutrittd:
    """The server. All methods may be called from any thread."""

    def __init__(self, path, journal="j000000000a1", events=0, site="example", controller="main"):
        self.path = path
        self.journal = journal
        self.last = events
        self.first_kept = 1
        self.site = site
        self.controller = controller
        self.doors = list(DOORS)
        self.fire = False
        self.followed_from = []  # since of each EventFollow
        self.sent = 0  # events given to followers, all together
        self._cache = []
        self._changed = threading.Condition()
        self._connections = set()
        self._listener = None

    # ---- what the test does ----

    def start(self):
        if os.path.exists(self.path):
            os.unlink(self.path)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(self.path)
        listener.listen(8)
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def stop(self):
        """Away: nobody listens, every connection ends."""
        listener, self._listener = self._listener, None
        os.unlink(self.path)
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        self.drop_connections()

    def drop_connections(self):
        with self._changed:
            for connection in self._connections:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
            self._changed.notify_all()

    def add(self, count=1):
        with self._changed:
            self.last += count
            self._changed.notify_all()

    def purge(self, to):
        with self._changed:
            self.first_kept = to + 1

    def prepare(self):
        """Writes all events down beforehand, as a careful zutrittd would, so that serving them costs
        next to nothing."""
        for number in range(1, self.last + 1):
            e = event(number)
            for member in ("person", "person_name", "badge", "operator", "operator_name", "detail"):
                del e[member]
            self._cache.append(json.dumps(e, separators=(",", ":")).encode())

    # ---- the wire ----

    def _accept(self, listener):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with self._changed:
                self._connections.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            held = b""
            while True:
                piece = connection.recv(65536)
                if not piece:
                    return
                *frames, held = (held + piece).split(b"\0")
                for frame in frames:
                    self._answer(connection, json.loads(frame))
        except OSError:
            pass
        finally:
            with self._changed:
                self._connections.discard(connection)
            connection.close()

    def _answer(self, connection, call):
        method = call["method"].removeprefix("io.zutritt.")
        parameters = call.get("parameters", {})
        if method == "EventFollow":
            self._follow(connection, parameters["since"])
            return
        answers = {
            "GetStatus": self._status,
            "DoorList": lambda: {"doors": [door(name, self.last) for name in self.doors]},
            "AlarmStatus": self._alarm,
            "OccupancyGet": self._occupancy,
        }
        reply = {"parameters": answers[method]()}
        connection.sendall(json.dumps(reply).encode() + b"\0")

    def _follow(self, connection, since):
        self.followed_from.append(since)
        while True:
            with self._changed:
                while self.last <= since and connection in self._connections and self._listener is not None:
                    self._changed.wait(0.2)
                if connection not in self._connections or self._listener is None:
                    raise OSError("stopped")
                last = self.last
                since = max(since, self.first_kept - 1)
            frame, until = self._frame(since, last)
            connection.sendall(frame)
            self.sent += until - since
            since = until

    def _frame(self, since, last):
        """As many events after since as fit."""
        texts, size, number = [], 0, since
        while number < last:
            text = self._event_text(number + 1)
            if size + len(text) + 1 > FRAME_MAX:
                break
            texts.append(text)
            size += len(text) + 1
            number += 1
        return b'{"parameters":{"events":[%s],"last_event":%d},"continues":true}\0' % (b",".join(texts), last), number

    def _event_text(self, number):
        if number <= len(self._cache):
            return self._cache[number - 1]
        return json.dumps(event(number), separators=(",", ":")).encode()

    # ---- answers ----

    def _status(self):
        return {"status": {
            "version": "0.1.0", "site": self.site, "controller": self.controller, "journal": self.journal,
            "lines": "simulator", "started": event(1)["time"], "now": event(1)["time"], "zone": "Europe/Berlin",
            "last_event": self.last, "policy_version": 1, "persons": 1, "badges": 1, "keys": 1, "ring_waiting": 0,
            "is_storing": True, "fire": self.fire, "installed_by": PERSON}}

    def _alarm(self):
        return {"areas": [{
            "area": "building", "mode": "automatic", "state": "unset", "since": event(1)["time"], "until": None,
            "prevented_by": ["occupancy is 1", "door entrance is open"], "overridden": [], "sounder": False, "set_by": PERSON}]}

    def _occupancy(self):
        return {"areas": [{
            "area": "building", "count": 1, "is_certain": False, "why": "exit without entry",
            "inside": [{"person": PERSON_ID, "name": PERSON, "kind": "employee", "door": "entrance",
                        "since": event(1)["time"]}]}]}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    fake = FakeZutrittd(sys.argv[1], events=int(sys.argv[2]))
    fake.prepare()
    fake.start()
    print("ready", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
