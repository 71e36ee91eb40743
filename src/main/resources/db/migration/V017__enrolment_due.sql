-- Whether the account was reset: until it has enrolled an app anew, its password opens nothing.
alter table account add column enrolment_due boolean not null default false;
alter table account add constraint account_enrolment_due_without_mfa check (not (enrolment_due and mfa_enabled));
