package dev.vestibule.browser;

import org.springframework.jdbc.core.simple.JdbcClient;

/** What an organisation of some size has: 200 users in six companies, long names and addresses, 30 days of events. */
final class RealisticData {
    /** A username of 64 characters, the most that there may be. */
    static final String LONGEST_LOGIN = "maximiliane.von.und.zu.hohenstein-oberwolfach.der.aeltere.linie1";

    private RealisticData() {}

    static void fill(JdbcClient jdbc) {
        jdbc.sql("""
                insert into company (id, name, name_folded, created_at, version)
                select gen_random_uuid(), name, lower(name), now(), 0
                from (values ('Berlin Branch'), ('Verwaltungsgesellschaft Hohenstein-Oberwolfach mbH und Co. KG'),
                    ('Orchard'), ('North Sea Logistics'), ('Zoological Garden')) c (name)""").update();
        jdbc.sql("""
                insert into account (id, login, login_folded, name, name_folded, email, email_folded, company_id, role, time_zone, password, disabled,
                    mfa_enabled, enrolment_due, credential_version, signed_in_at, created_at, version)
                select gen_random_uuid(), login, login, name, lower(name), email, email, c.id,
                    'USER', 'UTC', case when n % 20 = 1 then null else 'x' end,
                    n % 25 = 3, n % 3 > 0 and n % 40 > 0, n % 40 = 0, 1, case when n % 7 > 0 then now() - n * interval '3 hours' end,
                    now() - n * interval '1 day', 0
                from generate_series(1, 200) n
                    cross join lateral (select (array['anna', 'bertram', 'christiane', 'dietlinde'])[1 + n % 4]) w (part)
                    cross join lateral (select
                        case when n = 1 then :longest else 'user' || n || '.' || part || '.miller' end,
                        initcap(part) || ' ' || n || ' von und zu Hohenstein-Oberwolfach',
                        part || n || '.hohenstein@mail.verwaltung.oberwolfach.example.org') t (login, name, email)
                    join lateral (select id from company order by name offset n % 6 limit 1) c on true""").param("longest", LONGEST_LOGIN).update();
        jdbc.sql("""
                insert into audit_event (at, kind, outcome, account_id, actor_kind, address, browser, details, node)
                select now() - n * interval '30 minutes', case when n % 5 = 0 then 'password_refused' else 'signed_in' end,
                    case when n % 5 = 0 then 'failure' else 'success' end, a.id, 'user',
                    cast('2001:db8:85a3:8d3:1319:8a2e:370:' || to_hex(n) as inet), 'Firefox on Linux', '{}',
                    'node-1.oberwolfach.example.org'
                from generate_series(1, 1440) n
                    join lateral (select id from account where email is not null order by login offset n % 200 limit 1) a
                        on true""").update();
    }
}
