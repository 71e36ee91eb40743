-- One row for each key that ever sealed something here: its canary opens with that key and no other,
-- so that a start with a wrong key is noticed before the first person is turned away.
create table encryption_key (
    id     varchar(32) constraint encryption_key_pk primary key,
    canary bytea not null
);
