-- Failures that count against a key, within an hour from the first of them.
create table throttle (
    stage       varchar(16) not null,
    -- MAC of the login, made with a key that is not here: people type passwords into that field. Empty: whoever.
    login       bytea not null,
    -- The client's network, or the hash of a known browser's token. Empty: wherever from.
    source      varchar(64) not null,
    failures    integer not null,
    -- From this many on, each starts a wait.
    allowed     integer not null,
    since       timestamptz not null,
    waits_until timestamptz,
    constraint throttle_pk primary key (stage, login, source)
);
create index throttle_since_ix on throttle (since);

-- Wrong codes of an account in a row, whatever kind of code and wherever it was typed.
create table code_row (
    account_id  uuid constraint code_row_pk primary key
        constraint code_row_account_fk references account on delete cascade,
    failures    integer not null,
    waits_until timestamptz
);

-- Wrong codes of an account by day (UTC): no right one takes them away.
create table code_day (
    account_id uuid not null constraint code_day_account_fk references account on delete cascade,
    day        date not null,
    failures   integer not null,
    constraint code_day_pk primary key (account_id, day)
);
create index code_day_day_ix on code_day (day);
