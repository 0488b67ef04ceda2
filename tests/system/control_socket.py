#!/usr/bin/env python3
"""Hostile frames at the control socket of a real zutrittd on simulated wires
(rule M5): split at every byte, many in one write, never ended, too long, not
UTF-8, not JSON, wrong types, nested, flooding. What is wrong gets a named
error; nothing is changed; nobody else is disturbed.

    control_socket.py                  all tests ($ZUTRITTD is the program)
    control_socket.py test_NAME ...    only these
    control_socket.py --latency COUNT  a polite client beside flooding ones (numbers, no test)

Each test waits for what it expects, and fails after PATIENCE seconds without it.
"""

import json
import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

import operators

HERE = os.path.dirname(os.path.abspath(__file__))
CONFIG = os.path.join(HERE, "..", "..", "deploy", "example", "zutritt.conf")
ZUTRITTD = os.environ.get("ZUTRITTD", "zutrittd")
PATIENCE = 60
FRAME_MAX = 64 * 1024
INFO = {"method": "org.varlink.service.GetInfo"}
STATUS = {"method": "io.zutritt.GetStatus"}


def frame(call):
    return json.dumps(call).encode() + b"\0"


class Connection:
    session = None  # of Max, once he has signed up

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self.socket.connect(path)
        except OSError:
            self.socket.close()
            raise
        self.socket.settimeout(PATIENCE)
        self.held = b""

    def send(self, data):
        self.socket.sendall(data)

    def receive(self):
        """The next reply, None at the end of the stream."""
        while b"\0" not in self.held:
            data = self.socket.recv(1 << 20)
            if not data:
                return None
            self.held += data
        first, self.held = self.held.split(b"\0", 1)
        return json.loads(first)

    def ask(self, call):
        self.send(frame(call))
        return self.receive()

    def call(self, method, **parameters):
        """In the session of somebody who may, unless another one is given."""
        if Connection.session is not None:
            parameters.setdefault("session", Connection.session)
        return self.ask({"method": "io.zutritt." + method, "parameters": parameters})

    def is_closed(self):
        """True when the other end closes, whatever it still had to say."""
        try:
            while self.receive() is not None:
                pass
        except ConnectionResetError:
            pass
        return True

    def close(self):
        self.socket.close()


class Daemon:
    """zutrittd with the example building, in a folder of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="zutritt-control-")
        self.path = os.path.join(self.folder, "run", "control")
        self.log = open(os.path.join(self.folder, "log"), "w+")
        self.process = subprocess.Popen(
            [ZUTRITTD, "--config", CONFIG, "--simulate", "--runtime-dir", os.path.join(self.folder, "run"),
             "--state-dir", os.path.join(self.folder, "state")], stdout=self.log, stderr=self.log)
        self.wait_until_it_listens()

    def wait_until_it_listens(self):
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return Connection(self.path).close()
            except OSError:
                if time.monotonic() > end or self.process.poll() is not None:
                    self.log.seek(0)
                    raise AssertionError("zutrittd does not listen: " + self.log.read())
                time.sleep(0.01)

    def connect(self):
        return Connection(self.path)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE)
        self.log.seek(0)
        said = self.log.read()
        self.log.close()
        shutil.rmtree(self.folder)
        return status, said


def sign_up(daemon):
    c = daemon.connect()
    Connection.session = None
    Connection.session, _ = operators.sign_up(c.call)
    c.close()


def error_of(reply):
    return reply.get("error", "").rsplit(".", 1)[-1]


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        sign_up(cls.daemon)

    @classmethod
    def tearDownClass(cls):
        status, said = cls.daemon.stop()
        assert status == 0, "zutrittd ended with %d: %s" % (status, said)
        assert said == "", said

    def setUp(self):
        self.polite = self.daemon.connect()
        self.before = self.polite.ask(STATUS)["parameters"]["status"]
        self.c = self.daemon.connect()

    def tearDown(self):
        """Whatever came: a polite client is answered, and nothing has changed."""
        after = self.polite.ask(STATUS)["parameters"]["status"]
        for what in ("policy_version", "persons", "badges", "keys", "started"):
            self.assertEqual(self.before[what], after[what], what)
        self.polite.close()
        self.c.close()

    def test_a_frame_may_be_split_at_every_byte(self):
        data = frame(INFO)
        for at in range(1, len(data)):
            self.c.send(data[:at])
            # the first part is there before the second: another request was answered in between
            self.polite.ask(INFO)
            self.c.send(data[at:])
            self.assertEqual(self.c.receive()["parameters"]["product"], "zutrittd")

    def test_a_frame_may_come_byte_by_byte(self):
        for byte in frame(STATUS):
            self.c.send(bytes([byte]))
        self.assertIn("status", self.c.receive()["parameters"])

    def test_a_hundred_frames_in_one_write_are_answered_in_order(self):
        doors = [d["name"] for d in self.polite.call("DoorList")["parameters"]["doors"]]
        asked = [doors[i % len(doors)] for i in range(100)]
        self.c.send(b"".join(frame({"method": "io.zutritt.DoorShow", "parameters": {"door": d}}) for d in asked))
        self.assertEqual([self.c.receive()["parameters"]["door"]["name"] for _ in asked], asked)

    def test_a_frame_that_never_ends_is_closed_after_30_s(self):
        begin = time.monotonic()
        self.c.send(b'{"method":"io.zutritt.Ge')
        idle = self.daemon.connect()
        self.assertTrue(self.c.is_closed())
        took = time.monotonic() - begin
        self.assertGreater(took, 29)
        self.assertLess(took, 30 + PATIENCE)
        # one that has begun nothing may stay as long as it likes
        self.assertIn("status", idle.ask(STATUS)["parameters"])
        idle.close()

    def test_a_frame_of_64_kib_is_read(self):
        data = frame(dict(INFO, parameters={"filler": ""}))
        fill = FRAME_MAX - (len(data) - 1)
        self.c.send(data.replace(b'""', b'"' + b"x" * fill + b'"'))
        self.assertIn("product", self.c.receive()["parameters"])

    def test_a_byte_more_is_invalid_and_closed(self):
        self.c.send(b"x" * (FRAME_MAX + 1))
        self.assertEqual(error_of(self.c.receive()), "Invalid")
        self.assertTrue(self.c.is_closed())

    def test_70_kib_are_invalid_and_closed(self):
        try:
            self.c.send(b"x" * (70 * 1024))
        except (BrokenPipeError, ConnectionResetError):
            pass
        self.assertEqual(error_of(self.c.receive()), "Invalid")
        self.assertTrue(self.c.is_closed())

    def test_what_is_no_message_is_a_named_error_and_the_next_frame_counts(self):
        for data in (b"", b"\xff\xfe", b'"\xc3"', b'{"method":"\xed\xa0\x80"}', b"nonsense", b"{", b"[]", b"1", b"null",
                     b'{"method":"a.b","method":"a.b"}', b'{"method":"io.zutritt.GetStatus"} x', b'{"a":1e999}',
                     b'"\\u0000"', b"[" * 60000, b'{"a":' * 10000, b"{}" * 30000):
            self.c.send(data + b"\0")
            reply = self.c.receive()
            self.assertIn(error_of(reply), ("Invalid", "InvalidParameter"), data[:40])
            self.assertIn("message", reply["parameters"])
        self.assertIn("status", self.c.ask(STATUS)["parameters"])

    def test_deep_nesting_in_the_parameters_is_a_named_error(self):
        for depth in (10, 1000, 2040, 2100, 20000):
            data = b'{"method":"io.zutritt.GetStatus","parameters":{"a":' + b"[" * depth + b"]" * depth + b"}}\0"
            self.c.send(data)
            self.assertIn(error_of(self.c.receive()), ("Invalid", "InvalidParameter"))

    def test_wrong_types_are_invalid_parameters(self):
        values = (None, True, 1, -1, 1.5, "", "x" * 60000, [], [1], {}, {"a": 1}, "\u0000", "\x1b[2J", "\u202e")
        methods = {"DoorShow": "door", "PersonShow": "person", "PersonHire": "name", "PositionAdd": "keys",
                   "BadgeAssign": "badge", "KeyIssue": "room", "EventList": "since", "KeyRevoke": "key",
                   "OccupancyGet": "area", "DoorRelease": "door", "PersonExit": "person", "BadgeLost": "badge"}
        for method, name in methods.items():
            for value in values:
                reply = self.c.ask({"method": "io.zutritt." + method,
                                    "parameters": {name: value, "session": Connection.session}})
                self.assertIsNotNone(reply)
                if method not in ("EventList", "OccupancyGet"):
                    self.assertIn("error", reply, (method, value))

    def test_every_change_with_wrong_values_changes_nothing(self):
        values = (None, True, 1, "", "nobody", "x" * 300, [], {}, "\x00", "7m2k0vq4x9ab", "1:1", "../..", "'; DROP TABLE person; --")
        for method, names in {"PersonExit": ("person", "reason"), "KeyIssue": ("person", "room", "reason"),
                              "BadgeAssign": ("badge", "person"), "BadgeLost": ("badge",), "KeyRevoke": ("key", "reason"),
                              "DoorRelease": ("door", "reason")}.items():
            for value in values:
                reply = self.c.call(method, **{name: value for name in names})
                self.assertIn("error", reply, (method, value))

    def test_unknown_members_are_named(self):
        reply = self.c.ask({"method": "io.zutritt.GetStatus", "parameters": {"colour": 1}})
        self.assertEqual((error_of(reply), reply["parameters"]["parameter"]), ("InvalidParameter", "colour"))
        reply = self.c.ask({"method": "io.zutritt.GetStatus", "colour": 1})
        self.assertEqual((error_of(reply), reply["parameters"]["parameter"]), ("InvalidParameter", "colour"))

    def test_unknown_methods_and_interfaces_are_named(self):
        for method, error in (("io.zutritt.Open", "MethodNotFound"), ("io.zutritt", "InterfaceNotFound"), ("", "InterfaceNotFound"),
                              (".", "InterfaceNotFound"), ("a.b.c", "InterfaceNotFound"), ("x" * 60000, "InterfaceNotFound"),
                              ("org.varlink.service.Stop", "MethodNotFound")):
            self.assertEqual(error_of(self.c.ask({"method": method})), error, method[:40])

    def test_oneway_is_not_answered(self):
        self.c.send(frame(dict(STATUS, oneway=True)) + frame(INFO))
        self.assertIn("product", self.c.receive()["parameters"])

    def test_the_interface_describes_itself(self):
        reply = self.c.ask({"method": "org.varlink.service.GetInterfaceDescription",
                            "parameters": {"interface": "io.zutritt"}})
        with open(os.path.join(HERE, "..", "..", "docs", "io.zutritt.varlink")) as f:
            self.assertEqual(reply["parameters"]["description"], f.read())

    def test_a_client_that_vanishes_in_the_middle_hurts_nobody(self):
        for data in (frame(STATUS)[:10], frame(STATUS), frame(STATUS) * 50, frame({"method": "io.zutritt.EventFollow", "more": True})):
            for _ in range(50):
                c = self.daemon.connect()
                c.send(data)
                c.close()
        self.assertIn("status", self.c.ask(STATUS)["parameters"])

    def test_who_asks_and_never_reads_is_closed(self):
        data = frame({"method": "io.zutritt.DoorList"}) * 100
        with self.assertRaises((BrokenPipeError, ConnectionResetError)):
            for _ in range(1000):
                self.c.send(data)

    def test_a_polite_client_is_answered_beside_flooding_ones(self):
        with Flood(self.daemon, 4):
            for _ in range(200):
                self.assertIn("status", self.polite.ask(STATUS)["parameters"])


def read_all(path):
    os.nice(19)  # the daemon's fairness is meant, not the kernel's
    c = Connection(path)
    data = frame({"method": "io.zutritt.DoorList"}) * 20
    while True:
        c.send(data)
        for _ in range(20):
            c.receive()


def read_none(path):
    os.nice(19)
    data = frame({"method": "io.zutritt.DoorList"}) * 100
    while True:
        c = Connection(path)
        try:
            while True:
                c.send(data)
        except (BrokenPipeError, ConnectionResetError):
            c.close()


class Flood:
    """Processes that ask as fast as they can: reading every answer, or (each second one) none, again and again."""

    def __init__(self, daemon, count):
        self.processes = [multiprocessing.Process(target=read_all if i % 2 == 0 else read_none, args=(daemon.path,))
                          for i in range(count)]

    def __enter__(self):
        for p in self.processes:
            p.start()
        return self

    def __exit__(self, *_):
        for p in self.processes:
            p.kill()
            p.join()


def milliseconds(samples):
    samples = sorted(samples)
    return "median %.2f ms, p99 %.2f ms, longest %.2f ms" % tuple(
        1000 * samples[min(len(samples) - 1, int(len(samples) * p))] for p in (0.5, 0.99, 1))


def measure_answers(daemon, count):
    c = daemon.connect()
    samples = []
    for _ in range(count):
        begin = time.monotonic()
        c.ask(STATUS)
        samples.append(time.monotonic() - begin)
    c.close()
    return milliseconds(samples)


def measure_changes(daemon, count):
    """An act that is stored and taken by the doors, until its answer."""
    c = daemon.connect()
    samples = []
    for i in range(count):
        begin = time.monotonic()
        reply = c.call("PersonHire", name="P")
        samples.append(time.monotonic() - begin)
        assert "error" not in reply, reply
    c.close()
    return milliseconds(samples)


def measure_events(daemon, count):
    """From the call that releases a door to the event at one who follows the journal."""
    follower, c = daemon.connect(), daemon.connect()
    follower.send(frame({"method": "io.zutritt.EventFollow", "more": True}))
    follower.receive()
    samples = []
    for _ in range(count):
        begin = time.monotonic()
        c.call("DoorRelease", door="warehouse-door", reason="measured")
        while not any(e["kind"] == "door.released" for e in follower.receive()["parameters"]["events"]):
            pass
        samples.append(time.monotonic() - begin)
    follower.close()
    c.close()
    return milliseconds(samples)


def print_latencies(count):
    daemon = Daemon()
    sign_up(daemon)
    for what, measure in (("status", measure_answers), ("hire", measure_changes), ("release to follower", measure_events)):
        print("%-20s alone        %s" % (what, measure(daemon, count)))
        with Flood(daemon, 4):
            print("%-20s beside four  %s" % (what, measure(daemon, count)))
    daemon.stop()


if __name__ == "__main__":
    if "--latency" in sys.argv:
        print_latencies(int(sys.argv[sys.argv.index("--latency") + 1]))
    else:
        unittest.main(argv=[sys.argv[0]] + ["Hostile." + n for n in sys.argv[1:] if n.startswith("test_")], verbosity=2)
