"""First accounts for a test of a whole zutrittd: as zutritt init makes them, with passwords of their own.

ask(method, **parameters) is how the test calls io.zutritt; each function answers what it needs for the next one.
"""

MANAGEMENT, ADMINISTRATOR = ("Max", "max"), ("Ada", "ada")
PASSWORD = "Tuer und Tor 1"


def parameters_of(reply):
    assert "error" not in reply, reply
    return reply["parameters"]


def sign_up(ask):
    """Makes Max, who manages, and Ada, who administers; answers the session of each."""
    made = parameters_of(ask("Init", management=MANAGEMENT[0], management_user=MANAGEMENT[1],
                             administrator=ADMINISTRATOR[0], administrator_user=ADMINISTRATOR[1]))
    return tuple(change_first(ask, account["user"], account["password"]) for account in made["accounts"])


def change_first(ask, user, first):
    session = log_in(ask, user, first)
    parameters_of(ask("PasswordChange", old=first, new=PASSWORD, session=session))
    return session


def log_in(ask, user, password=PASSWORD):
    return parameters_of(ask("SessionOpen", user=user, password=password))["session"]
