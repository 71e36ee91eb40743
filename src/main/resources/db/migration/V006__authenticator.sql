create table authenticator (
    id                 uuid constraint authenticator_pk primary key,
    account_id         uuid not null constraint authenticator_account_fk references account on delete cascade,
    name               varchar(100) not null,
    key_id             varchar(32) not null constraint authenticator_key_fk references encryption_key,
    sealed_secret      bytea not null,
    -- The RFC 6238 time step of the newest code accepted; a code of this step or an older one is spent.
    last_accepted_step bigint not null,
    added_at           timestamptz not null,
    last_used_at       timestamptz
);
create unique index authenticator_name_uq on authenticator (account_id, lower(name));
create index authenticator_key_ix on authenticator (key_id);

-- The app that a person is about to add: made by the server, kept until confirmed, cancelled or too old.
create table pending_authenticator (
    account_id         uuid constraint pending_authenticator_pk primary key
        constraint pending_authenticator_account_fk references account on delete cascade,
    -- Of the sessions that were shown the secret: what ends them ends it.
    credential_version integer not null,
    id                 uuid not null,
    key_id             varchar(32) not null constraint pending_authenticator_key_fk references encryption_key,
    sealed_secret      bytea not null,
    expires_at         timestamptz not null
);
