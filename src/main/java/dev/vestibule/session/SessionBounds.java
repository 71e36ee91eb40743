package dev.vestibule.session;

import java.util.Locale;

/**
 * Bounds the sessions of one account: a script that keeps no cookie opens a new one with each sign-in.
 *
 * <p>Sessions that only the password opened are counted apart from those with a second factor. Otherwise a thief who knows
 * no more than the password could end the sessions of the owner by signing in often.
 */
final class SessionBounds {
    /** The most sessions of each of the two sorts that an account has; the least recently used one gives way. */
    static final int MAX = 50;

    /** Spring Session's own statement, which also deletes the sessions that give way to the new one. */
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
