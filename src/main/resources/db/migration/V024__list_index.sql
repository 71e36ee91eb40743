-- What lists are narrowed to and few may have: found by an index of its own, however many accounts there are.
drop index account_company_ix;
create index account_company_ix on account (company_id, login);
create index account_disabled_ix on account (login) where disabled;
create index account_without_password_ix on account (login) where password is null;
create index account_enrolment_due_ix on account (login) where enrolment_due;
create index account_with_mfa_ix on account (login) where mfa_enabled;
create index account_without_mfa_ix on account (login) where not mfa_enabled;
create index audit_event_outcome_ix on audit_event (outcome, at desc, id desc);
