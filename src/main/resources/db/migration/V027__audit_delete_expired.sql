-- The only way to delete audit rows for a role that does not own the tables: it obeys audit.retention_days, takes no time
-- from its caller, and deletes at most 10000 rows of each table. Returns how many rows it deleted.
create function audit_delete_expired(batch integer) returns integer language plpgsql security definer as $$
declare
    retention_end timestamptz := audit_retention_end();
    most integer := least(greatest(coalesce(batch, 0), 0), 10000);
    events integer;
    waits integer;
begin
    delete from audit_event where id in (
        select id from audit_event where at < retention_end
        order by at limit most for update skip locked);
    get diagnostics events = row_count;
    delete from audit_wait where id in (
        select id from audit_wait where minute < retention_end
        order by minute limit most for update skip locked);
    get diagnostics waits = row_count;
    return events + waits;
end $$;
revoke execute on function audit_delete_expired(integer) from public;

-- A fixed path, with temporary tables last: a caller's own table "parameter" must not stand in for ours.
do $$
declare
    name text;
begin
    foreach name in array array['audit_retention_end()', 'audit_refuse()', 'audit_refuse_young()',
        'audit_wait_counts_up()', 'audit_delete_expired(integer)']
    loop
        execute format('alter function %s set search_path = pg_catalog, %I, pg_temp', name, current_schema());
    end loop;
end $$;
