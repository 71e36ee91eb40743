alter table account alter login_folded set not null, alter name_folded set not null;
alter table company alter name_folded set not null;
alter table authenticator alter name_folded set not null;

drop index account_login_prefix_ix;
drop index account_name_prefix_ix;
drop index account_email_prefix_ix;
create index account_login_prefix_ix on account (login_folded text_pattern_ops);
create index account_name_prefix_ix on account (name_folded text_pattern_ops);
create index account_email_prefix_ix on account (email_folded text_pattern_ops);

drop index company_name_uq;
create unique index company_name_uq on company (name_folded);
drop index authenticator_name_uq;
create unique index authenticator_name_uq on authenticator (account_id, name_folded);

drop index account_name_order_ix;
create index account_name_order_ix on account (name_folded collate "C", login);
