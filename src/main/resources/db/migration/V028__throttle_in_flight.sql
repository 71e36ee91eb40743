-- Tries that are being checked: when each is given up, should its node never say how it ended. They are no failures, and
-- count towards the bound while they last.
alter table throttle add column in_flight timestamptz[] not null default '{}';
alter table code_row add column in_flight timestamptz[] not null default '{}';
