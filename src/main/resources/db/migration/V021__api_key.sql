-- Keys with which scripts act for an account, within its rights.
create table api_key (
    id             uuid constraint api_key_pk primary key,
    account_id     uuid not null constraint api_key_account_fk references account on delete cascade,
    -- SHA-256 of the key; the key itself is known to its owner alone.
    key_hash       bytea not null constraint api_key_hash_uq unique,
    name           varchar(100) not null,
    scope          varchar(5) not null constraint api_key_scope_known check (scope in ('READ', 'WRITE')),
    made_at        timestamptz not null,
    expires_at     timestamptz not null,
    -- At most a minute behind.
    last_used_at   timestamptz,
    last_used_from varchar(45),
    -- Kept for a while after its end, so that a script that still sends it can be told apart from a guess.
    revoked_at     timestamptz
);
create index api_key_account_ix on api_key (account_id);
create index api_key_expires_ix on api_key (expires_at);
