-- What happened. Rows are written once and never changed; they outlive the accounts they are about.
create sequence audit_id;

create table audit_event (
    id           bigint default nextval('audit_id') constraint audit_event_pk primary key,
    at           timestamptz not null,
    kind         varchar(40) not null,
    outcome      varchar(7) not null
        constraint audit_event_outcome_known check (outcome in ('success', 'failure', 'info')),
    reason       varchar(40),
    account_id   uuid,
    -- A keyed hash of what was typed as a login that nobody has: people type passwords there.
    login_hash   bytea,
    actor_kind   varchar(13) not null constraint audit_event_actor_known
        check (actor_kind in ('user', 'administrator', 'api_key', 'operator', 'system', 'visitor')),
    actor_id     uuid,
    address      inet,
    browser      varchar(200),
    -- SHA-256 of the session's id.
    session_hash bytea,
    factor       varchar(20),
    details      jsonb not null,
    node         varchar(255) not null
);
create index audit_event_at_ix on audit_event (at desc, id desc);
create index audit_event_account_ix on audit_event (account_id, at desc, id desc);
create index audit_event_kind_ix on audit_event (kind, at desc, id desc);
create index audit_event_address_ix on audit_event (address, at desc);
create index audit_event_login_ix on audit_event (login_hash, at desc) where login_hash is not null;

-- Tries that were not looked at because their source has to wait: counted, as there may be any number.
create table audit_wait (
    id         bigint default nextval('audit_id') constraint audit_wait_pk primary key,
    minute     timestamptz not null,
    kind       varchar(40) not null,
    -- Of IPv6 its /64, which one customer has to himself.
    address    inet,
    account_id uuid,
    tries      integer not null,
    constraint audit_wait_source_uq unique nulls not distinct (minute, kind, address, account_id)
);
create index audit_wait_minute_ix on audit_wait (minute desc, id desc);
create index audit_wait_account_ix on audit_wait (account_id, minute desc);

-- Both as one list.
create view audit_entry as
    select id, at, kind, outcome, reason, account_id, login_hash, actor_kind, actor_id, address, browser,
        session_hash, factor, details, node, 1 as tries
    from audit_event
    union all
    select id, minute, kind, 'failure', null, account_id, null, 'visitor', null, address, null,
        null, null, jsonb_build_object('count', tries::text), null, tries
    from audit_wait;

-- What happened before this may be removed. The database's own time counts: a node's clock may be wrong.
create function audit_retention_end() returns timestamptz language sql stable as $$
    select now() - make_interval(days => coalesce(
        (select case when value ~ '^[0-9]{2,4}$' and value::integer between 30 and 3650 then value::integer end
         from parameter where key = 'audit.retention_days'), 400))
$$;

create function audit_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'audit rows are not changed' using errcode = 'restrict_violation';
end $$;

create function audit_refuse_young() returns trigger language plpgsql as $$
begin
    if (to_jsonb(old) ->> tg_argv[0])::timestamptz >= audit_retention_end() then
        raise exception 'audit rows are kept for audit.retention_days' using errcode = 'restrict_violation';
    end if;
    return old;
end $$;

create function audit_wait_counts_up() returns trigger language plpgsql as $$
begin
    if new.tries <= old.tries or to_jsonb(new) - 'tries' <> to_jsonb(old) - 'tries' then
        raise exception 'audit rows are not changed' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

create trigger audit_event_no_update before update on audit_event
    for each statement execute function audit_refuse();
create trigger audit_event_no_truncate before truncate on audit_event
    for each statement execute function audit_refuse();
create trigger audit_event_no_young_delete before delete on audit_event
    for each row execute function audit_refuse_young('at');
create trigger audit_wait_up_only before update on audit_wait
    for each row execute function audit_wait_counts_up();
create trigger audit_wait_no_truncate before truncate on audit_wait
    for each statement execute function audit_refuse();
create trigger audit_wait_no_young_delete before delete on audit_wait
    for each row execute function audit_refuse_young('minute');
