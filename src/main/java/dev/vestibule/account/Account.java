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
 * An account of one company.
 *
 * <p>The {@link #credentialVersion()} rises with every change that ends sessions. A session stores the version with
 * which it was created; a session with another version has ended, on every node, at its next request.
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

    /** A completed sign-in: its time, and its factor besides the password. */
    public record SignedIn(Instant at, Factor with) {
        private static @Nullable SignedIn of(@Nullable Instant at, @Nullable Factor with) {
            return at == null || with == null ? null : new SignedIn(at, with);
        }
    }

    @SuppressWarnings("NullAway.Init") // JPA sets the fields.
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

    /** Whether the account was reset: until an app is enrolled again, the password only allows the enrolment. */
    public boolean enrolmentDue() {
        return enrolmentDue;
    }

    public boolean hasPassword() {
        return password != null;
    }

    public int credentialVersion() {
        return credentialVersion;
    }

    /** Null when the user has chosen none. */
    @Nullable
    String timeZone() {
        return timeZone;
    }

    /** UTC when the user has chosen none, or when this Java does not know the zone. */
    public ZoneId zone() {
        return TimeZones.orUtc(timeZone);
    }

    /** The sign-in before the present one; null when there was none. */
    public @Nullable SignedIn earlierSignIn() {
        return SignedIn.of(earlierSignedInAt, earlierSignedInWith);
    }

    /** The last completed sign-in; null when there was none. */
    public @Nullable SignedIn lastSignIn() {
        return SignedIn.of(signedInAt, signedInWith);
    }

    public Instant createdAt() {
        return createdAt;
    }

    /**
     * Rises when the role or a field of {@link #edit} changes, so that of two concurrent editors the second one is
     * rejected.
     */
    public int version() {
        return version;
    }

    /** The properties of the account that its company's policy depends on. */
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

    /** Stores a stronger hash of the same password; sessions continue. */
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

    /** Switches MFA and ends every session except the one that stores the new {@link #credentialVersion()}. */
    public void switchMfa(boolean on) {
        mfaEnabled = on;
        // Switching MFA on completes a due enrolment. MFA cannot be switched off while one is due, because it is off
        // then.
        enrolmentDue &= !on;
        endSessions(SessionEndReason.MFA);
    }

    /** Ends every session except the one that stores the new {@link #credentialVersion()}. */
    public void endOtherSessions() {
        endSessions(SessionEndReason.OTHERS);
    }

    /** Ends every session except those that store the new {@link #credentialVersion()} and wait for the new pass. */
    public void restartEnrolment() {
        endSessions(SessionEndReason.RESET);
    }

    /** Removes the second factor and requires a new enrolment at the next sign-in. */
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
