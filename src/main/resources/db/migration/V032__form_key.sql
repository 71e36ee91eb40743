-- Keys of forms that were sent and made something; each is good for once. A key opens nothing.
create table form_key (
    key        varchar(64) constraint form_key_pk primary key,
    expires_at timestamptz not null
);
create index form_key_expires_ix on form_key (expires_at);
