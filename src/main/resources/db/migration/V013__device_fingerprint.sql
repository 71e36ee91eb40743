-- The browser's family and platform on the day of trust; null for a device from before they were kept.
alter table trusted_device add fingerprint varchar(200);
