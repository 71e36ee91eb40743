#!/usr/bin/env python3
"""A small client for Vestibule's API, of the Python standard library and nothing else.

VESTIBULE_URL has the address, and VESTIBULE_KEY the key, so that a list of the processes does not show the key.

    vestibule.py me
    vestibule.py users [QUERY]             all users whose username, name or e-mail begins with QUERY
    vestibule.py create LOGIN NAME         creates a user, and prints the link to choose a password
    vestibule.py link LOGIN...             prints for each user the username, a tab and a new link
    vestibule.py disable LOGIN
    vestibule.py delete LOGIN              for good: only the audit log keeps the id of the account
    vestibule.py events [KIND]             the newest hundred events

As a module: Vestibule(url, key).pages("/users", q="ann") yields one user after the other.
"""

import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request


class Problem(Exception):
    """What Vestibule refused, and why (RFC 9457)."""

    def __init__(self, status, problem, retry_after=None):
        super().__init__(f"{status} {problem.get('title')}: {problem.get('detail')}")
        self.status = status
        self.code = problem.get("type", "").rsplit(":", 1)[-1]
        self.errors = problem.get("errors", [])
        self.retry_after = retry_after


class Vestibule:
    def __init__(self, url, key):
        self.url = url.rstrip("/")
        self.key = key

    def call(self, method, path, body=None, **query):
        """The answer's JSON; None when there is none to a request that was done."""
        address = self.url + "/api/v1" + path
        if query:
            address += "?" + urllib.parse.urlencode(query)
        request = urllib.request.Request(address, method=method)
        request.add_header("Authorization", "Bearer " + self.key)
        if body is not None:
            request.data = json.dumps(body).encode("utf-8")
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                text = answer.read()
                return json.loads(text) if text else None
        except urllib.error.HTTPError as refused:
            raise Problem(refused.code, self.problem(refused), refused.headers.get("Retry-After")) from None
        except OSError as fault:
            sys.exit(f"{self.url} does not answer: {getattr(fault, 'reason', fault)}")

    @staticmethod
    def problem(refused):
        """What the answer says; a proxy in front answers in a form of its own."""
        try:
            return json.loads(refused.read())
        except ValueError:
            return {"title": refused.reason, "detail": "this is no answer of Vestibule's"}

    def pages(self, path, **query):
        """Each item of a list, however many pages it has."""
        while True:
            page = self.call("GET", path, **query)
            yield from page["items"]
            if page["next"] is None:
                return
            query["cursor"] = page["next"]

    def user(self, login):
        """The user with this username; a Problem when there is none."""
        user = next(self.pages("/users", login=login), None)
        if user is None:
            raise Problem(404, {"title": "Not found", "detail": f"no user has the username {login}"})
        return user

    def link(self, user):
        """A link by which a user chooses a password; older ones expire at once."""
        return self.call("POST", f"/users/{user['id']}/password-link")["url"]


def main(command, *arguments):
    missing = [name for name in ("VESTIBULE_URL", "VESTIBULE_KEY") if not os.environ.get(name)]
    counts = {
        "me": (0, 0),
        "users": (0, 1),
        "create": (2, 2),
        "link": (1, len(arguments)),
        "disable": (1, 1),
        "delete": (1, 1),
        "events": (0, 1),
    }
    least, most = counts.get(command, (1, 0))
    if not least <= len(arguments) <= most:
        sys.exit(__doc__)
    if missing:
        sys.exit(f"set {' and '.join(missing)}")
    vestibule = Vestibule(os.environ["VESTIBULE_URL"], os.environ["VESTIBULE_KEY"])
    if command == "me":
        print(json.dumps(vestibule.call("GET", "/me"), indent=2))
    elif command == "users":
        for user in vestibule.pages("/users", limit=200, **({"q": arguments[0]} if arguments else {})):
            print(user["login"], user["name"], "with MFA" if user["mfa_enabled"] else "without MFA", sep="\t")
    elif command == "create":
        login, name = arguments
        print(vestibule.link(vestibule.call("POST", "/users", {"login": login, "name": name})))
    elif command == "link":
        failed = False
        for login in arguments:
            try:
                print(login, vestibule.link(vestibule.user(login)), sep="\t", flush=True)
            except Problem as refused:
                print(login, refused, sep="\t", file=sys.stderr)
                failed = True
        if failed:
            sys.exit(1)
    elif command == "disable":
        user = vestibule.user(arguments[0])
        vestibule.call("PATCH", f"/users/{user['id']}", {"disabled": True})
    elif command == "delete":
        user = vestibule.user(arguments[0])
        vestibule.call("DELETE", f"/users/{user['id']}")
    elif command == "events":
        query = {"kind": arguments[0]} if arguments else {}
        for event in vestibule.call("GET", "/audit-events", limit=100, **query)["items"]:
            print(event["at"], event["kind"], (event["account"] or {}).get("login"), event["reason"], sep="\t")


if __name__ == "__main__":
    try:
        main(*(sys.argv[1:] or ["help"]))
    except Problem as problem:
        print(problem, file=sys.stderr)
        for error in problem.errors:
            print(" ", error["pointer"], error["code"], file=sys.stderr)
        sys.exit(1)
