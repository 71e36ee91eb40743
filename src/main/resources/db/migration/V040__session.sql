-- Sessions with real columns; those of Spring Session's own tables end, so that each user signs in once more.
-- Without a foreign key: a sign-in does not wait for a change of its account, and a session without an account opens nothing.
create table session (
    id_hash            bytea constraint session_pk primary key,
    account_id         uuid not null,
    credential_version integer not null,
    sign_in            uuid not null,
    opened_at          timestamptz not null,
    opened_with        text not null,
    address            text not null,
    browser            text not null,
    password_at        timestamptz,
    totp_at            timestamptz,
    enrolment_pass_at  timestamptz,
    last_seen_at       timestamptz not null
);
create index session_account_ix on session (account_id);
create index session_last_seen_ix on session (last_seen_at);

drop table spring_session_attributes;
drop table spring_session;
