-- What a company asks of its people. A company without a row asks for nothing.
create table policy (
    company_id              uuid constraint policy_pk primary key
        constraint policy_company_fk references company on delete cascade,
    mfa_required            varchar(14) not null constraint policy_mfa_required_known
        check (mfa_required in ('NO', 'ADMINISTRATORS', 'EVERYONE')),
    grace_days              integer not null constraint policy_grace_bounded check (grace_days between 0 and 90),
    enrolment               varchar(8) not null constraint policy_enrolment_known
        check (enrolment in ('PASSWORD', 'PASS')),
    trusted_devices_allowed boolean not null,
    -- Null: as long as the parameter says.
    trusted_device_days     integer constraint policy_days_bounded check (trusted_device_days between 1 and 365),
    -- In CIDR notation; none: anywhere.
    trusted_networks        text[] not null,
    -- Since when MFA is required of whom, without a break; a change of the rest does not restart the days of grace.
    administrators_since    timestamptz,
    everyone_since          timestamptz,
    constraint policy_since_told check (
        (mfa_required = 'NO') = (administrators_since is null)
        and (mfa_required = 'EVERYONE') = (everyone_since is not null))
);
