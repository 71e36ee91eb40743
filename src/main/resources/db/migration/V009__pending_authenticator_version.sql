-- A pending secret is for the sessions of one credential version: what ends them ends what they were shown.
delete from pending_authenticator;
alter table pending_authenticator add column credential_version integer not null;
