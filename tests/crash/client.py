"""Whoever uses the made-up building while zutrittd is killed: badges, buttons and management at one door each."""
import json
import threading
import time

import building
import manager

PERSONS = 6  # of each client
UNAVAILABLE = "io.zutritt.Unavailable"  # on a busy machine: what came of it is found out, as after a kill
DEBOUNCED_S = 0.022  # a contact's level counts after 20 ms


class Crew:
    """All clients, and whether there is a zutrittd for them just now."""

    def __init__(self, place, chances):
        self.place = place
        self.record = open(place.folder / "acts", "a")
        self.lock = threading.Condition()
        self.run = None  # of the zutrittd that serves now
        self.is_over = False
        self.answered = 0  # acts
        self.shown = 0  # badges
        self.trouble = []
        self.manager = manager.Manager()
        self.clients = [Client(self, n, chance) for n, chance in enumerate(chances)]

    def note(self, **what):
        line = json.dumps(what) + "\n"
        with self.lock:
            self.record.write(line)
            self.answered += "act" in what and what["answered"] is not None
            self.shown += "present" in what

    def goes_on(self, run):
        with self.lock:
            self.run = run
            self.lock.notify_all()

    def waits(self):
        with self.lock:
            self.run = None

    def current_run(self):
        """Waits for one; None when all is over."""
        with self.lock:
            self.lock.wait_for(lambda: self.run is not None or self.is_over)
            return None if self.is_over else self.run

    def begin(self, process):
        """The manager gets her account, and makes one position for each door."""
        control = self.place.connect(building.Control, process)
        self.manager.sign_up(control)
        for n in range(self.place.doors):
            control.do("PositionAdd", name=f"crew-{n}", keys=[{"room": f"room-{n}"}])
        control.close()
        for client in self.clients:
            client.start()

    def must_be_well(self):
        if self.trouble:
            raise self.trouble[0]

    def end(self):
        """Each goes on until it has been served once more by this zutrittd."""
        with self.lock:
            self.is_over = True
            self.lock.notify_all()
        for client in self.clients:
            client.join()
        self.record.close()
        self.must_be_well()


class Person:
    def __init__(self, name):
        self.name = name
        self.id = None
        self.badge = None
        self.key = None
        self.is_known = False  # what the last act came to


class Client(threading.Thread):
    def __init__(self, crew, number, chance):
        super().__init__(daemon=True)
        self.crew, self.number, self.chance = crew, number, chance
        self.room, self.door, self.reader = f"room-{number}", f"door-{number}", f"reader-{number}"
        self.count = 0
        self.cards = number * 6000
        self.persons = []
        self.dead = []  # cards that must not open any more

    # ---- the thread ----

    def run(self):
        try:
            while (run := self.crew.current_run()) is not None:
                self.serve(run)
        except BaseException as error:
            self.crew.trouble.append(error)

    def serve(self, run):
        self.run_number = run
        control = hand = None
        try:
            self.hand = hand = building.Hand(self.crew.place.lines)
            while not (self.number == 0 or self.crew.manager.is_in(run) or self.crew.is_over):
                self.wait_at_the_door()
            self.control = control = building.Control(self.crew.place.control)
            self.crew.manager.log_in(control, run)  # the first client does it for all
            while not self.crew.is_over:
                self.step()
        except building.Away:
            time.sleep(0.002)
        finally:
            for end in (control, hand):
                if end is not None:
                    end.close()

    def wait_at_the_door(self):
        """Who may act is not known yet; doors open all the same."""
        known = [person for person in self.persons if person.is_known]
        if known:
            self.chance.choice([self.present, self.leave])(self.chance.choice(known))
        else:
            time.sleep(0.002)

    def step(self):
        person = next((p for p in self.persons if not p.is_known), None)
        if person is not None:
            self.find_out(person)
        elif len(self.persons) < PERSONS:
            self.hire()
        else:
            what = self.chance.choices([self.present, self.turn_key, self.release, self.leave, self.lose, self.exit],
                                       [45, 35, 8, 6, 3, 3])[0]
            what(self.chance.choice(self.persons))

    # ---- management: each act is written down with what was answered, if it was ----

    def tag(self, what):
        self.count += 1
        return f"{what}-{self.number}-{self.count}"

    def act(self, method, about, **parameters):
        note = {"act": method, "client": self.number, "run": self.run_number, "sent": time.monotonic_ns(), **about}
        try:
            error, answer = self.control.ask(method, **parameters)
        except building.Away:
            self.crew.note(**note, answered=None)
            raise
        if error == UNAVAILABLE:
            self.crew.note(**note, answered=None, is_late=True)
            raise building.Away
        if error is not None:
            raise AssertionError(f"{method} {parameters}: {error} {answer}")
        self.crew.note(**note, answered=time.monotonic_ns(), answer={key: answer[key] for key in answer if key != "note"})
        return answer

    def next_card(self):
        self.cards += 1
        return self.cards

    def hire(self):
        person = Person(self.tag("person"))
        person.card = self.next_card()
        self.persons.append(person)
        position = {"position": f"crew-{self.number}"} if self.chance.random() < 0.5 else {}
        answer = self.act("PersonHire", {"name": person.name}, name=person.name, badge=f"42:{person.card}", **position)
        self.know(person, answer["person"], [answer["badge"]], answer["keys"])

    def know(self, person, who, badges, keys):
        person.id = who["id"]
        person.badge = next((b["id"] for b in badges if b["state"] == "active"), None)
        person.key = next((k["id"] for k in keys if k["state"] == "issued"), None)
        person.is_known = True

    def find_out(self, person):
        """After an act that was not answered: what came of it? From here on that is what counts."""
        asked_ns = time.monotonic_ns()
        error, answer = self.control.ask("PersonShow", person=person.name)
        if error == "io.zutritt.NotFound":
            self.persons.remove(person)
            return
        if error == UNAVAILABLE:
            raise building.Away
        if error is not None:
            raise AssertionError(f"PersonShow {person.name}: {error} {answer}")
        who = answer["person"]
        self.know(person, who, answer["badges"], answer["keys"])
        self.crew.note(seen=person.id, sent=asked_ns, answered=time.monotonic_ns(), badge=person.badge, key=person.key,
                       state=who["state"])
        if who["state"] == "exited":
            self.part_with(person)
        elif person.badge is None:
            self.bury(person.card)
            self.give_badge(person)

    def part_with(self, person):
        self.persons.remove(person)
        self.bury(person.card)

    def bury(self, card):
        self.dead = [*self.dead[-5:], card]

    def turn_key(self, person):
        person.is_known = False
        tag = self.tag("key")
        if person.key is None:
            answer = self.act("KeyIssue", {"tag": tag, "person": person.id}, person=person.id, room=self.room, reason=tag)
            person.key = answer["key"]["id"]
        else:
            self.act("KeyRevoke", {"tag": tag, "person": person.id, "key": person.key}, key=person.key, reason=tag)
            person.key = None
        person.is_known = True

    def lose(self, person):
        person.is_known = False
        self.act("BadgeLost", {"person": person.id, "badge": person.badge}, badge=person.badge)
        self.bury(person.card)
        self.give_badge(person)

    def give_badge(self, person):
        person.is_known = False
        person.card = self.next_card()
        answer = self.act("BadgeAssign", {"person": person.id}, badge=f"42:{person.card}", person=person.id)
        person.badge = answer["badge"]["id"]
        person.is_known = True

    def exit(self, person):
        person.is_known = False
        tag = self.tag("exit")
        self.act("PersonExit", {"tag": tag, "person": person.id, "key": person.key}, person=person.id, reason=tag)
        self.part_with(person)

    def release(self, _):
        tag = self.tag("release")
        self.act("DoorRelease", {"tag": tag, "door": self.door}, door=self.door, reason=tag)

    # ---- at the door ----

    def present(self, person):
        is_dead = self.dead and self.chance.random() < 0.2
        card = self.chance.choice(self.dead) if is_dead else person.card
        note = {"present": card, "reader": self.reader, "run": self.run_number, "sent": time.monotonic_ns()}
        self.hand.badge(self.reader, card)
        self.crew.note(**note, answered=time.monotonic_ns())
        if self.chance.random() < 0.5:
            self.pass_through()

    def pass_through(self):
        self.hand.level(f"{self.door}.contact", True)
        time.sleep(DEBOUNCED_S)
        self.hand.level(f"{self.door}.contact", False)

    def leave(self, _):
        self.hand.level(f"{self.door}.rex", False)
        time.sleep(DEBOUNCED_S)
        self.hand.level(f"{self.door}.rex", True)
