"""A made-up building for the tests of this folder: its configuration, its
zutrittd on simulated wires, and a hand on these wires (readers/sim_protocol.h).

Room and door N belong together: "door-N" leads from the hall into "room-N", its
reader is "reader-N", and it has a contact, a button to leave and a strike.
"""
import json
import os
import pathlib
import socket
import struct
import subprocess
import time

PATIENCE_S = 180
LEAST = {"acts answered": 2, "badges shown": 10, "movements of strikes": 5}  # of each run of zutrittd, on average
REQUEST = struct.Struct("@IIQQII48s")
RESULT = struct.Struct("@Ii")
OUTPUT = struct.Struct("@48s?3xIQ")
LIST_HEAD = struct.Struct("@II")
EDGE, FRAME, LEVEL, OUTPUTS, WATCH, RESULT_KIND, LIST, CHANGE = range(1, 9)
OUTPUTS_MAX = 512
PERIOD_US = 200
RELEASE_S = 5

HEAD = """site = "crash"
controller = "main"
zone = "Europe/Berlin"
card_format = "h10301"
lines = "simulator"
table_keys = {keys}
chip "c" {{ name = "c" }}
fire {{ line = "c:500" active = "high" }}
area "building" {{ alarm = "assisted" entrance = "door-0" sounder = "c:501" set_output = "c:502" }}
room "hall" {{ }}
"""

DOOR = """room "room-{n}" {{ area = "building" }}
door "door-{n}" {{
    kind = "office" from = "hall" to = "room-{n}" way_out = "rex" rex_releases = true escape = {escape}
    strike = "c:{a}" contact = "c:{b}" contact_open = "high" rex = "c:{c}"
}}
reader "reader-{n}" {{
    door = "door-{n}" leads_to = "room-{n}" data0 = "c:{d}" data1 = "c:{e}"
}}
"""


def configuration(doors, keys):
    text = HEAD.format(keys=keys)
    for n in range(doors):
        lines = dict(zip("abcde", range(5 * n, 5 * n + 5)))
        text += DOOR.format(n=n, escape="true" if n % 2 == 0 else "false", **lines)
    return text


def h10301(facility, card):
    """The 26 bits of a badge, the first one highest."""
    data = facility << 16 | card
    even = bin(data >> 12).count("1") & 1
    odd = 1 - (bin(data & 0xFFF).count("1") & 1)
    return even << 25 | data << 1 | odd


class Away(Exception):
    """The other end is gone."""


class Hand:
    """On the wires of a running zutrittd."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.settimeout(PATIENCE_S)
        try:
            self.socket.connect(str(path))
        except OSError as error:
            self.close()
            raise Away from error

    def close(self):
        self.socket.close()

    def receive(self):
        """The next message. One whose sender died with something unread reports that first."""
        for _ in range(2):
            try:
                data = self.socket.recv(LIST_HEAD.size + OUTPUTS_MAX * OUTPUT.size)
            except ConnectionResetError:
                continue
            if data:
                return data
            break
        raise Away

    def ask(self, kind, line="", is_high=False, bits=0, count=0):
        try:
            self.socket.send(REQUEST.pack(kind, is_high, 0, bits, count, PERIOD_US, line.encode()))
        except OSError as error:
            raise Away from error

    def act(self, *what, **more):
        self.ask(*what, **more)
        kind, result = RESULT.unpack_from(self.receive())
        if kind != RESULT_KIND or result != 0:
            raise AssertionError(f"the simulator answers {result} to {what} {more}")

    def level(self, line, is_high):
        self.act(LEVEL, line, is_high=is_high)

    def badge(self, reader, card):
        """Returns when the last pulse has been handed out."""
        self.act(FRAME, reader, bits=h10301(42, card), count=26)

    def outputs(self):
        """What is driven now: (name, is_active, changes, changed_ns) of each."""
        self.ask(OUTPUTS)
        kind = CHANGE
        while kind != LIST:  # who watches may find changes before it; the list knows them
            data = self.receive()
            kind, count = LIST_HEAD.unpack_from(data)
        return [output(data, LIST_HEAD.size + i * OUTPUT.size) for i in range(count)]

    def watch(self):
        self.act(WATCH)

    def change(self):
        return output(self.receive(), LIST_HEAD.size)


def output(data, offset):
    name, is_active, changes, changed_ns = OUTPUT.unpack_from(data, offset)
    return name.partition(b"\0")[0].decode(), is_active, changes, changed_ns


class Control:
    """A connection to the control socket."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(PATIENCE_S)
        self.held = b""
        self.session = None  # in which is asked, once there is one
        try:
            self.socket.connect(str(path))
        except OSError as error:
            self.close()
            raise Away from error

    def close(self):
        self.socket.close()

    def _receive(self):
        while b"\0" not in self.held:
            data = self.socket.recv(1 << 16)
            if not data:
                raise Away
            self.held += data
        frame, _, self.held = self.held.partition(b"\0")
        return json.loads(frame)

    def ask(self, method, **parameters):
        """(error or None, parameters) of the answer."""
        if self.session is not None:
            parameters.setdefault("session", self.session)
        call = {"method": "io.zutritt." + method, "parameters": parameters}
        try:
            self.socket.sendall(json.dumps(call).encode() + b"\0")
            answer = self._receive()
        except (ConnectionError, BrokenPipeError) as error:
            raise Away from error
        return answer.get("error"), answer["parameters"]

    def do(self, method, **parameters):
        error, answer = self.ask(method, **parameters)
        if error is not None:
            raise AssertionError(f"{method} {parameters}: {error} {answer}")
        return answer


class Building:
    """The folder with everything of it. It lies in memory: what is tested here is the end of a process, not of power."""

    def __init__(self, folder, doors, program=None, keys=8192):
        self.folder = pathlib.Path(folder)
        self.doors = doors
        self.program = program or os.environ["ZUTRITTD"]
        self.lines = self.folder / "run" / "lines"
        self.control = self.folder / "run" / "control"
        self.database = self.folder / "state" / "zutritt.db"
        self.said = self.folder / "zutrittd.log"
        self.config = self.folder / "zutritt.conf"
        self.config.write_text(configuration(doors, keys))

    def spawn(self, **more):
        """What it says goes to the file said, unless stderr names another place."""
        with open(self.said, "ab") as log:
            return subprocess.Popen([self.program, "--config", self.config, "--runtime-dir", self.folder / "run",
                                     "--state-dir", self.folder / "state"], stdin=subprocess.DEVNULL, stdout=log,
                                    **{"stderr": log, **more})

    def connect(self, end, process):
        """A Hand or a Control, as soon as it is listened to."""
        path = self.lines if end is Hand else self.control
        give_up = time.monotonic() + PATIENCE_S
        while True:
            try:
                return end(path)
            except Away:
                if process.poll() is not None or time.monotonic() > give_up:
                    raise
                time.sleep(0.001)


def folder_in_memory():
    """Where a scratch folder may lie: in memory where there is such a place."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
