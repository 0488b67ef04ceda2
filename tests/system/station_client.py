"""A display without a screen, written from docs/PROTOCOL.md alone: takes a link, connects to the broker, logs in, calls.
Beside what a display does it gives tests the pieces (sealed texts, topics), so that they can lie."""

import base64
import json
import os
import threading
import time
from urllib.parse import parse_qs, urlsplit

import nacl.bindings as sodium
import nacl.hash
import nacl.encoding
import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

PATIENCE = 90
FRESH = 1  # seconds: what is sealed with an older beat may come too late (rule M1)
NONCE = 24


class Refused(Exception):
    """The answer to a call is an error: its name and parameters."""

    def __init__(self, error, parameters):
        super().__init__("%s: %s" % (error, parameters.get("message", "")))
        self.error = error
        self.parameters = parameters


class Hint(Exception):
    """Said in the clear: it proves nothing."""


class Silence(Exception):
    """No answer came."""


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def generichash(data, key=b""):
    return nacl.hash.blake2b(data, digest_size=32, key=key, encoder=nacl.encoding.RawEncoder)


def seal(key, text, data):
    nonce = os.urandom(NONCE)
    return encode(nonce + sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(text.encode(), data.encode(), nonce, key))


def open_box(key, box, data):
    raw = decode(box)
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(raw[NONCE:], data.encode(), raw[:NONCE], key).decode()


class Station:
    def __init__(self, link, port):
        given = {name: values[0] for name, values in parse_qs(urlsplit(link).fragment).items()}
        self.site, self.controller, self.name = given["site"], given["controller"], given["station"]
        self.password, self.key, self.fingerprint = given["password"], decode(given["key"]), given["fingerprint"]
        self.root = "zutritt/%s/controller/%s/" % (self.site, self.controller)
        self.port = port
        self.session, self.session_key = "", None
        self.once, self.once_at, self.count = None, 0.0, 0
        self.status = None
        self.answers = {}  # correlation → message
        self.notices = []
        self.heard = []  # (topic, text)
        self._changed = threading.Condition()
        self.client = mqtt.Client(client_id=self.name, protocol=mqtt.MQTTv5)
        self.client.username_pw_set(self.name, self.password)
        self.client.on_message = self._hear
        self.client.on_connect = self._subscribe

    # ---- the line ----

    def connect(self):
        self.client.connect("127.0.0.1", self.port, clean_start=True)
        self.client.loop_start()
        self.wait(lambda: self.once is not None and self.status is not None, "beat and status", 15)
        return self

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()

    def _subscribe(self, client, userdata, flags, reason, properties=None):
        for leaf in ("status", "beat", "event", "reply/" + self.name):
            client.subscribe(self.root + leaf, qos=1)

    def _hear(self, client, userdata, message):
        text = message.payload.decode("utf-8", "replace")
        with self._changed:
            self.heard.append((message.topic, text))
            try:
                self._take(message, json.loads(text))
            except ValueError:
                pass
            self._changed.notify_all()

    def _take(self, message, said):
        leaf = message.topic.removeprefix(self.root)
        if leaf == "beat" and not message.retain:
            self.once, self.once_at, self.count = said["once"], time.monotonic(), 0
        elif leaf == "status":
            self.status = said
        elif leaf == "reply/" + self.name:
            correlation = getattr(message.properties, "CorrelationData", None)
            if correlation is None:
                if said.get("session") != self.session:
                    return  # of a session that is over here: nobody could open it
                self.notices.append(json.loads(open_box(self.session_key, said["box"], self.data("notice", self.session))))
            else:
                self.answers.setdefault(correlation.hex(), []).append(said)

    def wait(self, is_so, what, patience=PATIENCE):
        with self._changed:
            if not self._changed.wait_for(is_so, patience):
                raise Silence("never came: " + what)

    def next_once(self):
        """The one-time number of a fresh beat, and how often it was used."""
        self.wait(lambda: self.once is not None and time.monotonic() - self.once_at < FRESH, "a fresh beat")
        with self._changed:
            self.count += 1
            return self.once, self.count

    # ---- sealing ----

    def data(self, what, session, *rest):
        return "\n".join(["zutritt/1 " + what, self.site, self.controller, self.name, session, *rest])

    def sealed_call(self, method, parameters, correlation, session=None, key=None, once=None, count=None):
        """The payload of a call, as a display makes it, or as a test wants it."""
        text = json.dumps({"method": method, "parameters": parameters})
        return self.sealed_text(text, correlation, session, key, once, count)

    def sealed_text(self, text, correlation, session=None, key=None, once=None, count=None):
        if once is None:
            once, count = self.next_once()
        session = self.session if session is None else session
        key = key or (self.session_key if session else self.key)
        data = self.data("call", session, once, str(count), correlation)
        box = seal(key, text, data)
        return json.dumps({"v": 1, "session": session, "once": once, "count": count, "box": box})

    def secret(self, **members):
        """Sealed for the controller, if its key is the one of the link."""
        public = decode(self.status["public_key"])
        assert encode(generichash(public)) == self.fingerprint, "this is another controller's key"
        return {"box": encode(sodium.crypto_box_seal(json.dumps(members).encode(), public))}

    # ---- calls ----

    def publish(self, payload, correlation, topic=None, retain=False):
        properties = Properties(PacketTypes.PUBLISH)
        properties.CorrelationData = bytes.fromhex(correlation)
        self.client.publish(topic or self.root + "call/" + self.name, payload, qos=1, retain=retain, properties=properties)

    def answer(self, correlation, session, key, patience=PATIENCE):
        self.wait(lambda: correlation in self.answers, "the answer", patience)
        said = self.answers[correlation][0]
        if "error" in said:
            raise Hint(said["error"])
        reply = json.loads(open_box(key, said["box"], self.data("reply", session, correlation)))
        if "error" in reply:
            raise Refused(reply["error"], reply.get("parameters", {}))
        return reply["parameters"]

    def until_taken(self, call, patience=PATIENCE):
        """Makes it anew where the hint says that it came too late, or that nobody could take it just then."""
        give_up = time.monotonic() + patience
        while True:
            try:
                return call()
            except Hint as hint:
                if str(hint) not in ("Stale", "Busy", "Away") or time.monotonic() > give_up:
                    raise
            time.sleep(1)

    def call(self, method, parameters=None, is_open=False, patience=PATIENCE):
        return self.until_taken(lambda: self._call(method, parameters or {}, is_open, patience), patience)

    def _call(self, method, parameters, is_open, patience):
        session = "" if is_open else self.session
        key = self.session_key if session else self.key
        correlation = os.urandom(16).hex()
        self.publish(self.sealed_call(method, parameters, correlation, session, key), correlation)
        return self.answer(correlation, session, key, patience)

    def station_call(self, verb, parameters=None, is_open=False):
        return self.call("io.zutritt.station." + verb, parameters, is_open)

    def _sealed(self, verb, is_open=False, **members):
        return self.until_taken(lambda: self._call_with_secret(verb, is_open, members))

    def _call_with_secret(self, verb, is_open, members):
        """Both carry the same one-time number."""
        once, count = self.next_once()
        session = "" if is_open else self.session
        key = self.session_key if session else self.key
        correlation = os.urandom(16).hex()
        payload = self.sealed_call("io.zutritt.station." + verb, self.secret(once=once, **members), correlation,
                                   session, key, once, count)
        self.publish(payload, correlation)
        return self.answer(correlation, session, key)

    def log_in(self, user, password):
        """One of which nobody can tell whether it was done is made once more: the newest session counts."""
        give_up = time.monotonic() + PATIENCE
        while True:
            secret = os.urandom(32)
            try:
                made = self._sealed("Login", is_open=True, user=user, password=password, key=encode(secret))
                break
            except Refused as refused:
                if refused.error != "io.zutritt.station.Unknown" or time.monotonic() > give_up:
                    raise
        self.session = made["session"]
        self.session_key = generichash(self.data("session", self.session).encode(), secret)
        return made

    def change_password(self, old, new):
        return self._sealed("PasswordChange", old=old, new=new)

    def unlock(self, password):
        return self._sealed("Unlock", password=password)

    def outcome(self, correlation):
        return self.station_call("Outcome", {"correlation": correlation}, is_open=True)
