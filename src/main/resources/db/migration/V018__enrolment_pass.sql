-- What lets an account that was reset enrol: once, and for an hour.
create table enrolment_pass (
    account_id uuid constraint enrolment_pass_pk primary key
        constraint enrolment_pass_account_fk references account on delete cascade,
    pass_hash  bytea not null,
    expires_at timestamptz not null
);
