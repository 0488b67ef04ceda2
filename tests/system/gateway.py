#!/usr/bin/env python3
"""The gateway zutritt-mqtt between a made-up zutrittd (fake_zutrittd.py) and the
real broker with the site's own configuration (deploy/mosquitto): rules E6, M3,
M4. mosquitto_sub, a program of its own, writes down what a station would see.

    gateway.py ZUTRITT_MQTT                 all tests
    gateway.py ZUTRITT_MQTT test_NAME ...   only these
    gateway.py ZUTRITT_MQTT --drain EVENTS  how fast a backlog goes out (numbers, no test)
    gateway.py ZUTRITT_MQTT --latency COUNT how long one event takes to a subscriber

No test waits for a time to pass: each waits for what it expects, and fails after
PATIENCE seconds without it.
"""

import getpass
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import fake_zutrittd  # noqa: E402

MAKE_SITE = os.path.join(HERE, "..", "..", "deploy", "mosquitto", "make-site")
PATIENCE = 120
GATEWAY = None

STATUS = "zutritt/example/controller/main/status"
BEAT = "zutritt/example/controller/main/beat"
EVENT = "zutritt/example/controller/main/event"
DOOR = "zutritt/example/door/"
ALARM = "zutritt/example/area/building/alarm"
OCCUPANCY = "zutritt/example/area/building/occupancy"


def wait_until(condition, what):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("did not happen in %d s: %s" % (PATIENCE, what))
        time.sleep(0.01)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Broker:
    """mosquitto with the site's configuration, in a folder of its own."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, "broker")
        self.port = free_port()
        self.process = None
        subprocess.run([MAKE_SITE, self.folder, str(self.port), "observer", "late"], check=True,
                       env=dict(os.environ, BROKER_USER=getpass.getuser()))
        self.log = open(os.path.join(folder, "broker.log"), "w")

    def password(self, name):
        with open(os.path.join(self.folder, name + ".password")) as f:
            return f.read().strip()

    def start(self):
        self.process = subprocess.Popen(["mosquitto", "-c", os.path.join(self.folder, "mosquitto.conf")],
                                        stdout=self.log, stderr=self.log)
        wait_until(self._is_listening, "the broker listens")

    def _is_listening(self):
        if self.process.poll() is not None:
            raise AssertionError("the broker ended by itself")
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self):
        self.process.kill()
        self.process.wait()

    def send_signal(self, number):
        self.process.send_signal(number)

    def edit(self, file, old, new):
        path = os.path.join(self.folder, file)
        with open(path) as f:
            text = f.read()
        assert old in text
        with open(path, "w") as f:
            f.write(text.replace(old, new))

    def close(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.kill()
        self.log.close()


class Observer:
    """mosquitto_sub: what a station sees, in order. Quality 0, because then everything that the
    broker acknowledged to the gateway is already in this program's socket, even when the broker is
    killed in the next moment."""

    def __init__(self, broker, name="observer"):
        self.messages = []  # (topic, is_retained, text)
        self._numbers = []
        self._known = set()
        self.subscriptions = 0
        self.on_event = lambda: None
        self.process = subprocess.Popen(
            ["stdbuf", "-oL", "mosquitto_sub", "-d", "-V", "5", "-i", name, "-p", str(broker.port), "-u", name,
             "-P", broker.password(name), "-q", "0", "-t", "zutritt/#", "-F", "SEEN\t%t\t%r\t%p"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.wait_subscribed(1)

    def _read(self):
        for line in self.process.stdout:
            if line.startswith("SEEN\t"):
                _, topic, retained, text = line.rstrip("\n").split("\t", 3)
                self.messages.append((topic, retained == "1", text))
                if topic == EVENT:
                    self._take_event(json.loads(text))
            elif line.startswith("Subscribed"):
                self.subscriptions += 1

    def _take_event(self, event):
        if "number" in event:
            self._numbers.append(event["number"])
            self._known.add(event["number"])
        self.on_event()

    def wait_subscribed(self, times):
        wait_until(lambda: self.subscriptions >= times, "the observer has subscribed")

    def texts(self, topic):
        return [json.loads(text) if text else None for t, _, text in list(self.messages) if t == topic]

    def last(self, topic):
        texts = self.texts(topic)
        return texts[-1] if texts else None

    def numbers(self):
        return list(self._numbers)

    def count(self):
        return len(self._numbers)

    def has(self, number):
        return number in self._known

    def notices(self):
        return [m for m in self.texts(EVENT) if "number" not in m]

    def everything(self):
        return "\n".join(topic + " " + text for topic, _, text in list(self.messages))

    def close(self):
        self.process.terminate()
        self.process.wait()
        self._reader.join()
        self.process.stdout.close()


def first_occurrences(numbers):
    return list(dict.fromkeys(numbers))


class GatewayCase(unittest.TestCase):
    """A broker, a zutrittd of the test's own, and the gateway between them."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="zutritt-gateway-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.state = os.path.join(self.folder, "state")
        os.mkdir(self.state)
        self.broker = Broker(self.folder)
        self.addCleanup(self.broker.close)
        self.fake = fake_zutrittd.FakeZutrittd(os.path.join(self.folder, "control"))
        self.gateway = None
        self.said = []
        self.addCleanup(self.end_gateway)

    # ---- helpers ----

    def start_gateway(self, port=None, more=()):
        read_end, write_end = os.pipe()
        self.gateway = subprocess.Popen(
            [GATEWAY, "--socket", self.fake.path, "--port", str(port or self.broker.port), "--user", "zutritt-mqtt",
             "--password-file", os.path.join(self.broker.folder, "zutritt-mqtt.password"), "--state", self.state,
             *more],
            stderr=write_end)
        os.close(write_end)
        threading.Thread(target=self._listen, args=(os.fdopen(read_end),), daemon=True).start()

    def _listen(self, stream):
        with stream:
            for line in stream:
                self.said.append(line.rstrip("\n"))

    def says(self, words):
        return any(words in line for line in list(self.said))

    def end_gateway(self):
        if self.gateway is not None and self.gateway.poll() is None:
            self.gateway.kill()
            self.gateway.wait()

    def stop_gateway_or_fail(self):
        self.gateway.terminate()
        self.assertEqual(self.gateway.wait(PATIENCE), 0)

    def start_all(self, events=0):
        self.fake.last = events
        self.fake.start()
        self.broker.start()
        observer = self.observe()
        self.start_gateway()
        return observer

    def observe(self, name="observer"):
        observer = Observer(self.broker, name)
        self.addCleanup(observer.close)
        return observer

    def wait_number(self, observer, number):
        """As long as events come, however slowly."""
        last = [-1, 0]

        def is_there():
            count = observer.count()
            if count != last[0]:
                last[:] = count, time.monotonic()
            assert time.monotonic() - last[1] < PATIENCE, "%d s without a further event: %d never came" % (PATIENCE, number)
            return observer.has(number)
        while not is_there():
            time.sleep(0.01)

    def cursor(self):
        try:
            with open(os.path.join(self.state, "feed.cursor")) as f:
                return f.read()
        except FileNotFoundError:
            return None

    def wait_cursor(self, number, journal="j000000000a1"):
        wait_until(lambda: self.cursor() == "%s %d\n" % (journal, number), "the cursor is at %d" % number)

    def restart_broker(self, observer, while_away=None):
        """Killed without warning; the gateway waits until the observer is there again, so that a
        missing event is the gateway's fault and nobody else's."""
        times = observer.subscriptions
        self.broker.kill()
        if while_away is not None:
            while_away()
        self.gateway.send_signal(signal.SIGSTOP)
        self.broker.start()
        observer.wait_subscribed(times + 1)
        self.gateway.send_signal(signal.SIGCONT)

    def assert_feed(self, observer, last, first=1):
        self.assertEqual(first_occurrences(observer.numbers()), list(range(first, last + 1)))

    def assert_no_person(self, observer):
        seen = observer.everything()
        for secret in ("Anna", "Beispiel", fake_zutrittd.PERSON_ID, fake_zutrittd.BADGE_ID):
            self.assertNotIn(secret, seen)


class GatewayTest(GatewayCase):
    # ---- events (rules E6, M4) ----

    def test_events_go_out_in_order_and_name_nobody(self):
        observer = self.start_all(events=300)
        self.wait_number(observer, 300)
        self.assert_feed(observer, 300)
        self.assertEqual(observer.texts(EVENT)[2], {
            "journal": "j000000000a1", "number": 3, "time": "2026-01-01T00:00:03.000Z", "kind": "access.denied",
            "is_incident": False, "door": "yard/gate", "reader": "entrance-in", "area": "building", "cause": "grant",
            "reason": "no_key"})
        self.assertEqual(set(observer.texts(EVENT)[0]), {
            "journal", "number", "time", "kind", "is_incident", "door", "reader", "area", "cause"})
        self.assertFalse(any(retained for topic, retained, _ in observer.messages if topic == EVENT))
        self.assert_no_person(observer)

    def test_nothing_is_lost_when_broker_and_gateway_are_killed(self):
        seed = int(os.environ.get("SEED", random.SystemRandom().randrange(1 << 32)))
        print("seed %d (SEED=%d repeats it)" % (seed, seed), file=sys.stderr)
        chance = random.Random(seed)
        observer = self.start_all()
        total = 5000
        steps = ["broker"] * 5 + ["gateway"] * 3
        chance.shuffle(steps)
        marks = sorted(chance.sample(range(50, 4500), len(steps)))

        def grow():
            for _ in range(total // 10):
                self.fake.add(10)
                time.sleep(0.02)
        threading.Thread(target=grow, daemon=True).start()
        for step, mark in zip(steps, marks):
            wait_until(lambda: observer.has(mark), "event %d arrives" % mark)
            if step == "broker":
                self.restart_broker(observer)
            else:
                self.end_gateway()
                self.start_gateway()
        self.wait_number(observer, total)
        self.wait_cursor(total)
        self.assert_feed(observer, total)
        self.assert_no_person(observer)
        self.assert_states(total)
        print("%d messages for %d events" % (len(observer.numbers()), total), file=sys.stderr)

    def test_a_broker_that_is_away_loses_nothing(self):
        observer = self.start_all(events=10)
        self.wait_number(observer, 10)

        def meanwhile():
            self.fake.add(3000)
            wait_until(lambda: self.says("no connection to the broker"), "the gateway says so")
        self.restart_broker(observer, meanwhile)
        self.wait_number(observer, 3010)
        self.assert_feed(observer, 3010)

    def test_a_slow_broker_makes_it_stop_reading_the_journal(self):
        observer = self.start_all(events=10)
        self.wait_number(observer, 10)
        self.broker.send_signal(signal.SIGSTOP)
        self.fake.add(100000)
        # What is on its way lies in the outbox, one reply and the two sockets' buffers.
        last = [0, time.monotonic()]

        def stands_still():
            if self.fake.sent != last[0]:
                last[:] = self.fake.sent, time.monotonic()
            return time.monotonic() - last[1] > 1
        wait_until(stands_still, "the gateway stops reading")
        self.assertLess(self.fake.sent, 5000)
        self.broker.send_signal(signal.SIGCONT)
        self.wait_number(observer, 100010)
        self.assert_feed(observer, 100010)

    def test_the_cursor_is_never_ahead_of_the_broker(self):
        observer = self.start_all(events=5000)
        self.wait_number(observer, 500)
        wait_until(lambda: self.cursor() is not None, "there is a cursor")
        self.broker.send_signal(signal.SIGSTOP)
        self.fake.add(45000)  # however late the broker was stopped, there is more to come
        last = [self.cursor(), time.monotonic()]

        def stands_still():
            if self.cursor() != last[0]:
                last[:] = self.cursor(), time.monotonic()
            return time.monotonic() - last[1] > 0.6
        wait_until(stands_still, "the cursor stands still, for three times its pace")
        self.assertLess(int(self.cursor().split()[1]), 50000)
        self.end_gateway()
        self.broker.send_signal(signal.SIGCONT)
        self.start_gateway()
        self.wait_number(observer, 50000)
        self.assert_feed(observer, 50000)

    def test_a_follower_that_was_cut_off_resumes_by_number(self):
        observer = self.start_all(events=500)
        self.wait_number(observer, 500)
        self.fake.drop_connections()
        self.fake.add(500)
        self.wait_number(observer, 1000)
        self.assertEqual(observer.numbers(), list(range(1, 1001)))
        self.assertEqual(self.fake.followed_from, [0, 500])

    def test_after_a_clean_stop_it_goes_on_without_repeating(self):
        observer = self.start_all(events=50)
        self.wait_number(observer, 50)
        self.stop_gateway_or_fail()
        self.assertEqual(self.cursor(), "j000000000a1 50\n")
        self.fake.add(50)
        self.start_gateway()
        self.wait_number(observer, 100)
        self.assertEqual(observer.numbers(), list(range(1, 101)))

    def test_what_retention_has_purged_is_one_notice(self):
        self.fake.purge(100)
        observer = self.start_all(events=150)
        self.wait_number(observer, 150)
        self.assert_feed(observer, 150, first=101)
        self.assertEqual(observer.texts(EVENT)[0],
                         {"journal": "j000000000a1", "purged_from": 1, "purged_to": 100})
        self.assertEqual(len(observer.notices()), 1)

    def test_another_journal_starts_with_its_first_event(self):
        observer = self.start_all(events=20)
        self.wait_number(observer, 20)
        self.wait_cursor(20)
        self.fake.stop()
        self.fake.journal, self.fake.last = "j000000000b2", 5
        self.fake.start()
        self.wait_cursor(5, "j000000000b2")
        notice = {"journal": "j000000000b2", "journal_before": "j000000000a1"}
        self.assertEqual(observer.notices(), [notice])
        texts = observer.texts(EVENT)
        after = texts[texts.index(notice) + 1:]
        self.assertEqual([(m["journal"], m["number"]) for m in after], [("j000000000b2", n) for n in range(1, 6)])
        self.assertTrue(self.says("another journal"))

    def test_a_journal_that_went_back_is_told_and_followed(self):
        observer = self.start_all(events=20)
        self.wait_cursor(20)
        self.fake.stop()
        self.fake.last = 15
        self.fake.start()
        wait_until(lambda: {"journal": "j000000000a1", "continues_after": 15} in observer.notices(), "it is told")
        self.fake.add(3)
        self.wait_cursor(18)
        self.assertEqual(observer.numbers(), list(range(1, 21)) + [16, 17, 18])

    def test_a_damaged_cursor_repeats_rather_than_loses(self):
        with open(os.path.join(self.state, "feed.cursor"), "w") as f:
            f.write("j000000000a1 4x\n")
        observer = self.start_all(events=5)
        self.wait_number(observer, 5)
        self.assert_feed(observer, 5)
        self.assertTrue(self.says("damaged"))

    def test_a_refused_event_is_told_once_and_not_counted(self):
        line = "topic write zutritt/+/controller/+/event\n"
        self.broker.edit("acl", line, "")
        self.broker.edit("mosquitto.conf", "log_type notice", "log_type notice\nlog_type debug")
        observer = self.start_all(events=40)
        words = "the broker refuses " + EVENT + ": Not authorized (0x87)"
        wait_until(lambda: self.says(words), "the refusal is told")

        def denials():
            with open(os.path.join(self.folder, "broker.log")) as f:
                return f.read().count("Denied PUBLISH")
        wait_until(lambda: denials() > 20, "after the window, it is tried and refused again")
        self.broker.edit("acl", "topic write zutritt/+/controller/+/beat\n",
                         "topic write zutritt/+/controller/+/beat\n" + line)
        self.broker.send_signal(signal.SIGHUP)
        self.wait_number(observer, 40)
        self.assert_feed(observer, 40)
        self.assertEqual(len([s for s in self.said if words in s]), 1)
        wait_until(lambda: self.says("accepts " + EVENT + " again"), "that it is accepted is told")
        self.wait_cursor(40)

    # ---- states, beat, status ----

    def assert_states(self, last):
        """What a station that comes now is told."""
        late = self.observe("late")
        wait_until(lambda: late.last(OCCUPANCY) is not None and late.last(DOOR + "yard%2Fgate") is not None,
                   "the retained states arrive")
        for name, topic in (("entrance", "entrance"), ("yard/gate", "yard%2Fgate")):
            expected = fake_zutrittd.door(name, last)
            # since tells the event that the state is of; the number beside it is the newest event that was known
            # before the state was asked for: never beyond the state
            wait_until(lambda: late.last(DOOR + topic)["since"] == expected["since"],
                       "the door's state is of event %d" % last)
            seen = late.last(DOOR + topic)
            self.assertTrue(0 < seen["event"] <= last, seen["event"])
            for member in ("lock", "contact", "state", "cause", "since"):
                self.assertEqual(seen[member], expected[member], member)
            self.assertEqual(seen["faults"],
                             [{"reader": "entrance-in", "count": 2, "advice": "DATA0 and DATA1 are swapped"}])
        self.assertEqual(late.last(ALARM), {
            "mode": "automatic", "state": "unset", "since": "2026-01-01T00:00:01.000Z", "until": None,
            "prevented_by": ["occupancy is 1", "door entrance is open"], "overridden": []})
        self.assertEqual(late.last(OCCUPANCY), {"count": 1, "is_certain": False, "why": "exit without entry"})
        self.assertEqual(late.last(STATUS), {
            "online": True, "controller": "here", "version": "0.1.0", "journal": self.fake.journal,
            "lines": "simulator", "mode": "normal", "public_key": self.public_key()})
        self.assertTrue(all(retained for topic, retained, _ in late.messages[:5] if topic not in (EVENT, BEAT)))
        self.assert_no_person(late)

    def public_key(self):
        with open(os.path.join(self.state, "public-key")) as f:
            return f.read().strip()

    def test_states_hang_on_the_broker_and_follow_the_events(self):
        observer = self.start_all(events=1)
        self.wait_number(observer, 1)
        self.assert_states(1)
        self.fake.add(1)
        self.assert_states(2)

    def test_a_door_that_is_gone_is_cleared(self):
        observer = self.start_all(events=1)
        wait_until(lambda: observer.last(DOOR + "entrance") is not None, "the door is there")
        self.fake.doors.remove("entrance")
        self.fake.add(1)
        wait_until(lambda: observer.last(DOOR + "entrance") is None, "the door is cleared")
        self.assertIsNotNone(observer.last(DOOR + "yard%2Fgate"))

    def test_the_beat_is_the_controllers_and_stops_with_it(self):
        observer = self.start_all(events=7)
        wait_until(lambda: len(observer.texts(BEAT)) >= 2, "it beats")
        begin = len(observer.messages)  # before it was there for the first time it was away as well
        self.fake.stop()
        wait_until(lambda: (observer.last(STATUS) or {}).get("controller") == "away", "the status says away")
        beats = observer.texts(BEAT)
        self.assertEqual(len({b["once"] for b in beats}), len(beats))
        self.assertTrue(all(b["last_event"] == 7 and len(b["once"]) == 32 for b in beats))
        self.assertTrue(observer.last(STATUS)["online"])
        self.fake.start()
        wait_until(lambda: observer.last(STATUS)["controller"] == "here", "the status says here")
        away = [i for i, m in enumerate(observer.messages) if i >= begin and m[0] == STATUS and "away" in m[2]][0]
        here = [i for i, m in enumerate(observer.messages) if m[0] == STATUS and "here" in m[2]][-1]
        self.assertNotIn(BEAT, [m[0] for m in observer.messages[away:here]])

    def test_fire_is_the_mode(self):
        self.fake.fire = True
        observer = self.start_all()
        wait_until(lambda: (observer.last(STATUS) or {}).get("mode") == "fire", "the mode is fire")

    def test_a_clean_stop_and_a_kill_both_say_offline(self):
        for stop in (self.stop_gateway_or_fail, self.end_gateway):
            if self.broker.process is None:
                observer = self.start_all()
            else:
                self.start_gateway()
            wait_until(lambda: (observer.last(STATUS) or {}).get("online") is True, "the status says online")
            stop()
            wait_until(lambda: observer.last(STATUS) == {"online": False}, "the status says offline")
            late = self.observe("late")
            wait_until(lambda: late.last(STATUS) == {"online": False}, "and to those who come later")
            late.close()

    def test_it_starts_before_zutrittd_and_broker_and_says_what_is_missing(self):
        self.start_gateway()
        wait_until(lambda: self.says("ready: zutrittd was not reached yet"), "it is ready all the same")
        self.fake.last = 3
        self.fake.start()
        wait_until(lambda: self.says("no connection to the broker"), "zutrittd was found, the broker not")
        self.broker.start()
        observer = self.observe()
        wait_until(lambda: observer.last(STATUS) is not None, "the broker was found")

    def make_authority(self, name):
        """A certificate authority and a broker's certificate that it has signed for 127.0.0.1."""
        path = os.path.join(self.folder, name)

        def openssl(*words):
            subprocess.run(["openssl", *words], check=True, stderr=subprocess.DEVNULL)
        new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-x509")
        openssl(*new, "-subj", "/CN=" + name, "-keyout", path + ".ca.key", "-out", path + ".ca",
                "-addext", "keyUsage=critical,keyCertSign")
        openssl(*new, "-subj", "/CN=broker", "-keyout", path + ".key", "-out", path + ".crt", "-CA", path + ".ca",
                "-CAkey", path + ".ca.key", "-addext", "subjectAltName=IP:127.0.0.1",
                "-addext", "basicConstraints=critical,CA:FALSE")
        return path

    def test_with_tls_only_the_right_broker_gets_anything(self):
        right, wrong = self.make_authority("right"), self.make_authority("wrong")
        tls_port = free_port()
        self.broker.edit("mosquitto.conf", "persistence false", "persistence false\nlistener %d 127.0.0.1\n"
                         "certfile %s.crt\nkeyfile %s.key" % (tls_port, right, right))
        self.fake.last = 200
        self.fake.start()
        self.broker.start()
        observer = self.observe()
        self.start_gateway(tls_port, ["--ca-file", wrong + ".ca"])
        wait_until(lambda: self.says("no connection to the broker"), "the wrong authority is told")
        self.end_gateway()
        self.assertEqual(observer.messages, [])
        self.start_gateway(tls_port, ["--ca-file", right + ".ca"])
        self.wait_number(observer, 200)
        self.assert_feed(observer, 200)

    def test_a_stranger_and_a_station_may_publish_nothing(self):
        observer = self.start_all()
        for user, password in (("observer", self.broker.password("observer")), ("zutritt-mqtt", "guess"), (None, None)):
            identity = [] if user is None else ["-u", user, "-P", password]
            tried = subprocess.run(
                ["mosquitto_pub", "-V", "5", "-i", "x", "-p", str(self.broker.port), *identity, "-q", "1",
                 "-t", DOOR + "entrance", "-m", "forged"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            self.assertIn("ot authori", tried.stdout, user)
        self.assertNotIn("forged", observer.everything())


def drain(count):
    """Prints how many events a second leave the journal when there is a backlog."""
    with tempfile.TemporaryDirectory(prefix="zutritt-gateway-") as folder:
        broker = Broker(folder)
        broker.start()
        state = os.path.join(folder, "state")
        os.mkdir(state)
        path = os.path.join(folder, "control")
        fake = subprocess.Popen([sys.executable, fake_zutrittd.__file__, path, str(count)], stdout=subprocess.PIPE)
        fake.stdout.readline()
        begin = time.monotonic()
        gateway = subprocess.Popen(
            [GATEWAY, "--socket", path, "--port", str(broker.port), "--user", "zutritt-mqtt", "--password-file",
             os.path.join(broker.folder, "zutritt-mqtt.password"), "--state", state])
        try:
            cursor = os.path.join(state, "feed.cursor")
            wait_until(lambda: os.path.exists(cursor) and open(cursor).read().endswith(" %d\n" % count), "all is out")
            took = time.monotonic() - begin
            cpu = os.times()
            gateway.terminate()
            gateway.wait()
            used = os.times().children_user + os.times().children_system - cpu.children_user - cpu.children_system
            print("%d events in %.2f s: %.0f /s, gateway %.1f us of processor an event"
                  % (count, took, count / took, used / count * 1e6))
        finally:
            gateway.kill()
            fake.kill()
            fake.wait()
            fake.stdout.close()
            broker.close()


def latency(count):
    """Prints how long it takes from the journal to a subscriber, for events that come alone."""
    with tempfile.TemporaryDirectory(prefix="zutritt-gateway-") as folder:
        broker = Broker(folder)
        broker.start()
        state = os.path.join(folder, "state")
        os.mkdir(state)
        fake = fake_zutrittd.FakeZutrittd(os.path.join(folder, "control"))
        fake.start()
        observer = Observer(broker)
        gateway = subprocess.Popen(
            [GATEWAY, "--socket", fake.path, "--port", str(broker.port), "--user", "zutritt-mqtt", "--password-file",
             os.path.join(broker.folder, "zutritt-mqtt.password"), "--state", state])
        arrived = threading.Event()
        observer.on_event = arrived.set
        took = []
        try:
            wait_until(lambda: observer.last(STATUS) is not None, "the gateway is there")
            for _ in range(count):
                arrived.clear()
                begin = time.perf_counter()
                fake.add(1)
                if not arrived.wait(PATIENCE):
                    raise AssertionError("an event did not arrive")
                took.append((time.perf_counter() - begin) * 1000)
                time.sleep(random.uniform(0.005, 0.05))
            took.sort()
            print("%d events, journal to subscriber: median %.2f ms, p99 %.2f ms, longest %.2f ms"
                  % (count, took[count // 2], took[count * 99 // 100], took[-1]))
        finally:
            gateway.kill()
            gateway.wait()
            observer.close()
            fake.stop()
            broker.close()


def main():
    global GATEWAY
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    GATEWAY = os.path.abspath(sys.argv[1])
    if sys.argv[2:3] == ["--drain"]:
        drain(int(sys.argv[3]))
        return
    if sys.argv[2:3] == ["--latency"]:
        latency(int(sys.argv[3]))
        return
    names = ["GatewayTest." + name for name in sys.argv[2:]]
    unittest.main(argv=[sys.argv[0], "-v", *names], defaultTest=None)


if __name__ == "__main__":
    main()
