-- Every token that a device was ever given, as SHA-256 and until the device ends: one that comes back tells of a copy.
create table trusted_device_token (
    token_hash bytea constraint trusted_device_token_pk primary key,
    device_id  uuid not null
        constraint trusted_device_token_device_fk references trusted_device on delete cascade
);
create index trusted_device_token_device_ix on trusted_device_token (device_id);
insert into trusted_device_token (token_hash, device_id) select token_hash, id from trusted_device;

alter table trusted_device
    -- The second successor, when the previous token was used once more.
    add sibling_hash  bytea,
    -- The token whose use made the present one, or both.
    add previous_hash bytea,
    -- When a browser showed one of them first.
    add shown_at      timestamptz;
