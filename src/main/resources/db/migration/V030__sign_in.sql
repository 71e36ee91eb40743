-- Which sign-in of the actor's an event belongs to: the same through all ids that its session is given. It opens nothing.
alter table audit_event add sign_in uuid;

create or replace view audit_entry as
    select id, at, kind, outcome, reason, account_id, login_hash, actor_kind, actor_id, address, browser,
        session_hash, factor, details, node, 1 as tries, sign_in
    from audit_event
    union all
    select id, minute, kind, cast(outcome as varchar), cast(reason as varchar), account_id, null,
        cast(actor_kind as varchar), actor_id, address, null, null, null,
        jsonb_build_object('count', tries::text), null, tries, null
    from audit_wait;

-- One app in the making for each sign-in of an account, shown to no other. It lives for minutes, so none is kept.
delete from pending_authenticator;
alter table pending_authenticator
    drop constraint pending_authenticator_pk,
    add sign_in uuid not null,
    -- Recovery codes of the first app are derived from it, for as long as it is here.
    add seed bytea,
    -- When its owner was last told that the wizard was opened; null: not in the last hour.
    add told_at timestamptz,
    -- Null once it was confirmed or cancelled.
    alter column sealed_secret drop not null,
    alter column key_id drop not null,
    add constraint pending_authenticator_pk primary key (account_id, sign_in);
create index pending_authenticator_expires_ix on pending_authenticator (expires_at);
