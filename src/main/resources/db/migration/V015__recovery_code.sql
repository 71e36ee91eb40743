-- A set of codes that open an account once each, in place of a code from an app.
create table recovery_code (
    account_id  uuid not null constraint recovery_code_account_fk references account on delete cascade,
    -- Tells the codes of a set apart; it is no secret.
    first_group varchar(4) not null,
    -- By the password encoder: of the other three groups.
    secret_hash varchar(255) not null,
    made_at     timestamptz not null,
    -- Null until it was accepted, which happens once.
    used_at     timestamptz,
    constraint recovery_code_pk primary key (account_id, first_group)
);
