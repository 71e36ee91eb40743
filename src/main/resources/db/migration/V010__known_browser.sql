-- Browsers in which somebody signed in all the way; for throttling only, they open nothing.
create table known_browser (
    -- SHA-256 of the cookie's token; several accounts share a browser.
    token_hash bytea not null,
    account_id uuid not null constraint known_browser_account_fk references account on delete cascade,
    seen_at    timestamptz not null,
    constraint known_browser_pk primary key (token_hash, account_id)
);
create index known_browser_account_ix on known_browser (account_id);
create index known_browser_seen_ix on known_browser (seen_at);
