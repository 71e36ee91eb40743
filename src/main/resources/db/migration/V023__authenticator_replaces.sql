-- Which app a new one takes the place of, once a code of the new one has completed a sign-in. It is one of the same
-- account, and when it is gone there is nothing left to replace.
alter table authenticator
    add constraint authenticator_account_uq unique (account_id, id),
    add replaces uuid constraint authenticator_replaces_another check (replaces <> id),
    add constraint authenticator_replaces_fk foreign key (account_id, replaces)
        references authenticator (account_id, id) on delete set null (replaces);
