create table account (
    id                     uuid constraint account_pk primary key,
    -- Normalised by the application (NFKC, lower case): what is equal here is one person.
    login                  varchar(64) not null constraint account_login_uq unique,
    name                   varchar(100) not null,
    email                  varchar(254),
    company_id             uuid not null constraint account_company_fk references company,
    role                   varchar(5) not null constraint account_role_known check (role in ('USER', 'ADMIN')),
    time_zone              varchar(64) not null,
    -- Null until the person has chosen one.
    password               varchar(255),
    disabled               boolean not null,
    mfa_enabled            boolean not null,
    -- A session knows the version it was opened with; any other has ended, for the reason beside it.
    credential_version     integer not null,
    ended                  varchar(16),
    signed_in_at           timestamptz,
    signed_in_with         varchar(16),
    earlier_signed_in_at   timestamptz,
    earlier_signed_in_with varchar(16),
    created_at             timestamptz not null,
    version                integer not null
);
create index account_company_ix on account (company_id);
-- Searches are by prefix, whatever the collation.
create index account_login_prefix_ix on account (login text_pattern_ops);
create index account_name_prefix_ix on account (lower(name) text_pattern_ops);
create index account_email_prefix_ix on account (lower(email) text_pattern_ops);
create index account_administrator_ix on account (id) where role = 'ADMIN';
