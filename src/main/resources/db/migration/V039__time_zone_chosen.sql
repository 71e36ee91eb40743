-- Null until the user has chosen one. UTC was also what an account began with, so it says nothing about a choice.
alter table account alter time_zone drop not null;
update account set time_zone = null where time_zone = 'UTC';
