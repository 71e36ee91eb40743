create table trusted_device (
    id           uuid constraint trusted_device_pk primary key,
    account_id   uuid not null constraint trusted_device_account_fk references account on delete cascade,
    -- SHA-256 of the cookie's token; the token itself is known to the browser alone.
    token_hash   bytea not null constraint trusted_device_token_uq unique,
    -- Whether the cookie was given with the Secure flag.
    secure       boolean not null,
    browser      varchar(200) not null,
    trusted_at   timestamptz not null,
    expires_at   timestamptz not null,
    last_used_at timestamptz not null
);
create index trusted_device_account_ix on trusted_device (account_id);
create index trusted_device_expires_ix on trusted_device (expires_at);
