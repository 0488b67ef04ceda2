#!/usr/bin/env python3
"""What stations may ask of the gateway, and what a broker in wrong hands can do with it: nothing (rules M1, M2, M5, P9).
Real mosquitto and zutritt-mqtt; a zutrittd that notes what it is asked. The display is station_client.py, written from
docs/PROTOCOL.md."""

import json
import os
import random
import subprocess
import sys
import time
import unittest

import fake_zutrittd
import gateway
import station_client
from gateway import wait_until

HERE = os.path.dirname(os.path.abspath(__file__))
STATION = os.path.join(HERE, "..", "..", "deploy", "station", "zutritt-station")
TOKEN = "token-of-anna"
PASSWORD = "Richtig-1"


class FakeOffice(fake_zutrittd.FakeZutrittd):
    """Knows one operator, and notes every call."""

    def __init__(self, path):
        super().__init__(path)
        self.calls = []
        self.silent = set()  # methods that get no answer

    def acts(self):
        return [(m, p) for m, p in self.calls if m not in ("GetStatus", "DoorList", "AlarmStatus", "OccupancyGet")]

    def _answer(self, connection, call):
        method = call["method"].removeprefix("io.zutritt.")
        parameters = call.get("parameters", {})
        self.calls.append((method, parameters))
        if method in self.silent:
            return
        mine = getattr(self, "_" + method.lower(), None)
        if mine is None:
            super()._answer(connection, call)
        else:
            connection.sendall(json.dumps(mine(parameters)).encode() + b"\0")

    def _sessionopen(self, p):
        if (p["user"], p["password"]) != ("anna", PASSWORD):
            return {"error": "io.zutritt.NotPermitted", "parameters": {"message": "User name or password is wrong."}}
        return {"parameters": {"session": TOKEN, "name": "Anna Berger", "user": "anna", "roles": ["reception"],
                               "must_change_password": False}}

    def _doorrelease(self, p):
        if p.get("session") != TOKEN:
            return {"error": "io.zutritt.NotPermitted", "parameters": {"message": "Not without a session."}}
        return {"parameters": {"note": "%s is released." % p["door"]}}

    def _sessionclose(self, p):
        return {"parameters": {}}

    def _sessionlock(self, p):
        return {"parameters": {}}

    def _sessionunlock(self, p):
        is_right = p["password"] == PASSWORD
        return {"parameters": {}} if is_right else {"error": "io.zutritt.NotPermitted", "parameters": {"message": "No."}}

    def _eventlist(self, p):
        return {"parameters": {"events": []}}

    def _evacuationget(self, p):
        return {"parameters": {"inside": [{"name": "Anna Berger"}]}}


class DeskTest(gateway.GatewayCase):
    def setUp(self):
        super().setUp()
        self.fake = FakeOffice(os.path.join(self.folder, "control"))
        self.stations = os.path.join(self.broker.folder, "stations")
        self.fake.start()
        self.broker.start()
        self.start_gateway(more=["--stations", self.stations])
        wait_until(lambda: self.says("refuses strangers"), "strangers are refused")

    # ---- helpers ----

    def station(self, name):
        config = os.path.join(self.folder, "zutritt.conf")
        with open(config, "w") as f:
            f.write('site = "example"\ncontroller = "main"\n')
        said = subprocess.run(
            [STATION, "add", name, "--host", "localhost", "--broker", self.broker.folder, "--config", config,
             "--gateway", self.state, "--pid", str(self.broker.process.pid)], check=True, capture_output=True, text=True)
        link = next(line for line in said.stdout.splitlines() if line.startswith("https://"))
        for _ in range(50):
            station = station_client.Station(link, self.broker.port)
            try:
                station.connect()
            except station_client.Silence:
                station.close()
                continue
            self.addCleanup(station.close)
            return station
        self.fail("the station is never let in")

    def logged_in(self, name="front"):
        station = self.station(name)
        station.log_in("anna", PASSWORD)
        return station

    def evil(self):
        """A client that may do everything the broker can: what a broker in wrong hands sends and sees."""
        path = os.path.join(self.broker.folder, "acl")
        with open(path, "a") as f:
            f.write("\nuser late\ntopic readwrite #\n")
        self.broker.send_signal(1)
        evil = station_client.Station("https://x/#zutritt=1&site=example&controller=main&station=late&password=%s"
                                      "&key=%s&fingerprint=x" % (self.broker.password("late"), "A" * 43), self.broker.port)
        evil.client.connect("127.0.0.1", self.broker.port, clean_start=True)
        evil.seen = []

        def see(client, userdata, message):
            correlation = getattr(message.properties, "CorrelationData", None)
            evil.seen.append((message.topic, message.payload, correlation.hex() if correlation else None))

        evil.client.on_message = see
        evil.client.loop_start()
        self.addCleanup(evil.close)
        self.wait_open(evil)
        return evil

    def wait_open(self, evil):
        """Until the broker, which was told to read its rules again, lets it do everything."""
        evil.seen.clear()

        def is_open():
            evil.client.subscribe("#", qos=1)
            evil.client.publish("probe", b"", qos=1)
            time.sleep(0.1)
            return any(topic == "probe" for topic, _, _ in evil.seen)
        wait_until(is_open, "the broker is in wrong hands")
        wait_until(lambda: self.beats(evil), "it sees a beat")

    def beats(self, evil):
        return [json.loads(payload)["once"] for topic, payload, _ in list(evil.seen) if topic.endswith("/beat")]

    def releases(self):
        return [p for m, p in self.fake.calls if m == "DoorRelease"]

    # ---- what a display does ----

    def test_a_station_logs_in_and_releases_a_door(self):
        station = self.station("front")
        made = station.log_in("anna", PASSWORD)
        self.assertEqual((made["name"], made["roles"]), ("Anna Berger", ["reception"]))
        self.assertNotIn(TOKEN, made["session"])
        reply = station.call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "Post"})
        self.assertEqual(reply["note"], "entrance is released.")
        self.assertEqual(self.releases(), [{"door": "entrance", "reason": "Post", "session": TOKEN}])
        login = next(p for m, p in self.fake.calls if m == "SessionOpen")
        self.assertEqual(login, {"user": "anna", "password": PASSWORD, "station": "front"})

    def test_without_a_session_a_station_only_looks(self):
        station = self.station("front")
        with self.assertRaises(station_client.Refused) as refused:
            station.call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "Post"})
        self.assertEqual(refused.exception.error, "io.zutritt.NotPermitted")
        self.assertEqual(station.call("io.zutritt.EventList", {"limit": 5}), {"events": []})
        for parameters in ({"limit": 5, "persons": True},):
            with self.assertRaises(station_client.Refused):
                station.call("io.zutritt.EventList", parameters)
        self.assertEqual(self.releases(), [])

    def test_the_evacuation_list_needs_no_session_while_there_is_fire(self):
        station = self.station("front")
        with self.assertRaises(station_client.Refused):
            station.call("io.zutritt.EvacuationGet")
        self.fake.fire = True
        wait_until(lambda: station.status["mode"] == "fire", "fire is told")
        self.assertEqual(station.call("io.zutritt.EvacuationGet")["inside"][0]["name"], "Anna Berger")

    def test_what_is_not_for_displays_is_refused_with_any_session(self):
        station = self.logged_in()
        for method in ("PersonHire", "KeyIssue", "DoorSet", "GetStatus", "SessionOpen", "SessionClose", "DoorRelease2"):
            with self.assertRaises(station_client.Refused, msg=method) as refused:
                station.call("io.zutritt." + method, {})
            self.assertEqual(refused.exception.error, "io.zutritt.NotPermitted", method)
        with self.assertRaises(station_client.Refused):
            station.call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "x", "session": "other"})
        with self.assertRaises(station_client.Refused):
            station.call("org.varlink.service.GetInfo", {})
        self.assertEqual(self.releases(), [])

    def test_a_wrong_password_opens_no_session(self):
        station = self.station("front")
        with self.assertRaises(station_client.Refused) as refused:
            station.log_in("anna", "falsch")
        self.assertEqual(refused.exception.error, "io.zutritt.NotPermitted")
        self.assertEqual(station.session, "")

    def test_a_second_session_of_a_station_ends_the_first(self):
        station = self.logged_in()
        first, first_key = station.session, station.session_key
        station.log_in("anna", PASSWORD)
        second, second_key = station.session, station.session_key
        station.session, station.session_key = first, first_key
        with self.assertRaises(station_client.Hint):
            station.call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "x"})
        station.session, station.session_key = second, second_key
        station.call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "x"})

    def test_after_a_logout_the_session_is_of_no_use(self):
        station = self.logged_in()
        station.station_call("Logout")
        with self.assertRaises(station_client.Hint):
            station.call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "x"})
        self.assertEqual(self.fake.acts()[-1], ("SessionClose", {"session": TOKEN}))

    # ---- once, and the truth (M1, M2) ----

    def test_a_repeated_call_moves_nothing(self):
        station = self.logged_in()
        correlation = os.urandom(16).hex()
        payload = station.sealed_call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "x"}, correlation)
        for _ in range(5):
            station.publish(payload, correlation)
        station.answer(correlation, station.session, station.session_key)
        for _ in range(5):
            station.publish(payload, os.urandom(16).hex())
        time.sleep(1)
        self.assertEqual(len(self.releases()), 1)
        self.assertEqual(sum("box" in said for said in station.answers[correlation]), 1)

    def test_a_call_held_back_for_more_than_5_s_moves_nothing(self):
        station = self.logged_in()
        correlation = os.urandom(16).hex()
        payload = station.sealed_call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "x"}, correlation)
        time.sleep(6.1)
        station.publish(payload, correlation)
        with self.assertRaises(station_client.Hint) as hint:
            station.answer(correlation, station.session, station.session_key)
        self.assertEqual(str(hint.exception), "Stale")
        self.assertEqual(self.releases(), [])

    def test_a_retained_call_never_acts(self):
        station = self.logged_in()
        evil = self.evil()
        correlation = os.urandom(16).hex()
        payload = station.sealed_call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "x"}, correlation)
        evil.publish(payload, correlation, station.root + "call/front", retain=True)
        wait_until(lambda: len(self.releases()) == 1, "the call as it comes")
        self.end_gateway()
        self.start_gateway(more=["--stations", self.stations])
        wait_until(lambda: sum("refuses strangers" in line for line in self.said) == 2, "the gateway is back")
        time.sleep(1.5)
        self.assertEqual(len(self.releases()), 1)

    def test_a_lost_answer_is_told_afterwards(self):
        station = self.logged_in()
        correlation = os.urandom(16).hex()
        payload = station.sealed_call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "x"}, correlation)
        station.publish(payload, correlation)
        wait_until(lambda: len(self.releases()) == 1, "the release")
        self.broker.kill()
        self.broker.start()
        station.once = None
        station.wait(lambda: station.once is not None, "a beat of the broker that is back")
        told = station.outcome(correlation)
        self.assertEqual(told["outcome"], "answered")
        said = json.loads(station_client.open_box(station.session_key, told["box"],
                                                  station.data("reply", station.session, correlation)))
        self.assertEqual(said["parameters"]["note"], "entrance is released.")

    def test_a_call_that_was_told_to_be_lost_is_not_carried_out_any_more(self):
        station = self.logged_in()
        correlation = os.urandom(16).hex()
        payload = station.sealed_call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "x"}, correlation)
        self.assertEqual(station.outcome(correlation)["outcome"], "unknown")
        station.publish(payload, correlation)
        time.sleep(1)
        self.assertEqual(self.releases(), [])

    def test_a_controller_that_does_not_answer_is_told_as_that(self):
        station = self.logged_in()
        self.fake.silent.add("DoorRelease")
        with self.assertRaises(station_client.Refused) as refused:
            station.call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "x"})
        self.assertEqual(refused.exception.error, "io.zutritt.station.Unknown")

    # ---- a broker in wrong hands ----

    def test_the_broker_sees_no_password_no_name_and_no_token(self):
        station = self.station("front")
        evil = self.evil()
        station.log_in("anna", PASSWORD)
        station.call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "Frau Geheim"})
        wait_until(lambda: any("reply/front" in topic for topic, _, _ in evil.seen), "the broker sees the answers")
        seen = b"\n".join(payload for _, payload, _ in evil.seen)
        for secret in (PASSWORD, "Anna Berger", TOKEN, "Frau Geheim", "DoorRelease", station_client.encode(station.key)):
            self.assertNotIn(secret.encode(), seen, secret)

    def test_what_the_broker_alters_opens_nothing(self):
        station = self.logged_in()
        evil = self.evil()
        correlation = os.urandom(16).hex()
        payload = station.sealed_call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "x"}, correlation)
        chance = random.Random(7)
        for _ in range(400):
            spoiled = bytearray(payload.encode())
            spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
            evil.publish(bytes(spoiled), chance.choice([correlation, os.urandom(16).hex()]), station.root + "call/front")
            time.sleep(0.002)
        time.sleep(1)
        self.assertEqual(self.releases(), [])
        # and the station can still work, once the flood is over
        time.sleep(2)
        station.call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "x"})

    def test_a_call_of_one_station_is_none_of_another(self):
        station = self.logged_in()
        self.station("back")
        evil = self.evil()
        correlation = os.urandom(16).hex()
        payload = station.sealed_call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "x"}, correlation)
        for name in ("back", "nobody", "late"):
            evil.publish(payload, correlation, station.root + "call/" + name)
        time.sleep(1)
        self.assertEqual(self.releases(), [])

    def test_a_flood_of_one_station_leaves_the_others_alone(self):
        flooding, other = self.logged_in("front"), self.station("back")
        for _ in range(3000):
            flooding.publish(b"x" * 4000, os.urandom(16).hex())
        started = time.monotonic()
        other.log_in("anna", PASSWORD)
        other.call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "x"})
        self.assertLess(time.monotonic() - started, 120)
        with open("/proc/%d/status" % self.gateway.pid) as f:
            rss = next(int(line.split()[1]) for line in f if line.startswith("VmRSS"))
        self.assertLess(rss, 400 * 1024, "with sanitizers")

    def test_a_removed_station_cannot_call_any_more(self):
        station = self.logged_in()
        evil = self.evil()
        subprocess.run([STATION, "remove", "front", "--broker", self.broker.folder, "--pid",
                        str(self.broker.process.pid)], check=True, capture_output=True)
        with open(os.path.join(self.broker.folder, "acl"), "a") as f:
            f.write("\nuser late\ntopic readwrite #\n")
        self.broker.send_signal(1)
        self.wait_open(evil)
        correlation = os.urandom(16).hex()
        payload = station.sealed_call("io.zutritt.DoorRelease", {"door": "entrance", "reason": "x"}, correlation,
                                      once=self.beats(evil)[-1], count=1)
        evil.publish(payload, correlation, station.root + "call/front")
        time.sleep(1)
        self.assertEqual(self.releases(), [])


class OpenBrokerTest(gateway.GatewayCase):
    def test_a_broker_that_lets_strangers_in_gets_no_commands(self):
        self.fake = FakeOffice(os.path.join(self.folder, "control"))
        self.broker.edit("mosquitto.conf", "allow_anonymous false", "allow_anonymous true")
        self.broker.edit("mosquitto.conf", "password_file", "#password_file")
        self.fake.start()
        self.broker.start()
        self.start_gateway(more=["--stations", os.path.join(self.broker.folder, "stations")])
        wait_until(lambda: self.says("lets strangers in"), "the gateway notices")


if __name__ == "__main__":
    gateway.GATEWAY = os.path.abspath(sys.argv[1])
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[2:]])
