-- The list of users orders companies by their folded names: the order of names depends on the locale of the database.
drop index company_name_order_ix;
create index company_name_order_ix on company (name_folded collate "C");
