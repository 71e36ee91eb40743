package dev.vestibule.account;

import dev.vestibule.policy.PolicySubject;
import dev.vestibule.text.FoldedText;
import dev.vestibule.text.TimeZones;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's account in one company.
 *
 * <p>Its {@link #credentialVersion()} rises with every change that ends sessions. A session remembers the version it
 * was opened with; with any other it has ended, on every node, at its next request.
 */
@Entity
public class Account {
    @Id
    @GeneratedValue(strategy = GenerationType.UUID)
    private UUID id;

    private String login;
    private String loginFolded;
    private String name;
    private String nameFolded;
    private @Nullable String email;
    private @Nullable String emailFolded;
    private UUID companyId;

    @Enumerated(EnumType.STRING)
    private Role role;

    private @Nullable String timeZone;
    private @Nullable String password;
    private boolean disabled;
    private boolean mfaEnabled;
    private boolean enrolmentDue;
    private int credentialVersion;

    @Enumerated(EnumType.STRING)
    private @Nullable SessionEndReason ended;

    private @Nullable Instant signedInAt;

    @Enumerated(EnumType.STRING)
    private @Nullable Factor signedInWith;

    private @Nullable Instant earlierSignedInAt;

    @Enumerated(EnumType.STRING)
    private @Nullable Factor earlierSignedInWith;

    private Instant createdAt;
    private int version;

    @SuppressWarnings("NullAway.Init") // JPA fills what it reads.
    protected Account() {}

    @SuppressWarnings("NullAway.Init") // JPA assigns the id when it persists.
    Account(Username login, AccountDetails data, Role role, Instant now) {
        this.login = login.text();
        this.loginFolded = FoldedText.of(login.text());
        take(data);
        this.role = role;
        this.credentialVersion = 1;
        this.createdAt = now;
    }

    public UUID id() {
        return id;
    }

    public String login() {
        return login;
    }

    public String name() {
        return name;
    }

    public @Nullable String email() {
        return email;
    }

    public UUID companyId() {
        return companyId;
    }

    public Role role() {
        return role;
    }

    public boolean disabled() {
        return disabled;
    }

    public boolean mfaEnabled() {
        return mfaEnabled;
    }

    /** Whether it was reset: until an app is enrolled anew, the password opens nothing but the way there. */
    public boolean enrolmentDue() {
        return enrolmentDue;
    }

    public boolean hasPassword() {
        return password != null;
    }

    public int credentialVersion() {
        return credentialVersion;
    }

    /** Null when none was chosen. */
    @Nullable
    String timeZone() {
        return timeZone;
    }

    /** UTC when none was chosen, or when this Java does not know it. */
    public ZoneId zone() {
        return TimeZones.orUtc(timeZone);
    }

    /** The sign-in before the present one; null when there was none. */
    public @Nullable SignedIn earlierSignIn() {
        return SignedIn.of(earlierSignedInAt, earlierSignedInWith);
    }

    /** The last sign-in that went all the way; null when there was none. */
    public @Nullable SignedIn lastSignIn() {
        return SignedIn.of(signedInAt, signedInWith);
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Rises when the role or what {@link #edit} changes is another: two people who change the same things at once are told. */
    public int version() {
        return version;
    }

    /** What its company's policy looks at. */
    public PolicySubject subject() {
        return new PolicySubject(role == Role.ADMIN, mfaEnabled, enrolmentDue, createdAt);
    }

    @Nullable
    String password() {
        return password;
    }

    void edit(AccountDetails data) {
        take(data);
        version++;
    }

    private void take(AccountDetails data) {
        take(data.name());
        email = data.email();
        emailFolded = email == null ? null : FoldedText.of(email);
        companyId = data.companyId();
    }

    private void take(String name) {
        this.name = name;
        nameFolded = FoldedText.of(name);
    }

    void present(String name, ZoneId timeZone) {
        if (!this.name.equals(name)) {
            take(name);
            version++;
        }
        this.timeZone = timeZone.getId();
    }

    /** The same password in a stronger hash: nothing ends. */
    void upgradePassword(String hash) {
        password = hash;
    }

    void changePassword(String hash) {
        password = hash;
        endSessions(SessionEndReason.PASSWORD);
    }

    void disable() {
        disabled = true;
        endSessions(SessionEndReason.DISABLED);
    }

    void enable() {
        disabled = false;
    }

    void changeRole(Role role) {
        if (this.role != role) {
            this.role = role;
            version++;
        }
    }

    /** Switches MFA and ends every session but the one that is told the new {@link #credentialVersion()}. */
    public void switchMfa(boolean on) {
        mfaEnabled = on;
        // What was due is done. Off it cannot go while it is due, as it is off then.
        enrolmentDue &= !on;
        endSessions(SessionEndReason.MFA);
    }

    /** Ends every session but the one that is told the new {@link #credentialVersion()}. */
    public void endOtherSessions() {
        endSessions(SessionEndReason.OTHERS);
    }

    /** Ends every session but those that are told the new {@link #credentialVersion()}: they wait for the new pass. */
    public void restartEnrolment() {
        endSessions(SessionEndReason.RESET);
    }

    /** There is no second factor any more, and no way in without one: it has to be enrolled anew. */
    public void reset() {
        mfaEnabled = false;
        enrolmentDue = true;
        endSessions(SessionEndReason.RESET);
    }

    private void endSessions(SessionEndReason why) {
        credentialVersion++;
        ended = why;
    }
}
