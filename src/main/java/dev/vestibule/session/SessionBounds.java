package dev.vestibule.session;

import java.util.Locale;

/**
 * Limits the number of sessions of one account: a script that keeps no cookie creates a session with each sign-in.
 *
 * <p>Sessions with only the password are counted apart from sessions with a second factor. Otherwise an attacker who
 * knows only the password could end the sessions of the user by signing in often.
 */
final class SessionBounds {
    /** The maximum of each of the two kinds for one account; beyond it the least recently used session is deleted. */
    static final int MAX = 50;

    /** Spring Session's own statement, extended to delete the sessions beyond the maximum. */
    static final String INSERT = String.format(Locale.ROOT, """
            with created (primary_id, session_id, creation_time, last_access_time, max_inactive_interval, expiry_time,
                    principal_name) as (
                values (cast(? as char(36)), cast(? as char(36)), cast(? as bigint), cast(? as bigint),
                    cast(? as integer), cast(? as bigint), cast(? as varchar))),
            ranked as (
                select s.primary_id, row_number() over (
                    partition by a.attribute_bytes #>> '{opening,with}' = 'PASSWORD'
                    order by s.last_access_time desc, s.primary_id) as place
                from created c
                join %%TABLE_NAME%% s on s.principal_name = c.principal_name
                left join %%TABLE_NAME%%_attributes a
                    on a.session_primary_id = s.primary_id and a.attribute_name = '%s'),
            surplus as (
                delete from %%TABLE_NAME%% where primary_id in (
                    select primary_id from %%TABLE_NAME%%
                    where primary_id in (select primary_id from ranked where place >= %d)
                    for update skip locked))
            insert into %%TABLE_NAME%% (primary_id, session_id, creation_time, last_access_time, max_inactive_interval,
                expiry_time, principal_name)
            select * from created""", SignIn.ATTRIBUTE, MAX);

    private SessionBounds() {}
}
