-- The orders of the list of users, each with the login, by which accounts that are otherwise equal are ordered.
create index account_name_order_ix on account (lower(name) collate "C", login);
create index account_signed_in_order_ix on account (coalesce(signed_in_at, '-infinity'), login);
create index company_name_order_ix on company (name);
