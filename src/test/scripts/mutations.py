#!/usr/bin/env python3
"""Switches one defence off at a time, and shows which attack notices.

Each mutation is a line or two of the main code, changed in a scratch copy of this checkout: the checkout itself is only
read. A file is found by its simple name, so that it may move to another package. See README.md beside it.

    src/test/scripts/mutations.py                     all of them
    src/test/scripts/mutations.py code-once sessions  these
    src/test/scripts/mutations.py --list              their names, and whether their text is still there

It ends with 0 when every mutation was noticed, with 1 when one was not, with 2 when one could not be tried: its text was
not found exactly once, it does not compile, the application does not start with it, or an attack succeeds without it.
"""

import argparse
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# What is compiled is what was changed and nothing else: no mutation touches a constant that is compiled into others.
MAVEN_ARGUMENTS = ["-q", "-B", "-Dspotless.check.skip", "-Dmaven.compiler.useIncrementalCompilation=false"]
# None of these processes lives long enough to be worth compiling twice.
SHORT_LIVED = "-XX:TieredStopAtLevel=1"


@dataclass(frozen=True)
class Mutation:
    """One defence, switched off. Edits are (simple name, old text, new text); tests are as for Surefire."""

    name: str
    defence: str
    edits: list
    tests: list


def mutation(name, defence, file, old, new, *tests):
    return Mutation(name, defence, [(file, old, new)], list(tests))


MUTATIONS = [
    # Steps skipped
    mutation(
        "second-factor",
        "with MFA a password alone is no sign-in",
        "SignInStage",
        "return complete ? SIGNED_IN : CODE;",
        "return complete || principal.mfa() ? SIGNED_IN : CODE;",
        "StepsSkippedAttackTest",
    ),
    mutation(
        "challenge-age",
        "a password is too old for its code after challenge_minutes",
        "SignInAuthentications",
        "return ClockSkew.isAhead(password, now) || !now.isBefore(end);",
        "return clock.instant().isBefore(Instant.MIN) && end == null;",
        "StepsSkippedAttackTest",
    ),
    # Brute force
    mutation(
        "password-wait",
        "while it waits, no password is looked at",
        "TryCounters",
        "where not %s and cardinality(%s) < %s\n            returning 1",
        "where not (%s and false) and cardinality(%s) < %s\n            returning 1",
        "BruteForceAttackTest#password*",
    ),
    mutation(
        "password-count-first",
        "a password that is wrong is counted",
        "PasswordAuthenticationProvider",
        "if (reservation.fail()) {",
        "if (reservation.isOfKnownBrowser() && reservation.fail()) {",
        "BruteForceAttackTest#password*",
    ),
    mutation(
        "known-browser",
        "a stranger's guesses never keep the owner's own browser out",
        "PasswordTries",
        "browsers.knows(username, browser)",
        "!browser.isEmpty() && browsers == null",
        "BruteForceAttackTest#password*",
    ),
    mutation(
        "known-browser-whose",
        "a browser is known to the accounts that signed in there, and to no other",
        "KnownBrowsers",
        " and a.login = :login and k.seen_at",
        " and k.seen_at",
        "BruteForceAttackTest#password*",
    ),
    mutation(
        "forwarded",
        "an address comes from a forwarded header only by a trusted proxy's word",
        "ForwardedHeaders",
        'setInternalProxies(String.join(",", proxies.trustedProxies()));',
        'setInternalProxies("127.0.0.0/8,::1/128");',
        "BruteForceAttackTest#password*",
    ),
    mutation(
        "fifth-code",
        "the fifth wrong code in a row ends the pending step",
        "CodeTries",
        "return inARow >= FREE_IN_A_ROW;",
        "return inARow < 0;",
        "BruteForceAttackTest#codes*",
    ),
    mutation(
        "code-wait",
        "while it waits, no code is looked at",
        "CodeTries",
        "where not %s and cardinality(%s) < greatest(",
        "where not (%s and false) and cardinality(%s) < greatest(",
        "BruteForceAttackTest#codes*",
    ),
    mutation(
        "rolling-cap",
        "fifty wrong codes in thirty days stop the second factor",
        "CodeTries",
        "before(account) + inFlight.get() > ROLLING",
        "before(account) + inFlight.get() < 0",
        "BruteForceAttackTest#codes*",
    ),
    # Replay and race
    mutation(
        "code-once",
        "a code is accepted once",
        "Authenticators",
        "where id = :id and last_accepted_step < :step and not :step = any (burnt_steps)",
        "where id = :id",
        "ReplayAttackTest",
    ),
    mutation(
        "code-order",
        "no code of a step before the newest one accepted",
        "Authenticators",
        "last_accepted_step < :step and not",
        "last_accepted_step <> :step and not",
        "ReplayAttackTest",
    ),
    Mutation(
        "link-once",
        "a link sets one password",
        [
            (
                "SetPasswordLinkRepository",
                "delete from set_password_link\n",
                "update set_password_link set token_hash = token_hash\n",
            ),
            ("Passwords", "        links.end(account.id());\n", ""),
        ],
        ["ReplayAttackTest"],
    ),
    # Cookies
    mutation(
        "cookie-mac",
        "a session's cookie carries a MAC that the database cannot give",
        "AuthenticatedCookieSerializer",
        "keys.verifyMac(PURPOSE, bytes(id), mac)",
        "mac != null",
        "CookieAttackTest",
    ),
    mutation(
        "device-whose",
        "a remembered browser's token is one account's",
        "AccountPrincipalRepository",
        "left join trusted_device d on d.account_id = a.id\n                    and (",
        "left join trusted_device d on (",
        "CookieAttackTest",
    ),
    mutation(
        "token-rotation",
        "a spent token spares no code once its successor was shown",
        "TokenRotation",
        "\n                and (d.shown_at is null or d.shown_at >= :begun))",
        ")",
        "CookieAttackTest",
    ),
    mutation(
        "token-theft",
        "a copied token ends its device and the sessions that rest on it",
        "TokenRotation",
        "token -> endCopied(account, token, begun) || !diagnosis.lasts(account, token, parameters)",
        "token -> !diagnosis.lasts(account, token, parameters)",
        "CookieAttackTest",
    ),
    # Sessions
    mutation(
        "session-id",
        "each step gives the session a new id",
        "SignInRecorder",
        "newSessionId.onAuthentication(signIn, request, response);",
        "",
        "SessionAttackTest",
    ),
    mutation(
        "sessions",
        "sessions of an older credential version have ended",
        "SignInContextRepository",
        "found.principal().credentialVersion() != signIn.credentialVersion()",
        "signIn.credentialVersion() < 0",
        "SessionAttackTest",
    ),
    mutation(
        "mfa-ends-sessions",
        "switching MFA on or off ends the other sessions",
        "Account",
        "        endSessions(SessionEndReason.MFA);\n",
        "",
        "SessionAttackTest",
    ),
    mutation(
        "disabled",
        "a disabled account's password opens nothing",
        "PasswordAuthenticationProvider",
        "            return enabled;",
        "            return true;",
        "SessionAttackTest",
    ),
    mutation(
        "absolute-limit",
        "a session ends after its day, however it is kept alive",
        "SessionLifetime",
        "|| !now.isBefore(end);",
        "|| now.isBefore(Instant.MIN) && end == null;",
        "SessionAttackTest",
    ),
    # CSRF
    mutation(
        "csrf-token",
        "a form needs the browser's own token",
        "LoginSecurity",
        "csrf.csrfTokenRepository(csrfTokens)",
        "csrf.csrfTokenRepository(csrfTokens).ignoringRequestMatchers(AnyRequestMatcher.INSTANCE)",
        "CsrfAttackTest",
    ),
    mutation(
        "fetch-site",
        "a form that the browser calls another site's is refused",
        "OriginCheckFilter",
        '"Sec-Fetch-Site").allMatch(FROM_HERE::contains)',
        '"Sec-Fetch-Site").allMatch(word -> !word.isEmpty() || FROM_HERE.isEmpty())',
        "CsrfAttackTest",
    ),
    mutation(
        "origin",
        "a form from another origin is refused",
        "OriginCheckFilter",
        "origin.equals(ours(request))",
        "!origin.isEmpty() || ours(request).isEmpty()",
        "CsrfAttackTest",
    ),
    # Wizard
    mutation(
        "wizard-proof",
        "the wizard shows its secret after a fresh proof only",
        "SensitivePages",
        'row(\n                    "/preferences/authenticators/new",\n                    RequiredReauthentication.FRESH), // shows',
        "// shows",
        "WizardAttackTest",
    ),
    mutation(
        "wizard-counts",
        "wrong codes in the wizard count",
        "AuthenticatorWizardController",
        "if (outcome.result().refusal() == Refusal.WRONG_CODE) {",
        "if (outcome == null) {",
        "WizardAttackTest",
    ),
    # Switching off
    mutation(
        "proof-age",
        "a proof that is too old is none",
        "RequiredReauthentication",
        ".validDuration(age).build()",
        ".build()",
        "SwitchingOffAttackTest",
    ),
    mutation(
        "proof-table",
        "switching MFA off asks for a fresh password and code",
        "SensitivePages",
        'row("/preferences/mfa/disable", RequiredReauthentication.FRESH),',
        "",
        "SwitchingOffAttackTest",
    ),
    mutation(
        "mfa-ends-devices",
        "switching MFA ends the remembered browsers",
        "DeviceRevocation",
        "ended.endAll(End.MFA, change.account())",
        "0",
        "SwitchingOffAttackTest",
    ),
    # Recovery
    mutation(
        "recovery-once",
        "a recovery code is accepted once, however many send it at the same time",
        "RecoveryCodeRepository",
        "and secret_hash = :hash and used_at is null",
        "and secret_hash = :hash",
        "RecoveryAttackTest",
    ),
    Mutation(
        "recovery-whose",
        "a recovery code is one account's",
        [
            (
                "RecoveryCodeRepository",
                "where c.accountId = :account and c.firstGroup",
                "where (c.accountId = :account or c.accountId is not null) and c.firstGroup",
            ),
            (
                "RecoveryCodeRepository",
                "set used_at = :now\n            where account_id = :account and",
                "set used_at = :now\n            where (account_id = :account or true) and",
            ),
        ],
        ["RecoveryAttackTest"],
    ),
    mutation(
        "recovery-counts",
        "wrong recovery codes count with those of the apps",
        "RecoveryCodeProvider",
        "throw checks.wrong(principal, tried, Factor.RECOVERY_CODE);",
        "throw checks.refused(principal, CodeRefusedException.Refusal.WRONG, Factor.RECOVERY_CODE);",
        "RecoveryAttackTest",
    ),
    mutation(
        "recovery-old-set",
        "a new set, and the end of MFA, void the codes before",
        "RecoveryCodeRepository",
        '@Query("delete from StoredRecoveryCode c where c.accountId = :account")',
        '@Query("delete from StoredRecoveryCode c where c.accountId = :account and c.usedAt is not null")',
        "RecoveryAttackTest",
    ),
    # The clock page
    mutation(
        "clock-burns",
        "codes that told an offset open nothing when their time comes",
        "Authenticators",
        " and not :step = any (burnt_steps)",
        "",
        "ClockAttackTest",
    ),
    mutation(
        "clock-window",
        "the clock page spends nothing beyond the two steps, or a mended clock would be locked out",
        "ClockCheck",
        "update authenticator set burnt_steps = array(",
        "update authenticator set last_accepted_step = :second, burnt_steps = array(",
        "ClockAttackTest",
    ),
    mutation(
        "clock-counts",
        "a wrong pair counts as a wrong code",
        "ClockCheckAttempt",
        "tries.wrong(tried).endsStep()",
        "tried.account() == null",
        "ClockAttackTest",
    ),
    # Reset and enrolment pass
    mutation(
        "pass-once",
        "an enrolment pass lets one session in",
        "EnrolmentPassRepository",
        "delete from enrolment_pass p using account a",
        "update enrolment_pass p set expires_at = p.expires_at from account a",
        "ResetAttackTest",
    ),
    mutation(
        "pass-expires",
        "an enrolment pass is for an hour",
        "EnrolmentPassRepository",
        " and p.expires_at > :now",
        " and (p.expires_at > :now or true)",
        "ResetAttackTest",
    ),
    Mutation(
        "pass-whose",
        "an enrolment pass is one account's",
        [
            ("EnrolmentPasses", '(account + ":" + text.symbols())', "text.symbols()"),
            ("EnrolmentPassRepository", "where p.account_id = :account and p.pass_hash = :hash", "where p.pass_hash = :hash"),
            ("EnrolmentPassRepository", "and a.id = p.account_id", "and a.id = :account"),
        ],
        ["ResetAttackTest"],
    ),
    mutation(
        "pass-counts",
        "wrong passes count as wrong codes",
        "EnrolmentPassStep",
        "        String again = refused(principal, Refusal.WRONG);",
        "        tries.giveBack(tried.get());\n        String again = refused(principal, Refusal.WRONG);",
        "ResetAttackTest",
    ),
    mutation(
        "pass-opens",
        "the pass opens the wizard and nothing else",
        "LoginSecurity",
        "requests.requestMatchers(LoginPaths.WIZARD)",
        'requests.requestMatchers("/preferences/**")',
        "ResetAttackTest",
    ),
    mutation(
        "reset-factor",
        "after a reset, the password opens nothing without the pass",
        "SignInStage",
        "boolean open = !principal.mfaStatus().byPass() || Factors.has(authentication, Factors.ENROLMENT_PASS);",
        "boolean open = principal.enrolmentDue();",
        "ResetAttackTest",
    ),
    mutation(
        "reset-ends",
        "a reset ends every session",
        "Account",
        "        enrolmentDue = true;\n        endSessions(SessionEndReason.RESET);\n",
        "        enrolmentDue = true;\n",
        "ResetAttackTest",
    ),
    mutation(
        "pass-renewed",
        "a new pass ends the sessions that an older one let in",
        "Account",
        "    public void restartEnrolment() {\n        endSessions(SessionEndReason.RESET);\n",
        "    public void restartEnrolment() {\n",
        "ResetAttackTest",
    ),
    mutation(
        "reset-recovery",
        "a reset takes the recovery codes too",
        "RecoveryCodes",
        "    void on(AccountReset reset) {\n        delete(reset.account());",
        "    void on(AccountReset reset) {",
        "ResetAttackTest",
    ),
    mutation(
        "reset-last",
        "the last administrator who can sign in is not reset",
        "MfaReset",
        "accountService.holdsLastAdministrator(account)",
        "registrar == null",
        "ResetAttackTest",
    ),
    # Redirects and Host
    mutation(
        "redirect",
        "the page asked for is a path of this server",
        "LoginRequestCache",
        "return saved == null || Redirects.isPath(path(saved)) ? saved : null;",
        "return saved;",
        "RedirectAttackTest",
    ),
    mutation(
        "host",
        "under another name than public-url's the answer is 421",
        "HostCheckFilter",
        "site.isHost(request.getServerName())",
        "site.isHost(request.getServerName()) || request != null",
        "HostAttackTest",
    ),
    # API
    mutation(
        "api-second-factor",
        "the API takes no password of an account with MFA",
        "PasswordAuthenticationProvider",
        "attempt(asked).alone() && credentials.principal().mfa()",
        "knock(asked).alone() && credentials.hash().isEmpty()",
        "ApiAttackTest",
    ),
    mutation(
        "key-checksum",
        "a key with a wrong checksum is not looked up",
        "KeyText",
        "return checksum(text.substring(PREFIX.length(), end)).equals(text.substring(end));",
        "return !checksum(text.substring(PREFIX.length(), end)).isEmpty();",
        "ApiAttackTest#key*",
    ),
    mutation(
        "key-expires",
        "a key ends when its time is up",
        "ApiKeys",
        "return key.expired(clock.instant()) ?",
        "return key.expired(Instant.MIN) ?",
        "ApiAttackTest#key*",
    ),
    mutation(
        "key-revoked",
        "a key that was revoked opens nothing",
        "ApiKeys",
        "        if (key.revoked()) {",
        "        if (key.revoked() && key.name().isEmpty()) {",
        "ApiAttackTest#key*",
    ),
    mutation(
        "key-scope",
        "a key to read changes nothing",
        "ApiSecurity",
        "(caller.scope() == Scope.WRITE ||",
        "(caller.scope() != null && Scope.WRITE != null ||",
        "ApiAttackTest#key*",
    ),
    mutation(
        "key-barred",
        "a key of a disabled account opens nothing",
        "ApiAuthenticationService",
        "        if (barred != null) {",
        "        if (barred != null && holder == null) {",
        "ApiAttackTest#key*",
    ),
    mutation(
        "key-counts",
        "made-up keys count against the network that they come from",
        "ApiAuthenticationService",
        "var waits = tries.refused(Caller.unknown(request));",
        "var waits = java.util.Optional.<PasswordTries.NetworkWaits>ofNullable(null);",
        "ApiAttackTest#key*",
    ),
    # Policies
    mutation(
        "policy-last",
        "no policy locks the last administrator out",
        "CompanyService",
        "if (other && !accounts.leavesAnAdministrator(Map.of(id, before.change(after.settings(), clock.instant())))) {",
        "if (other && accounts == null) {",
        "PolicyAttackTest#administrator*",
    ),
    mutation(
        "policy-device",
        "a device that is trusted while devices are forbidden is none",
        "TrustedDevices",
        "where p.company_id = :company and not p.trusted_devices_allowed)",
        "where p.company_id = :company and p.company_id is null)",
        "PolicyAttackTest#device*",
    ),
    # Imports
    mutation(
        "import-whole",
        "of a file of which one line cannot be made, none is",
        "UserImportRun",
        "                    status.setRollbackOnly();\n",
        "",
        "ImportAttackTest#fileWhenIts*",
    ),
    mutation(
        "import-recheck",
        "a file is checked anew when it is made",
        "UserImportRun",
        "        if (!report.isSound()) {\n            return false;\n        }\n",
        "",
        "ImportAttackTest#fileWhenIts*",
    ),
    mutation(
        "import-administrator",
        "who is no administrator any more makes no accounts",
        "UserImportRun",
        "return imports.isAdministrators(id) && imports.end(",
        "return imports.end(",
        "ImportAttackTest#run*",
    ),
    mutation(
        "import-gate",
        "of a stranger's file nothing is read",
        "UploadFilter",
        "if (sender == null || !isGranted(senders, sender, request)) {",
        "if (sender != null && !isGranted(senders, sender, request) && request.getParameterMap().isEmpty()) {",
        "UploadAttackTest",
    ),
    mutation(
        "import-parts",
        "a file sent as a field, or a field sent as a file, is refused",
        "UploadFilter",
        "isFile != FIELD.equals(part.getName())",
        "isFile && part.getName().isEmpty() && FIELD.isEmpty()",
        "UploadAttackTest",
    ),
    # Another phone
    mutation(
        "replaced-early",
        "the old phone's app ends with a code that was accepted, and with no other",
        "Authenticators",
        "if (replaces && acceptance == Acceptance.ACCEPTED) {",
        "if (replaces) {",
        "WizardAttackTest",
    ),
    mutation(
        "replaced-whose",
        "an app that is to replace another must name one's own",
        "Enrolment",
        "if (replaces != null && replaced.isEmpty()) {",
        "if (replaces != null && replaced.isEmpty() && name.isEmpty()) {",
        "WizardAttackTest",
    ),
    # Administration, enumeration, headers
    mutation(
        "role",
        "Settings are for administrators",
        "LoginSecurity",
        'factory.hasRole("ADMIN")',
        "factory.authenticated()",
        "AdministrationAttackTest",
    ),
    mutation(
        "stand-in",
        "while an account waits, a refusal costs a hash all the same",
        "PasswordAuthenticationProvider",
        "        encoder.matches(String.valueOf(asked.getCredentials()), standIn.get());\n",
        "",
        "EnumerationAttackTest",
    ),
    mutation(
        "headers",
        "every answer carries the headers, refusals included",
        "SecurityHeadersValve",
        "        ALWAYS.forEach(response::setHeader);\n",
        "",
        "DisclosureAttackTest",
    ),
]


class NotTried(Exception):
    """A mutation that proves nothing either way."""


def main():
    arguments = parse()
    chosen = choose(arguments.names)
    broken = [(each, lost) for each in chosen for lost in [lost_text(ROOT, each)] if lost]
    for each, lost in broken:
        print(f"{each.name}: {lost}", file=sys.stderr)
    if arguments.list:
        for each in chosen:
            print(f"{each.name:22} {each.defence}")
    if broken:
        return 2
    if arguments.list:
        return 0
    # Ended from outside, it clears up all the same.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    maven = shlex.split(arguments.maven) + (["-o"] if arguments.offline else []) + MAVEN_ARGUMENTS
    with tempfile.TemporaryDirectory(prefix="vestibule-mutations-") as directory:
        copy = Path(directory)
        copy_checkout(copy)
        return run(maven, copy, chosen)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("names", nargs="*", metavar="MUTATION", help="which to try; all without any")
    parser.add_argument("--list", action="store_true", help="only look whether each can be tried")
    parser.add_argument("--offline", action="store_true", help="let Maven ask no repository")
    parser.add_argument("--maven", default="./mvnw", metavar="COMMAND", help="runs Maven (%(default)s)")
    return parser.parse_args()


def choose(names):
    unknown = set(names) - {each.name for each in MUTATIONS}
    if unknown:
        sys.exit("no such mutation: " + ", ".join(sorted(unknown)))
    return [each for each in MUTATIONS if not names or each.name in names]


def source(root, simple_name):
    found = list((root / "src/main/java").rglob(simple_name + ".java"))
    if len(found) != 1:
        raise NotTried(f"{len(found)} files are called {simple_name}.java")
    return found[0]


def lost_text(root, each):
    """Why a mutation cannot be tried any more, or None."""
    try:
        for file, old, _ in each.edits:
            count = source(root, file).read_text("utf-8").count(old)
            if count != 1:
                return f"its text stands {count} times in {file}.java:\n    {old.strip()}"
    except NotTried as reason:
        return str(reason)
    return None


def copy_checkout(copy):
    """What is in the checkout and not ignored, uncommitted changes included."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)


def run(maven, copy, chosen):
    tests = sorted({test.split("#")[0] for each in chosen for test in each.tests})
    print(f"Without a mutation: {', '.join(tests)} …", flush=True)
    try:
        failed = attack(maven, copy, tests)
    except NotTried as reason:
        print(reason, file=sys.stderr)
        return 2
    if failed:
        print("These fail without any mutation: " + ", ".join(failed), file=sys.stderr)
        return 2
    results = []
    for each in chosen:
        result, words = attempt(maven, copy, each)
        print(f"{each.name:22} {words}", flush=True)
        results.append((each, result, words))
    return summary(results)


def attempt(maven, copy, each):
    """Tries one mutation; 0, 1 or 2 as the whole script ends, and the words for it."""
    originals = {}
    try:
        for file, old, new in each.edits:
            path = source(copy, file)
            text = path.read_text("utf-8")
            originals.setdefault(path, text)
            path.write_text(text.replace(old, new), "utf-8")
        failed = attack(maven, copy, each.tests)
        return (0, few(failed)) if failed else (1, "NOT NOTICED")
    except NotTried as reason:
        return 2, f"NOT TRIED: {reason}"
    finally:
        for path, text in originals.items():
            path.write_text(text, "utf-8")


def few(cases):
    more = len(cases) - 2
    return ", ".join(cases[:2]) + (f", and {more} more" if more > 0 else "")


def attack(maven, copy, tests):
    """The cases that fail, by name."""
    reports = copy / "target/surefire-reports"
    shutil.rmtree(reports, ignore_errors=True)
    log = copy / "target/mutation.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("w") as output:
        command = maven + ["test", "-Dtest=" + ",".join(tests), "-Dtest.jvm=" + SHORT_LIVED]
        environment = {"MAVEN_OPTS": SHORT_LIVED, **os.environ}
        done = subprocess.run(command, cwd=copy, stdout=output, stderr=subprocess.STDOUT, env=environment)
    failed, count = [], 0
    for report in sorted(reports.glob("TEST-*.xml")):
        for case in ElementTree.parse(report).getroot().iter("testcase"):
            count += 1
            fault = case.find("failure") if case.find("failure") is not None else case.find("error")
            if fault is None:
                continue
            if "ApplicationContext" in fault.get("message", "") + (fault.text or "")[:500]:
                raise NotTried("the application does not start")
            simple_class = case.get("classname").rsplit(".", 1)[-1]
            method = case.get("name").split("(")[0].split("[")[0].split("{")[0]
            if f"{simple_class}.{method}" not in failed:
                failed.append(f"{simple_class}.{method}")
    if not count or done.returncode and not failed:
        raise NotTried("no attack was run:\n" + log.read_text("utf-8", "replace")[-2000:])
    return failed


def summary(results):
    print()
    print("| defence switched off | noticed by |")
    print("| --- | --- |")
    for each, _, words in results:
        print(f"| `{each.name}`: {each.defence} | {words.splitlines()[0].replace(', ', '<br>')} |")
    noticed = sum(1 for _, result, _ in results if result == 0)
    print(f"\n{noticed} of {len(results)} noticed.")
    return max(result for _, result, _ in results)


if __name__ == "__main__":
    sys.exit(main())
