-- Which events a person must be told of, until they are read; what happened stands in the event.
create table notice (
    event_id   bigint constraint notice_pk primary key
        constraint notice_event_fk references audit_event on delete cascade,
    account_id uuid not null constraint notice_account_fk references account on delete cascade,
    read_at    timestamptz
);
create index notice_unread_ix on notice (account_id, event_id desc) where read_at is null;
create index notice_account_ix on notice (account_id);
