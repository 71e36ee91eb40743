-- Steps whose codes were shown to the check of a phone's clock. They are spent, without moving the newest step accepted:
-- on a phone that is ahead they lie in the future, and once its clock is mended its codes must be right again.
alter table authenticator add burnt_steps bigint[] not null default '{}';
