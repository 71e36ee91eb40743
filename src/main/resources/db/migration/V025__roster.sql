-- Files of accounts to make: kept from the check until they are made, and the file no longer than that.
create table roster (
    id         uuid constraint roster_pk primary key,
    account_id uuid not null constraint roster_account_fk references account on delete cascade,
    state      varchar(7) not null constraint roster_state_known
        check (state in ('CHECKED', 'RUNNING', 'DONE', 'CHANGED', 'STOPPED')),
    content    bytea,
    -- How many accounts there are in it, and how many of them have been made so far.
    total      integer not null,
    made       integer not null,
    -- When something was last heard of it.
    touched_at timestamptz not null,
    constraint roster_kept_until_made check ((content is not null) = (state in ('CHECKED', 'RUNNING')))
);
create index roster_account_ix on roster (account_id);
-- One at a time, on all nodes: each takes a connection for as long as it runs.
create unique index roster_running_uq on roster (state) where state = 'RUNNING';
