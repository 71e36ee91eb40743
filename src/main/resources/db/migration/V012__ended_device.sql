-- Devices that skip the code no more, kept as long as a browser may still send their cookie, to say why it asks.
create table ended_device (
    token_hash bytea constraint ended_device_pk primary key,
    account_id uuid not null constraint ended_device_account_fk references account on delete cascade,
    browser    varchar(200) not null,
    ended      varchar(20) not null,
    ended_at   timestamptz not null
);
create index ended_device_account_ix on ended_device (account_id);
create index ended_device_ended_at_ix on ended_device (ended_at);
