-- One link an account: a new one takes the place of the old.
create table set_password_link (
    account_id uuid constraint set_password_link_pk primary key
        constraint set_password_link_account_fk references account on delete cascade,
    token_hash bytea not null constraint set_password_link_token_uq unique,
    expires_at timestamptz not null
);
