#!/usr/bin/env python3
"""What docs/MANAGE.md and docs/MANAGE.de.md show is what happens: every command in them is run, in their order, against
a real zutrittd of the example building, and what it says is compared with what the document says it does.

    manage.py DOCUMENT           compares
    manage.py --write DOCUMENT   runs the commands and writes what they said into the document

    anna$ zutritt person list    in a block: typed by anna, in her session; root's is without one
    ID   NAME ...                what it says. Answers to questions stand behind them, passwords do not.

Ids, codes, passwords, dates and times differ from run to run: each one that the document has stands for the one that
was said at its place, also in later commands. A day in a command is as far away as it was on the day of the document.
$ZUTRITT, $ZUTRITTD and $ZUTRITT_LOCALE_DIR are those to try.
"""
import datetime
import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import threading
import time

import control_socket

ZUTRITT = os.environ.get("ZUTRITT", "zutritt")
COMMAND = re.compile(r"    (\w+)[$#] (.*)")
WRITTEN = re.compile(r"<!-- written (\d{4}-\d\d-\d\d) -->")
DAY = r"\d{4}-\d\d-\d\d"
# What differs: receipts, times, days, first passwords and their halves, codes, ids.
VARIABLE = re.compile(rf"{DAY}[ T]\d\d:\d\d:\d\d(?:\.\d+)?Z?|{DAY}|(?<=-)\d{{4}}(?=-\d{{5}}\b)|\b\d\d:\d\d(?::\d\d)?\b"
                      r"|\b(?:[0-9a-z]{5}-){1,3}[0-9a-z]{5}\b|\b(?:[0-9a-z]{4}-){2}[0-9a-z]{4}\b"
                      r"|\b[0-9a-hjkmnp-tv-z]{12}\b")
PROMPTS = {"Password of ": "now", "Passwort von ": "now", "Old password": "now", "Altes Passwort": "now",
           "New password": "new", "Neues Passwort": "new"}
PATIENCE_S = 60


class Step:
    def __init__(self, place, user, words):
        self.place, self.user, self.words, self.said = place, user, words, []


def steps_of(lines):
    """The commands of a document with what they say; each knows the lines that it stands in."""
    step = None
    for place, line in enumerate(lines):
        found = COMMAND.fullmatch(line)
        if found:
            step = Step(place, found[1], found[2])
            yield step
        elif step is not None and line.startswith("    "):
            step.said.append(line[4:])
        elif step is not None and line == "" and lines[place + 1:place + 2] and lines[place + 1].startswith("    "):
            step.said.append("")
        else:
            step = None


class Desk:
    """The people at their terminals: one session, and one password, for each user."""

    def __init__(self, language):
        self.daemon = control_socket.Daemon()
        self.folder = tempfile.TemporaryDirectory(prefix="zutritt-manage-")
        self.passwords, self.fresh = {}, {}
        self.environment = {**os.environ, "ZUTRITT_SOCKET": self.daemon.path, "LC_ALL": "C.UTF-8", "LANGUAGE": language,
                            "ZUTRITT_SIM_SOCKET": os.path.join(os.path.dirname(self.daemon.path), "lines"),
                            "NO_COLOR": "1", "PATH": os.path.dirname(ZUTRITT) + ":" + os.environ["PATH"]}

    def end(self):
        self.folder.cleanup()
        return self.daemon.stop()

    def environment_of(self, user):
        return {**self.environment, "ZUTRITT_SESSION_FILE": os.path.join(self.folder.name, "session-" + user)}

    def file(self, step):
        """"cat FILE": the document has what stands in it."""
        with open(os.path.join(self.folder.name, step.words.split()[1]), "w", encoding="utf-8") as f:
            f.write("".join(line + "\n" for line in step.said))
        return list(step.said)

    def password(self, user, which):
        if which == "now":
            return self.passwords[user]
        self.fresh[user] = "Tuer und Tor 1"
        return self.fresh[user]

    def answer(self, step, prompt):
        """To what stands in the last line: a password, or what the document has behind the same question."""
        for begin, which in PROMPTS.items():
            if prompt.startswith(begin):
                return self.password(step.user, which)
        for line in step.said:
            if (line + " ").startswith(prompt) and line not in step.answered:
                step.answered.append(line)
                return line[len(prompt):]  # nothing: only Enter
        return None

    def run(self, step, command):
        """The lines that the terminal shows."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(self.folder.name)
            os.execvpe("sh", ["sh", "-c", "stty cols 140; " + command], self.environment_of(step.user))
        is_over = threading.Event()
        showing = threading.Thread(target=self.present, args=(is_over,))
        if " enrol " in command:
            showing.start()
        step.answered = []
        shown = self.talk(step, terminal)
        is_over.set()
        if showing.ident is not None:
            showing.join()
        os.close(terminal)
        step.status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if step.status == 0 and " passwd" in command:
            self.passwords[step.user] = self.fresh[step.user]
        lines = [line.rstrip() for line in shown.replace("\r\n", "\n").split("\n")]
        while lines and lines[-1] == "":
            lines.pop()
        return lines

    def talk(self, step, terminal):
        shown, until = b"", time.monotonic() + PATIENCE_S
        while True:
            if not select.select([terminal], [], [], 0.3)[0]:
                last = shown.decode().rsplit("\n", 1)[-1]
                answer = self.answer(step, last) if last else None
                if answer is not None:
                    os.write(terminal, answer.encode() + b"\n")
                assert time.monotonic() < until, f"{step.words}: waits for an answer to {last!r}"
                continue
            try:
                data = os.read(terminal, 4096)
            except OSError:  # so ends a terminal that nobody has any more
                data = b""
            if not data:
                return shown.decode()
            shown += data

    def present(self, is_over):
        """A badge that nobody knows, shown while somebody waits for it."""
        while not is_over.wait(1.5):
            subprocess.run([ZUTRITT, "sim", "badge", "entrance-in", "42:1006"], env=self.environment, check=True,
                           stdout=subprocess.DEVNULL)

    def learn(self, lines, users):
        """First passwords, whole ones as init shows them and halves of two persons."""
        for line in lines:
            for password in re.findall(r"\b(?:[0-9a-z]{5}-){3}[0-9a-z]{5}\b", line):
                self.passwords[line.split()[0]] = password
            halves = re.findall(r"\b[0-9a-z]{5}-[0-9a-z]{5}\b(?!-)", re.sub(r"\b(?:[0-9a-z]{5}-){3}[0-9a-z]{5}\b", "", line))
            users.extend(half for half in halves if half not in users)


class Comparison:
    """What the document has for what was said. Lists without an order of their own (ids are random) may have another."""

    def __init__(self, days):
        self.said_for, self.days = {}, days

    def command(self, words):
        def put(found):
            text = found[0]
            if text in self.said_for:
                return self.said_for[text]
            if re.fullmatch(DAY, text):
                return str(datetime.date.fromisoformat(text) + self.days)
            return text
        return VARIABLE.sub(put, words)

    def is_same(self, written, said):
        """All lines; those that are alike stand for each other, those that are not one after the other."""
        rest = list(said)
        for line in written:
            alike = next((other for other in rest if blank(other) == blank(line)), None)
            if alike is not None:
                rest.remove(alike)
                self.learn(line, alike)
        if rest or len(written) != len(said):
            for line, other in zip(written, said):
                self.learn(line, other)
            return False
        return True

    def learn(self, written, said):
        self.said_for.update(zip(VARIABLE.findall(written), VARIABLE.findall(said)))


def blank(line):
    """A line without what differs, and without the blanks that its width makes."""
    return re.sub(r"\s+", " ", VARIABLE.sub("…", line)).strip()


def play(desk, steps, days):
    """Yields each step with what was said."""
    comparison, halves = Comparison(days), []
    for step in steps:
        if step.words.startswith("cat "):
            said = desk.file(step)
        else:
            said = desk.run(step, comparison.command(step.words))
        desk.learn(said, halves)
        if len(halves) == 2:
            desk.passwords["eva"] = "-".join(halves)
        same = comparison.is_same(step.said, said)
        yield step, said, same


def compare(desk, steps, days):
    wrong = 0
    for step, said, same in play(desk, steps, days):
        if not same:
            wrong += 1
            print(f"line {step.place + 1}: {step.user}$ {step.words}\n  written:", *step.said, sep="\n    ")
            print("  said:", *said, sep="\n    ")
    print(f"manage: {len(steps)} commands, {wrong} said something else")
    return 1 if wrong else 0


def write(desk, path, lines, steps, days):
    """The document with what was said. Ids that a command names are those of the document as it was: run it twice."""
    played = {step.place: (step, said) for step, said, _ in play(desk, steps, days)}
    comparison, out, place = Comparison(days), [], 0
    while place < len(lines):
        if place not in played:
            out.append(WRITTEN.sub(f"<!-- written {datetime.date.today()} -->", lines[place]))
            place += 1
            continue
        step, said = played[place]
        out.append(f"    {step.user}{'#' if step.user == 'root' else '$'} {comparison.command(step.words)}")
        comparison.is_same(step.said, said)
        out.extend(("    " + line).rstrip() for line in said)
        place += 1 + len(step.said)
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(out))
    return 0


def main():
    is_written, path = sys.argv[1] == "--write", sys.argv[-1]
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    steps = list(steps_of(lines))
    written = next(WRITTEN.fullmatch(line)[1] for line in lines if WRITTEN.fullmatch(line))
    days = datetime.date.today() - datetime.date.fromisoformat(written)
    desk = Desk("de" if path.endswith(".de.md") else "en")
    try:
        return write(desk, path, lines, steps, days) if is_written else compare(desk, steps, days)
    finally:
        status, said = desk.end()
        assert (status, said) == (0, ""), (status, said)


if __name__ == "__main__":
    sys.exit(main())
