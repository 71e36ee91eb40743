-- The addresses from which a key was used, so that its use from another one is recorded: at most 20, the newest first.
alter table api_key
    add column known_addresses varchar(45)[] not null default '{}',
    -- When a new address was last recorded.
    add column address_told_at timestamptz;
update api_key set known_addresses = array[last_used_from] where last_used_from is not null;
