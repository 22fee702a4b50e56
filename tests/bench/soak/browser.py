"""One client: a connection kept open, its cookie, and a tally of how it was answered."""

import http.client
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

MOVED = (301, 302, 303)
FINE = (200, *MOVED)
TOLD_APART = 409


@dataclass
class Tally:
    """``conflicts``: 409, where two edited one thing; ``refused``: a form that came back with a sentence."""

    answers: Counter = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    conflicts: int = 0
    refused: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


@dataclass
class Answer:
    status: int
    path: str
    page: str
    location: str = ""


class Browser:
    def __init__(self, port: int, cookie: str):
        self.port, self.cookie, self.tally = port, cookie, Tally()
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str) -> Answer:
        """The page at that address, whatever it leads on to."""
        answer = self._ask("GET", path)
        for _onward in range(5):
            if answer.status not in MOVED:
                break
            answer = self._ask("GET", answer.location)
        return answer

    def post(self, path: str, sent: dict[str, list[str]]) -> Answer:
        """The answer itself: where it leads is not followed."""
        return self._ask("POST", path, urlencode(sent, doseq=True))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        head = {"Cookie": self.cookie, "Accept-Language": "vi"}
        if body is not None:
            origin = f"http://127.0.0.1:{self.port}"
            head |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin, "Referer": origin + path}
        begun = time.perf_counter()
        try:
            self.connection.request(method, path.partition("#")[0], body, head)
            heard = self.connection.getresponse()
            page = heard.read().decode()
        except (OSError, http.client.HTTPException) as fault:
            self.connection.close()
            self.tally.faults.append(f"{method} {path}: {fault!r}")
            return Answer(0, path, "")
        self.tally.seconds.append(time.perf_counter() - begun)
        self._keep_cookies(heard.headers.get_all("Set-Cookie") or ())
        return self._told(method, Answer(heard.status, path, page, heard.headers.get("Location", "")))

    def _told(self, method: str, answer: Answer) -> Answer:
        self.tally.answers[answer.status] += 1
        if answer.status == TOLD_APART:
            self.tally.conflicts += 1
        elif answer.status not in FINE or urlsplit(answer.location).path == "/sign-in":
            self.tally.faults.append(f"{method} {answer.path}: {answer.status} {answer.location}")
        return answer

    def _keep_cookies(self, lines) -> None:
        jar = dict(part.strip().split("=", 1) for part in self.cookie.split(";") if "=" in part)
        for line in lines:
            name, _, value = line.partition(";")[0].partition("=")
            jar[name.strip()] = value
        self.cookie = "; ".join(f"{name}={value}" for name, value in jar.items())
