-- What an administrator changed; all else is at its default.
create table parameter (
    key   varchar(64) constraint parameter_pk primary key,
    value varchar(64) not null
);
