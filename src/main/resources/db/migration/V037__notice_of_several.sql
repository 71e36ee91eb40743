-- One event may be told to several accounts: a shorter audit retention to all administrators.
alter table notice drop constraint notice_pk;
alter table notice add constraint notice_pk primary key (event_id, account_id);
