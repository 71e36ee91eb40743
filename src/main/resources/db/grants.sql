-- What the role that serves requests may do, where another role owns the tables. Run by the owner after each migration,
-- in one transaction, with the name of that role in vestibule.role.
do $$
declare
    role name := current_setting('vestibule.role');
    part record;
begin
    -- Nodes that start together would change the same rows of the catalogue.
    perform pg_advisory_xact_lock(8531068834297536372);
    execute format('grant usage on schema %I to %I', current_schema(), role);
    -- Databases made before PostgreSQL 15 let everybody create functions here, which could stand in for ours.
    execute format('revoke create on schema %I from public, %I', current_schema(), role);

    for part in
        select c.oid::regclass as name, c.relname, c.relkind from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = current_schema() and c.relkind in ('r', 'p', 'v', 'S')
            and pg_has_role(current_user, c.relowner, 'usage')
    loop
        execute format('revoke all on %s from %I', part.name, role);
        if part.relkind = 'S' then
            execute format('grant usage on sequence %s to %I', part.name, role);
        elsif part.relname in ('flyway_schema_history', 'audit_retention') then
            execute format('grant select on %s to %I', part.name, role);
        elsif part.relname like 'audit\_%' then
            -- Rows are added. They are deleted by audit_delete_expired alone.
            execute format('grant select, insert on %s to %I', part.name, role);
        else
            execute format('grant select, insert, update, delete on %s to %I', part.name, role);
        end if;
    end loop;

    if to_regclass('audit_wait') is not null then
        -- A trigger lets the number only grow.
        execute format('grant update (tries) on audit_wait to %I', role);
    end if;
    if to_regprocedure('audit_delete_expired(integer)') is not null then
        execute format('grant execute on function audit_delete_expired(integer) to %I', role);
    end if;
end $$;
