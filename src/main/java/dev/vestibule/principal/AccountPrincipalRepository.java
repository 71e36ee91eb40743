package dev.vestibule.principal;

import dev.vestibule.account.Role;
import dev.vestibule.account.SessionEndReason;
import dev.vestibule.account.Username;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.policy.Policy;
import dev.vestibule.policy.PolicySubject;
import dev.vestibule.text.TimeZones;
import dev.vestibule.trusteddevice.PresentedTokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads account, company, the trusted device of this browser and the parameters: one query for each request. */
@Component
public class AccountPrincipalRepository {
    private static final String COLUMNS = String.format(Locale.ROOT, """
            a.id, a.login, a.name, c.name as company, a.role, a.time_zone, a.password, a.disabled, a.mfa_enabled,
            a.enrolment_due, a.credential_version, a.ended, a.created_at, %s, %s as parameters""", Policy.AS_JSON, ParameterValues.AS_JSON);

    private static final String COMPANY =
            " join company c on c.id = a.company_id left join policy p on p.company_id = c.id";

    private final JdbcClient jdbc;
    private final Clock clock;

    AccountPrincipalRepository(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * An account as the database has it now.
     *
     * @param password the stored hash; null when no password was ever set
     * @param ended why the account's sessions of other credential versions ended
     * @param unshown whether no browser has sent the device's token before
     */
    public record Found(
            AccountPrincipal principal,
            @Nullable String password,
            boolean disabled,
            @Nullable SessionEndReason ended,
            boolean unshown) {
        @Override
        public String toString() {
            return "Found[" + principal.id() + "]";
        }
    }

    /** @param address the source address of the request */
    public Optional<Found> byId(UUID id, PresentedTokens tokens, String address) {
        List<Found> rows = jdbc.sql("select " + COLUMNS + """
                , d.id as device, d.secure, d.fingerprint, d.trusted_at, d.expires_at,
                    d.shown_at is null and (:secure in (d.token_hash, d.sibling_hash)
                        or :plain in (d.token_hash, d.sibling_hash)) as unshown
                from account a""" + COMPANY + """
                 left join trusted_device d on d.account_id = a.id
                    and (d.secure and :secure in (d.token_hash, d.sibling_hash, d.previous_hash)
                        or not d.secure and :plain in (d.token_hash, d.sibling_hash, d.previous_hash))
                where a.id = :id""")
                .param("secure", tokens.secure())
                .param("plain", tokens.plain())
                .param("id", id)
                .query((row, n) -> found(row, tokens, address))
                .list();
        // The query returns two rows when the browser sent both cookies: at most one of the devices is honoured.
        return rows.stream()
                .filter(found -> found.principal().device() != null)
                .findFirst()
                .or(() -> rows.stream().findFirst());
    }

    public Optional<Found> byLogin(Username username) {
        return jdbc.sql("select " + COLUMNS + " from account a" + COMPANY + " where a.login = :login")
                .param("login", username.text())
                .query((row, n) -> found(row, null, ""))
                .optional();
    }

    private Found found(ResultSet row, @Nullable PresentedTokens tokens, String address) throws SQLException {
        Policy policy = Policy.ofJson(row.getString("policy"));
        ParameterValues parameters = policy.inForce(ParameterValues.ofJson(row.getString("parameters")));
        Role role = Role.valueOf(row.getString("role"));
        PolicySubject subject = PolicySubject.read(row);
        String ended = row.getString("ended");
        AccountPrincipal principal = new AccountPrincipal(
                row.getObject("id", UUID.class),
                row.getString("login"),
                row.getString("name"),
                row.getString("company"),
                role,
                TimeZones.orUtc(row.getString("time_zone")),
                row.getString("time_zone") != null,
                policy.mfaStatus(subject, clock.instant()),
                policy,
                row.getInt("credential_version"),
                parameters,
                tokens == null || policy.refusesDevice(address).isPresent() ? null : device(row, tokens, parameters));
        return new Found(
                principal,
                row.getString("password"),
                row.getBoolean("disabled"),
                ended == null ? null : SessionEndReason.valueOf(ended),
                principal.device() != null && row.getBoolean("unshown"));
    }

    private @Nullable UUID device(ResultSet row, PresentedTokens tokens, ParameterValues parameters)
            throws SQLException {
        UUID device = row.getObject("device", UUID.class);
        return device != null && tokens.honoured(row, parameters, clock.instant()) ? device : null;
    }
}
