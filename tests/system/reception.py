#!/usr/bin/env python3
"""The desk against the real thing: zutrittd on simulated wires, mosquitto, zutritt-mqtt, and a display that is written
from docs/PROTOCOL.md alone (rules M1 to M3, P3, P7, P9, V2).

    reception.py [test_NAME ...]   ($ZUTRITTD, $ZUTRITT and $ZUTRITT_MQTT are the programs)
"""

import json
import os
import subprocess
import sys
import threading
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import gateway  # noqa: E402
import operators  # noqa: E402
import station_client  # noqa: E402
from control_socket import PATIENCE  # noqa: E402
from gateway import wait_until  # noqa: E402
from occupancy import ZUTRITT, Building  # noqa: E402

STATION = os.path.join(HERE, "..", "..", "deploy", "station", "zutritt-station")
GATEWAY = os.environ.get("ZUTRITT_MQTT", "zutritt-mqtt")
ENTRANCE = {"door": "entrance", "reason": "post"}


class Wires:
    """Every movement of an output, as the simulator tells it."""

    def __init__(self, building):
        self.moves = []
        self.process = subprocess.Popen(
            [ZUTRITT, "--json", "--sim-socket", os.path.join(building.run, "lines"), "sim", "outputs", "--follow"],
            stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.moves.append(json.loads(line))

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def on(self, name):
        """How often it was seen switched on."""
        return sum((m["name"], m["state"]) == (name, "on") for m in list(self.moves) if "name" in m)


class ReceptionCase(unittest.TestCase):
    def setUp(self):
        self.building = Building()
        self.addCleanup(self.building.close)
        self.building.start()
        self.building.hire()
        self.building.pass_door("entrance-in", 1)  # the alarm sets where nobody is
        self.broker = gateway.Broker(self.building.folder)
        self.addCleanup(self.broker.close)
        self.broker.start()
        self.gateway_state = os.path.join(self.building.folder, "gateway")
        os.mkdir(self.gateway_state)
        self.gateway_log = os.path.join(self.building.folder, "gateway.log")
        self.start_gateway()
        self.addCleanup(self.end_gateway)

    def start_gateway(self):
        with open(self.gateway_log, "w") as log:
            self.gateway = subprocess.Popen(
                [GATEWAY, "--socket", os.path.join(self.building.run, "control"), "--port", str(self.broker.port),
                 "--user", "zutritt-mqtt", "--password-file", os.path.join(self.broker.folder, "zutritt-mqtt.password"),
                 "--state", self.gateway_state, "--stations", os.path.join(self.broker.folder, "stations")],
                stderr=log)
        wait_until(self.is_open, "the gateway refuses strangers and takes calls")

    def is_open(self):
        with open(self.gateway_log) as log:
            return "refuses strangers" in log.read()

    def end_gateway(self):
        if self.gateway.poll() is None:
            self.gateway.kill()
            self.gateway.wait()

    def station(self, name="front"):
        said = subprocess.run(
            [STATION, "add", name, "--host", "localhost", "--broker", self.broker.folder, "--config", self.building.config,
             "--gateway", self.gateway_state, "--pid", str(self.broker.process.pid)],
            check=True, capture_output=True, text=True)
        link = next(line for line in said.stdout.splitlines() if line.startswith("https://"))
        end = time.monotonic() + PATIENCE
        while True:
            station = station_client.Station(link, self.broker.port)
            try:
                station.connect()
            except station_client.Silence:
                station.close()
                self.assertLess(time.monotonic(), end, "the station is never let in")
                continue
            self.addCleanup(station.close)
            return station

    def logged_in(self, name="front"):
        station = self.station(name)
        station.log_in("max", operators.PASSWORD)
        return station

    def released(self):
        return [e for e in self.building.events("door.released") if e["door"] == "entrance" and e["cause"] == "release"]


class Test(ReceptionCase):
    def test_log_in_release_and_the_strike_moves(self):
        wires = Wires(self.building)
        self.addCleanup(wires.close)
        station = self.station()
        with self.assertRaises(station_client.Refused) as refused:
            station.call("io.zutritt.DoorRelease", ENTRANCE)
        self.assertEqual(refused.exception.error, "io.zutritt.NotPermitted")
        self.assertEqual(self.released(), [])
        made = station.log_in("max", operators.PASSWORD)
        self.assertEqual((made["name"], made["user"], made["roles"]), ("Max", "max", ["management"]))
        self.assertEqual(made["idle_s"], 300)
        before = wires.on("entrance.strike")
        self.building.call("DoorSet", door="entrance", release_s=5)
        self.assertEqual(station.call("io.zutritt.DoorRelease", ENTRANCE)["released_s"], 5)
        wait_until(lambda: wires.on("entrance.strike") > before, "the strike moves")
        wait_until(lambda: len(self.released()) == 1, "the event")
        event = self.released()[0]
        self.assertEqual((event["operator_name"], event["detail"]), ("Max", "post"))

    def test_a_log_in_elsewhere_or_a_log_out_ends_the_session(self):
        first = self.logged_in("front")
        second = self.logged_in("back")
        first.wait(lambda: first.notices == [{"notice": "ended"}], "the notice")
        with self.assertRaises(station_client.Hint) as refused:
            first.call("io.zutritt.DoorRelease", ENTRANCE)
        self.assertEqual(str(refused.exception), "SessionUnknown")
        second.station_call("Logout")
        with self.assertRaises(station_client.Hint) as hint:
            second.call("io.zutritt.DoorRelease", ENTRANCE)
        self.assertEqual(str(hint.exception), "SessionUnknown")
        self.assertEqual(self.released(), [])

    def test_sentences_are_german_where_the_display_asks_for_it(self):
        station = self.logged_in()
        correlation = os.urandom(16).hex()
        text = json.dumps({"method": "io.zutritt.DoorRelease", "parameters": {"door": "nowhere", "reason": "post"},
                           "language": "de"})
        station.publish(station.sealed_text(text, correlation), correlation)
        with self.assertRaises(station_client.Refused) as refused:
            station.answer(correlation, station.session, station.session_key)
        self.assertIn("Es gibt keine Tür", str(refused.exception))

    def test_a_visitor_is_let_in_and_counted(self):
        station = self.logged_in()
        made = station.call("io.zutritt.VisitorAnnounce", {"name": "Petra Lang", "host": "Max", "purpose": "audit"})
        visitor = made["visitor"]["id"]
        released = station.call("io.zutritt.DoorRelease", {**ENTRANCE, "visit": visitor})
        self.assertEqual(released["visitor"]["state"], "arrived")
        self.building.door(True)
        self.building.door(False)
        self.assertEqual(self.building.occupancy()["count"], 2)
        self.assertTrue(self.building.occupancy()["is_certain"])
        self.assertEqual({one["name"] for one in station.call("io.zutritt.EvacuationGet")["inside"]}, {"Max", "Petra Lang"})
        station.call("io.zutritt.VisitorHandOver", {"visitor": visitor})
        station.call("io.zutritt.VisitorLeave", {"visitor": "Petra Lang"})
        self.assertEqual(self.building.occupancy()["count"], 1)
        self.assertEqual(station.call("io.zutritt.VisitorList")["visitors"], [])

    def test_in_a_fire_the_list_needs_no_session(self):
        station = self.station()
        with self.assertRaises(station_client.Refused):
            station.call("io.zutritt.EvacuationGet")
        self.building.sim("line", "fire", "high")
        station.wait(lambda: station.status["mode"] == "fire", "fire is told", PATIENCE)
        self.assertEqual([one["name"] for one in station.call("io.zutritt.EvacuationGet")["inside"]], ["Max"])

    def test_a_locked_session_does_nothing_until_the_password(self):
        station = self.logged_in()
        station.station_call("Lock")
        with self.assertRaises(station_client.Refused):
            station.call("io.zutritt.DoorRelease", ENTRANCE)
        with self.assertRaises(station_client.Refused):
            station.unlock("Falsch und Falsch 1")
        self.assertEqual(self.released(), [])
        station.unlock(operators.PASSWORD)
        station.call("io.zutritt.DoorRelease", ENTRANCE)
        wait_until(lambda: len(self.released()) == 1, "the release")

    # ---- the reader at the desk (rule P7) ----

    def at_the_desk(self):
        """Max, logged in at the station that has a reader."""
        station = self.station("reception")
        made = station.log_in("max", operators.PASSWORD)
        self.assertEqual(made["desk_reader"], "desk")
        return station

    def show(self, badge, kind, count):
        """Shows the badge at the desk, until that kind of event is there so often."""
        time.sleep(1.1)  # the same badge within a second is one presentation, whichever came in between (rule A4)
        self.building.sim("badge", "desk", badge)
        wait_until(lambda: len(self.building.events(kind)) == count, "%s for %s" % (kind, badge))
        return self.building.events(kind)[-1]

    def lock(self, station):
        station.notices.clear()
        station.station_call("Lock")
        station.wait(lambda: station.notices == [{"notice": "locked"}], "the notice of the lock")
        station.notices.clear()

    def assert_locked(self, station):
        with self.assertRaises(station_client.Refused):
            station.call("io.zutritt.DoorRelease", ENTRANCE)
        self.assertTrue(station.call("io.zutritt.SessionShow")["is_locked"])
        self.assertEqual(station.notices, [])

    def test_the_operators_own_badge_unlocks_at_the_desk(self):
        self.building.call("PersonHire", name="Otto", badge="42:2")
        inside = self.building.occupancy()
        station = self.at_the_desk()
        self.assertEqual(self.show("42:1", "session.refused", 1)["reason"], "not_locked")
        self.lock(station)
        locked = self.building.events("session.locked")[-1]
        self.assertEqual((locked["station"], locked["operator_name"]), ("reception", "Max"))
        self.assertEqual(self.show("42:2", "session.refused", 2)["reason"], "not_the_operator")
        self.assertEqual(self.show("42:999", "session.refused", 3)["reason"], "badge_unknown")
        self.assert_locked(station)
        unlocked = self.show("42:1", "session.unlocked", 1)
        self.assertEqual((unlocked["reader"], unlocked["station"], unlocked["person_name"], unlocked["session"]),
                         ("desk", "reception", "Max", locked["session"]))
        station.wait(lambda: station.notices == [{"notice": "unlocked"}], "the notice")
        self.assertFalse(station.call("io.zutritt.SessionShow")["is_locked"])
        station.call("io.zutritt.DoorRelease", ENTRANCE)
        wait_until(lambda: len(self.released()) == 1, "the release")
        self.assertEqual(self.building.occupancy(), inside)
        told = [json.loads(text) for topic, text in station.heard if topic.endswith("/event")]
        for event in told:
            self.assertEqual([name for name in ("station", "person", "operator", "detail", "session") if name in event], [])
        self.assertIn("session.unlocked", {event["kind"] for event in told})

    def test_a_lost_badge_unlocks_nothing_and_is_an_incident(self):
        station = self.at_the_desk()
        self.lock(station)
        self.building.call("BadgeLost", badge="42:1")
        refused = self.show("42:1", "session.refused", 1)
        self.assertEqual((refused["reason"], refused["is_incident"], refused["reader"]), ("badge_lost", True, "desk"))
        self.assert_locked(station)

    def test_a_badge_unlocks_no_other_station(self):
        station = self.logged_in("front")
        station.station_call("Lock")
        station.wait(lambda: station.notices == [{"notice": "locked"}], "the notice of the lock")
        station.notices.clear()
        self.assertEqual(self.show("42:1", "session.refused", 1)["reason"], "not_locked")
        self.assert_locked(station)

    def test_a_session_that_ends_elsewhere_is_told(self):
        station = self.at_the_desk()
        self.logged_in("front")
        station.wait(lambda: station.notices == [{"notice": "ended"}], "the notice")
        ended = self.building.events("session.ended")[-1]
        self.assertEqual((ended["reason"], ended["station"]), ("elsewhere", "reception"))

    def test_who_logs_in_at_the_same_station_is_not_ended_by_it(self):
        station = self.at_the_desk()
        station.session = ""
        station.log_in("max", operators.PASSWORD)
        wait_until(lambda: [e["reason"] for e in self.building.events("session.ended")] == ["replaced"], "the older one's end")
        self.show("42:1", "session.refused", 1)  # the gateway has heard what came before
        station.wait(lambda: any("session.refused" in text for _, text in station.heard), "it is told")
        self.assertEqual(station.notices, [])
        self.assertFalse(station.call("io.zutritt.SessionShow")["is_locked"])

    def test_a_password_is_changed_from_the_display(self):
        station = self.logged_in()
        station.change_password(operators.PASSWORD, "Neu und Neu 22")
        station.station_call("Logout")
        station.session = ""
        with self.assertRaises(station_client.Refused):
            station.log_in("max", operators.PASSWORD)
        station.log_in("max", "Neu und Neu 22")

    def test_a_restart_of_zutrittd_ends_every_session_and_says_so(self):
        station = self.logged_in()
        self.building.end(15)
        self.building.start()
        station.wait(lambda: station.status.get("controller") == "here", "the controller is back", PATIENCE)
        with self.assertRaises((station_client.Refused, station_client.Hint)) as ended:
            station.call("io.zutritt.DoorRelease", ENTRANCE)
        self.assertIn("SessionUnknown", str(getattr(ended.exception, "error", ended.exception)))
        self.assertEqual(self.released(), [])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[1:]])
