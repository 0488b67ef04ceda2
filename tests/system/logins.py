#!/usr/bin/env python3
"""A real zutrittd and its helper, killed while they look at passwords (rule P5): whatever is killed, at whatever
moment, and however many ask at once, a password is looked at three times at most, and then even the right one is
refused.

    logins.py                all tests ($ZUTRITTD is the program; zutritt-hash lies beside it)
    logins.py test_NAME ...  only these

zutrittd runs from a folder of its own, with a helper that writes down each password it is given to look at, and can be
held before it does. Each test waits for what it expects, and fails after PATIENCE seconds without it.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import operators
from control_socket import CONFIG, PATIENCE, ZUTRITTD, Connection

WRONG = "Tuer und Tor 2"
ROUNDS = 10  # each of at most three looks; more by LOGINS_ROUNDS
HELPER = """#!/usr/bin/python3
import os, random, struct, subprocess, sys, time
order = b""
while len(order) < 32:
    order += os.read(0, 32 - len(order))
length, salt = struct.unpack("=12xI16s", order)
password = b""
while len(password) < length:
    password += os.read(0, length - len(password))
def note(what):
    with open("{folder}/looks", "a") as looks:
        looks.write("%s %s %d\\n" % (what, salt.hex(), os.getpid()))
note("begun")
time.sleep(random.random() * {delay})
while os.path.exists("{folder}/hold"):
    time.sleep(0.01)
digest = subprocess.run(["{real}"], input=order + password, stdout=subprocess.PIPE).stdout
note("made")
os.write(1, digest)
"""


class Site:
    """The example building with Max and Ada, in a folder of its own."""

    def __init__(self, delay=0.0):
        self.folder = tempfile.mkdtemp(prefix="zutritt-logins-")
        self.hold = os.path.join(self.folder, "hold")
        self.path = os.path.join(self.folder, "run", "control")
        self.program = shutil.copy(ZUTRITTD, os.path.join(self.folder, "zutrittd"))
        helper = os.path.join(self.folder, "zutritt-hash")
        with open(helper, "w") as script:
            script.write(HELPER.format(folder=self.folder, delay=delay,
                                       real=os.path.join(os.path.dirname(os.path.abspath(ZUTRITTD)), "zutritt-hash")))
        os.chmod(helper, 0o700)
        self.stations = 0
        self.start()
        operators.sign_up(self.ask)
        self.salt = self.login_of("max")["salt"].hex()

    def start(self):
        self.log = open(os.path.join(self.folder, "log"), "a")
        self.process = subprocess.Popen(
            [self.program, "--config", CONFIG, "--simulate", "--runtime-dir", os.path.join(self.folder, "run"),
             "--state-dir", os.path.join(self.folder, "state")], stdout=self.log, stderr=self.log)
        wait_for("zutrittd listens", self.listens)

    def listens(self):
        """It answers, and with its database: it starts without one where that is slow."""
        try:
            reply = self.ask("GetStatus")
        except OSError:
            return False
        return reply is not None and "error" not in reply and "trouble" not in reply["parameters"]

    def kill(self):
        """With no word of warning; and its helper, which would look on for nobody."""
        self.process.kill()
        self.process.wait()
        self.log.close()
        for pid in self.helpers():
            end(pid)

    def end(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder)

    def ask(self, method, **parameters):
        connection = Connection(self.path)
        try:
            return connection.ask({"method": "io.zutritt." + method, "parameters": parameters})
        finally:
            connection.close()

    def log_in(self, user, password):
        """Each from another station: five failures from one place would be refused there."""
        self.stations += 1
        return self.ask("SessionOpen", user=user, password=password, station="desk-%d" % self.stations)

    def looks(self, what):
        """How often Max's password was looked at so far."""
        return sum(1 for line in self.looked() if line[:2] == [what, self.salt])

    def looked(self):
        try:
            with open(os.path.join(self.folder, "looks")) as looks:
                return [line.split() for line in looks if line.endswith("\n")]
        except FileNotFoundError:
            return []

    def helpers(self):
        """Those that have not answered yet, newest first."""
        made = {line[2] for line in self.looked() if line[0] == "made"}
        return [int(line[2]) for line in reversed(self.looked()) if line[2] not in made]

    def login_of(self, user):
        database = sqlite3.connect("file:%s?mode=ro" % os.path.join(self.folder, "state", "zutritt.db"), uri=True,
                                   timeout=PATIENCE)
        database.row_factory = sqlite3.Row
        try:
            return database.execute("SELECT login.* FROM login JOIN operator ON operator.id = login.operator "
                                    "WHERE user = ?", (user,)).fetchone()
        finally:
            database.close()

    def unlock(self):
        session = operators.parameters_of(self.log_in("ada", operators.PASSWORD))["session"]
        if self.login_of("max")["is_locked"]:
            operators.parameters_of(self.ask("OperatorUnlock", user="max", session=session))


def end(pid):
    """Only what still is one of ours."""
    try:
        with open("/proc/%d/cmdline" % pid, "rb") as command:
            if b"zutritt-hash" in command.read():
                os.kill(pid, signal.SIGKILL)
    except (FileNotFoundError, ProcessLookupError):
        pass


def wait_for(what, is_so):
    limit = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > limit:
            raise AssertionError("in vain: " + what)
        time.sleep(0.01)


def is_refused(reply):
    return reply.get("error") == "io.zutritt.NotPermitted"


class Killed(unittest.TestCase):
    """Between count and hash: the helper is held there."""

    def setUp(self):
        self.site = Site()

    def tearDown(self):
        if os.path.exists(self.site.hold):
            os.unlink(self.site.hold)
        self.site.end()

    def try_and_be_killed(self, number, is_helper):
        """The right password, and death while it is looked at."""
        site, begun = self.site, self.site.looks("begun")
        connection = Connection(site.path)
        open(site.hold, "w").close()
        connection.send(b'{"method":"io.zutritt.SessionOpen","parameters":{"user":"max","password":"%s"}}\0'
                        % operators.PASSWORD.encode())
        wait_for("the helper has it", lambda: site.looks("begun") == begun + 1)
        login = site.login_of("max")
        self.assertEqual((login["attempts"], login["is_pending"]), (number, 1))
        if is_helper:
            end(site.helpers()[0])
            self.assertTrue(is_refused(connection.receive()))
        else:
            site.kill()
            site.start()
        os.unlink(site.hold)
        connection.close()
        wait_for("the attempt is settled", lambda: not site.login_of("max")["is_pending"])

    def locks_after_three(self, *is_helper):
        for number, kills_helper in enumerate(is_helper, 1):
            self.try_and_be_killed(number, kills_helper)
            self.assertEqual(self.site.login_of("max")["is_locked"], number == 3)
        made = self.site.looks("made")
        self.assertTrue(is_refused(self.site.log_in("max", operators.PASSWORD)))
        self.assertEqual(self.site.looks("made"), made, "the password of a locked account was looked at")
        self.site.unlock()
        self.assertNotIn("error", self.site.log_in("max", operators.PASSWORD))

    def test_zutrittd_is_killed(self):
        self.locks_after_three(False, False, False)

    def test_the_helper_is_killed(self):
        self.locks_after_three(True, True, True)

    def test_both_are_killed_in_turns(self):
        self.locks_after_three(False, True, False)


class AtOnce(unittest.TestCase):
    """Many at once, and kills at any moment."""

    def setUp(self):
        self.site = Site(delay=0.2)

    def tearDown(self):
        self.site.end()

    def guess(self):
        try:
            self.site.log_in("max", WRONG)
        except OSError:
            pass  # killed meanwhile

    def storm(self, chance):
        """Wrong passwords from several places, while something is killed or not."""
        guesses = [threading.Thread(target=self.guess) for _ in range(chance.randint(2, 8))]
        for guess in guesses:
            guess.start()
        for _ in range(chance.randint(0, 2)):
            time.sleep(chance.random() * 0.8)
            if chance.random() < 0.5:
                for pid in self.site.helpers()[:1]:
                    end(pid)
            else:
                self.site.kill()
                self.site.start()
        for guess in guesses:
            guess.join()

    def test_no_password_is_looked_at_a_fourth_time(self):
        seed = int(os.environ.get("LOGINS_SEED", time.time()))
        chance = random.Random(seed)
        locked = opened = 0
        for number in range(int(os.environ.get("LOGINS_ROUNDS", ROUNDS))):
            said = "seed %d, round %d" % (seed, number)
            self.site.unlock()
            if not is_refused(self.site.log_in("max", operators.PASSWORD)):
                opened += 1  # begins the row anew
            before = self.site.looks("begun")
            self.storm(chance)
            guessed = self.site.looks("begun") - before
            reply = self.site.log_in("max", operators.PASSWORD)
            looked = self.site.looks("begun") - before
            self.assertLessEqual(looked, 3, said)
            if guessed == 3:
                self.assertTrue(is_refused(reply), said)
                self.assertTrue(self.site.login_of("max")["is_locked"], said)
            locked += is_refused(reply)
        print("%d rounds, %d ended locked, seed %d" % (number + 1, locked, seed), file=sys.stderr)
        self.assertGreater(locked, 0, "else it would prove nothing: seed %d" % seed)
        self.assertGreater(opened, 0, "else it would prove nothing: seed %d" % seed)


if __name__ == "__main__":
    unittest.main(verbosity=2)
