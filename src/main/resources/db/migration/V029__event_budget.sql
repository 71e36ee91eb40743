-- How many events of one sort a source has left this hour. Its name does not begin with "audit_", as its rows are changed and
-- deleted.
create table event_budget (
    hour   timestamptz not null,
    -- SHA-256 of kind, reason and source.
    bucket bytea not null,
    events integer not null,
    constraint event_budget_pk primary key (hour, bucket)
);

-- Beyond the budget, events are counted by the minute, as those of sources that wait are.
alter table audit_wait
    add column reason     varchar(40),
    add column outcome    varchar(7) not null default 'failure'
        constraint audit_wait_outcome_known check (outcome in ('success', 'failure', 'info')),
    add column actor_kind varchar(13) not null default 'visitor' constraint audit_wait_actor_known
        check (actor_kind in ('user', 'administrator', 'api_key', 'operator', 'system', 'visitor')),
    add column actor_id   uuid,
    drop constraint audit_wait_source_uq,
    add constraint audit_wait_source_uq
        unique nulls not distinct (minute, kind, reason, address, account_id, actor_kind, actor_id);

create or replace view audit_entry as
    select id, at, kind, outcome, reason, account_id, login_hash, actor_kind, actor_id, address, browser,
        session_hash, factor, details, node, 1 as tries
    from audit_event
    union all
    select id, minute, kind, cast(outcome as varchar), cast(reason as varchar), account_id, null,
        cast(actor_kind as varchar), actor_id, address, null, null, null,
        jsonb_build_object('count', tries::text), null, tries
    from audit_wait;
