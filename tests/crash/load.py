"""Everything that the door thread has to do, one after the other and much of it at once, in one run of zutrittd."""
import random
import resource
import time

import building
from client import UNAVAILABLE, Crew

DOORS = 40
CLIENTS = 10
TABLE_KEYS = 1024  # the least that the configuration allows
KEYS_OF_MANY = 16  # fewer than half of all rooms: nobody else is asked (rule K2)
RING_WITHOUT_RESERVE = 4096 - 512
FIRES = 5


class Load:
    def __init__(self, place, process, seed):
        self.place, self.process = place, process
        self.control = place.connect(building.Control, process)
        self.hand = place.connect(building.Hand, process)
        chance = random.Random(seed)
        self.crew = Crew(place, [random.Random(chance.random()) for _ in range(CLIENTS)])
        self.crew.goes_on(1)

    def until(self, condition, what):
        give_up = time.monotonic() + building.PATIENCE_S
        while not condition():
            if time.monotonic() > give_up or self.process.poll() is not None:
                raise AssertionError(f"did not happen: {what}")
            time.sleep(0.005)

    def look(self, method, **parameters):
        """Again where the machine was too busy for an answer of the doors."""
        while True:
            error, answer = self.control.ask(method, **parameters)
            if error != UNAVAILABLE:
                assert error is None, f"{method}: {error} {answer}"
                return answer

    def status(self):
        return self.look("GetStatus")["status"]

    # ---- the parts ----

    def badges_and_acts(self, badges):
        """Badges, buttons, releases and deltas, among callers who come, look and go."""
        aim = self.crew.shown + badges
        while self.crew.shown < aim:
            self.crew.must_be_well()
            passer_by = building.Hand(self.place.lines)
            self.look("DoorList")
            self.look("OccupancyGet", persons=True)
            passer_by.outputs()
            passer_by.close()
            time.sleep(0.02)

    def table_swaps(self):
        """So many keys that the table has to be made anew three times."""
        rooms = [{"room": f"room-{n}"} for n in range(KEYS_OF_MANY)]
        self.control.do("PositionAdd", name="many", keys=rooms)
        for n in range(5 * TABLE_KEYS // KEYS_OF_MANY):
            self.control.do("PersonHire", name=f"many-{n}", position="many")
        assert self.status()["keys"] > 4 * TABLE_KEYS

    def strikes(self):
        return {name: is_on for name, is_on, _, _ in self.hand.outputs() if name.endswith(".strike")}

    def fire(self):
        """The even doors are escape doors."""
        escape = [f"door-{n}.strike" for n in range(0, DOORS, 2)]
        for _ in range(FIRES):
            self.hand.level("fire", True)
            self.until(lambda: all(self.strikes()[name] for name in escape), "fire releases the escape doors")
            self.hand.level("fire", False)
            self.until(lambda: self.control.ask("FireReset", reason="tested")[0] is None, "fire is reset")

    def flood(self):
        for is_open in (True, False):
            for n in range(DOORS):
                self.hand.level(f"door-{n}.contact", is_open)
            time.sleep(0.025)

    def full_ring(self):
        """A disk that takes nothing more: no file may grow. Then it takes all again."""
        hard = resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (1, hard))
        waiting = -1
        while waiting < self.status()["ring_waiting"]:
            waiting = self.status()["ring_waiting"]
            for _ in range(20):
                self.flood()
        assert waiting >= RING_WITHOUT_RESERVE, waiting
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        self.until(lambda: "journal.lost" in self.newest_kinds(), "the ring is taken, and what found no place is told")

    def newest_kinds(self):
        return {event["kind"] for event in self.look("EventList", limit=20)["events"]}

    def begin(self):
        self.crew.begin(self.process)
        self.crew.manager.log_in(self.control, 1)

    def play(self, badges):
        self.begin()
        self.badges_and_acts(badges // 2)
        self.table_swaps()
        self.badges_and_acts(badges // 2)
        self.crew.end()
        self.fire()


def start(place, **more):
    """zutrittd whose disk can fill up: a file that may not grow is an error to it, not its end."""
    return place.spawn(restore_signals=False, **more)
