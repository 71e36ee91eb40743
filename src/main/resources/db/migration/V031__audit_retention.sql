-- A shorter audit.retention_days applies seven days after it was set, whatever set it, so that there is time to notice.
-- One row: the longest retention that was in force before, and until when it counts.
create table audit_retention (
    id    smallint default 1 constraint audit_retention_pk primary key
        constraint audit_retention_one_row check (id = 1),
    days  integer not null,
    until timestamptz not null
);

-- The days in a value of the parameter; what is out of bounds or not set is the default.
create function audit_retention_days(value text) returns integer language sql immutable as $$
    select case when value ~ '^[0-9]{2,4}$' and value::integer between 30 and 3650 then value::integer else 400 end
$$;

create function audit_retention_shortens() returns trigger language plpgsql security definer as $$
declare
    before integer := audit_retention_days(
        case when tg_op <> 'INSERT' and old.key = 'audit.retention_days' then old.value end);
    after integer := audit_retention_days(
        case when tg_op <> 'DELETE' and new.key = 'audit.retention_days' then new.value end);
begin
    if after < before then
        insert into audit_retention as kept (days, until) values (before, now() + interval '7 days')
        on conflict (id) do update set
            days = greatest(excluded.days, case when kept.until > now() then kept.days end),
            until = excluded.until;
    end if;
    return null;
end $$;

create trigger parameter_shortens_audit_retention after insert or update or delete on parameter
    for each row execute function audit_retention_shortens();

create or replace function audit_retention_end() returns timestamptz language sql stable as $$
    select now() - make_interval(days => greatest(
        audit_retention_days((select value from parameter where key = 'audit.retention_days')),
        (select days from audit_retention where until > now())))
$$;

-- A fixed path, with temporary tables last.
do $$
declare
    name text;
begin
    foreach name in array array['audit_retention_end()', 'audit_retention_shortens()']
    loop
        execute format('alter function %s set search_path = pg_catalog, %I, pg_temp', name, current_schema());
    end loop;
end $$;
