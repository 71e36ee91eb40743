-- Named as the field names it.
alter table roster rename to user_import;
alter table user_import rename column made to created;
alter table user_import rename constraint roster_pk to user_import_pk;
alter table user_import rename constraint roster_account_fk to user_import_account_fk;
alter table user_import rename constraint roster_state_known to user_import_state_known;
alter table user_import rename constraint roster_kept_until_made to user_import_kept_until_created;
alter index roster_account_ix rename to user_import_account_ix;
alter index roster_running_uq rename to user_import_running_uq;
