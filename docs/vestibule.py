#!/usr/bin/env python3
"""A small client for Vestibule's API, of the Python standard library and nothing else.

The address stands in VESTIBULE_URL, the key in VESTIBULE_KEY: neither is seen by who lists the processes.

    vestibule.py me
    vestibule.py users [QUERY]             all accounts whose login, name or e-mail begins with QUERY
    vestibule.py create LOGIN NAME         makes an account, and prints the link to choose a password
    vestibule.py link LOGIN...             prints for each login a tab and a new link to choose a password
    vestibule.py disable LOGIN
    vestibule.py delete LOGIN              for good: only the audit trail remembers the account, by its id
    vestibule.py events [KIND]             the latest hundred events

As a module: Vestibule(url, key).pages("/users", q="ann") yields one account after the other.
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
            raise Problem(refused.code, json.loads(refused.read()), refused.headers.get("Retry-After")) from None

    def pages(self, path, **query):
        """Each item of a list, however many pages it has."""
        while True:
            page = self.call("GET", path, **query)
            yield from page["items"]
            if page["next"] is None:
                return
            query["cursor"] = page["next"]

    def user(self, login):
        """The account with this login; ends the program when nobody has it."""
        user = next(self.pages("/users", login=login), None)
        return user or sys.exit(f"no account has the login {login}")

    def link(self, user):
        """A link by which a user chooses a password; older ones are void from now on."""
        return self.call("POST", f"/users/{user['id']}/password-link")["url"]


def main(command, *arguments):
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
        for login in arguments:
            try:
                print(login, vestibule.link(vestibule.user(login)), sep="\t", flush=True)
            except Problem as refused:
                print(login, refused, sep="\t", file=sys.stderr)
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
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(*(sys.argv[1:] or ["help"]))
    except Problem as problem:
        print(problem, file=sys.stderr)
        for error in problem.errors:
            print(" ", error["pointer"], error["code"], file=sys.stderr)
        sys.exit(1)
