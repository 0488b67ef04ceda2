"""Reads an interface definition (Varlink) and judges messages by it.

    interface = Interface(text)
    interface.wrong_reply("DoorShow", {...})    sentences about what does not fit; none when all does

What was seen of each declared member is kept in Interface.seen, as in "Door.cause" or "EventList->last_event".
"""
import re

TOKEN = re.compile(r"\s*(?:#[^\n]*\s*)*(->|\[string\]|\[\]|[A-Za-z_][A-Za-z0-9_.]*|[?(),:]|$)")
PLAIN = {"bool": bool, "int": int, "float": (int, float), "string": str, "object": object}


class Parser:
    def __init__(self, text):
        self.text, self.at = text, 0

    def peek(self):
        return TOKEN.match(self.text, self.at)[1]

    def take(self, expected=None):
        found = TOKEN.match(self.text, self.at)
        if found is None or (expected is not None and found[1] != expected):
            raise ValueError(f"{expected or 'a word'} expected at: {self.text[self.at:self.at + 60]!r}")
        self.at = found.end()
        return found[1]

    def type(self, where):
        """("optional", T), ("array", T), ("enum", words), ("struct", where, members), ("named", name) or a plain type."""
        word = self.peek()
        if word == "?":
            self.take()
            return "optional", self.type(where)
        if word == "[]":
            self.take()
            return "array", self.type(where)
        if word == "(":
            return self.bracket(where)
        self.take()
        return word if word in PLAIN else ("named", word)

    def bracket(self, where):
        self.take("(")
        members, words = {}, []
        while self.peek() != ")":
            name = self.take()
            if self.peek() == ":":
                self.take()
                members[name] = self.type(f"{where}.{name}")
            else:
                words.append(name)
            if self.peek() == ",":
                self.take()
        self.take(")")
        return ("enum", words) if words else ("struct", where, members)


class Interface:
    def __init__(self, text):
        self.types, self.methods, self.errors = {}, {}, {}
        self.declared, self.seen = set(), set()
        parser = Parser(text)
        parser.take("interface")
        self.name = parser.take()
        while (word := parser.peek()) != "":
            parser.take()
            name = parser.take()
            if word == "type":
                self.types[name] = parser.bracket(name)
            elif word == "method":
                asked = parser.bracket(name)
                parser.take("->")
                self.methods[name] = asked, parser.bracket(name + "->")
            elif word == "error":
                self.errors[name] = parser.bracket("error " + name)
            else:
                raise ValueError(f"a type, method or error expected, not {word}")
        for declared in (*self.types.values(), *(reply for _, reply in self.methods.values()), *self.errors.values()):
            self._declare(declared)

    def _declare(self, type_):
        if type_[0] == "struct":
            for name, member in type_[2].items():
                self.declared.add(f"{type_[1]}.{name}")
                self._declare(member)
        elif type_[0] in ("optional", "array"):
            self._declare(type_[1])

    def wrong(self, type_, value, path):
        """What of the value does not fit."""
        kind = type_ if isinstance(type_, str) else type_[0]
        if kind == "optional":
            if value is not None:
                yield from self.wrong(type_[1], value, path)
        elif kind == "named":
            yield from self.wrong(self.types[type_[1]], value, path)
        elif kind == "array":
            if not isinstance(value, list):
                yield f"{path} is no array: {value!r}"
                return
            for i, item in enumerate(value):
                yield from self.wrong(type_[1], item, f"{path}[{i}]")
        elif kind == "enum":
            if value not in type_[1]:
                yield f"{path} is {value!r}, not one of {', '.join(type_[1])}"
        elif kind == "struct":
            yield from self._wrong_struct(type_, value, path)
        elif not isinstance(value, PLAIN[kind]) or (isinstance(value, bool) and kind not in ("bool", "object")):
            yield f"{path} is no {kind}: {value!r}"

    def _wrong_struct(self, type_, value, path):
        _, where, members = type_
        if not isinstance(value, dict):
            yield f"{path} is no object: {value!r}"
            return
        for name in value:
            if name not in members:
                yield f"{path} has {name}, which is not declared"
        for name, member in members.items():
            if value.get(name) is not None:
                self.seen.add(f"{where}.{name}")
                yield from self.wrong(member, value[name], f"{path}.{name}")
            elif member[0] != "optional":
                yield f"{path} has no {name}"

    def wrong_call(self, method, parameters):
        return list(self.wrong(self.methods[method][0], parameters, method))

    def wrong_reply(self, method, parameters, continues=False):
        """A reply that continues holds a part of the lists; the last one has all the rest."""
        type_ = self.methods[method][1]
        if continues:
            type_ = "struct", type_[1], {name: type_[2][name] for name in parameters if name in type_[2]}
        return list(self.wrong(type_, parameters, method))

    def wrong_error(self, name, parameters):
        if name not in self.errors:
            return [f"the error {name} is not declared"]
        return list(self.wrong(self.errors[name], parameters, name))
