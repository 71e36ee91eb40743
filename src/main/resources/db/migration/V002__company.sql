create table company (
    id         uuid constraint company_pk primary key,
    name       varchar(100) not null,
    created_at timestamptz not null,
    version    integer not null,
    constraint company_name_has_no_colon check (position(':' in name) = 0)
);
create unique index company_name_uq on company (lower(name));
