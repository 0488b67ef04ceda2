"""The account in whose name all clients act. Sessions end with each zutrittd, and a kill may come in the middle of a
log-in: that is a failed one, and the third in a row locks. Then root breaks the glass."""
import threading
import time

USER, ADMINISTRATOR = "manager", "administrator"


class Manager:
    def __init__(self):
        self.lock = threading.Condition()
        self.count = 0  # of passwords: none comes again
        self.run = None  # in which the session is
        self.session = None

    def password(self):
        return f"Tuer und Tor {self.count}"

    def sign_up(self, control):
        made = control.do("Init", management="Manager", management_user=USER, administrator="Administrator",
                          administrator_user=ADMINISTRATOR)
        self.change_first(control, made["accounts"][0]["password"])

    def change_first(self, control, first):
        control.session = control.do("SessionOpen", user=USER, password=first)["session"]
        self.count += 1
        control.do("PasswordChange", old=first, new=self.password())

    def log_in(self, control, run):
        """One session for all of them in this run of zutrittd."""
        with self.lock:
            if self.run != run:
                self.session = self._open(control)
                self.run = run
                self.lock.notify_all()
            control.session = self.session

    def is_in(self, run):
        """At once, also while she types."""
        return self.run == run

    def wait_for(self, run, seconds):
        """Until she is logged in in this run."""
        with self.lock:
            if not self.lock.wait_for(lambda: self.run == run, seconds):
                raise AssertionError(f"the manager is not logged in after {seconds} s in run {run}")

    def _open(self, control):
        control.session = None
        error, answer = self._ask(control)
        if error is not None or answer["must_change_password"]:
            made = control.do("BreakGlass", user=USER, reason="locked by kills")
            self.change_first(control, made["accounts"][0]["password"])
            return control.session
        return answer["session"]

    def _ask(self, control):
        """A database that a busy machine reads slowly comes by itself."""
        while True:
            error, answer = control.ask("SessionOpen", user=USER, password=self.password())
            if error != "io.zutritt.Unavailable":
                return error, answer
            time.sleep(0.01)
