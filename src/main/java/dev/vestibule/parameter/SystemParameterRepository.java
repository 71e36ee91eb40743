package dev.vestibule.parameter;

import java.util.List;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface SystemParameterRepository extends Repository<SystemParameter, String> {
    record Changed(String key, String value) {}

    /** Values instead of entities: an entity that is loaded already would hide a change by {@link #set}. */
    @Query("select p.key as key, p.value as value from SystemParameter p")
    List<Changed> findChanged();

    @Modifying
    @Query(nativeQuery = true, value = """
            insert into parameter (key, value) values (:key, :value)
            on conflict (key) do update set value = :value""")
    void set(String key, String value);

    @Modifying
    @Query("delete from SystemParameter p where p.key = :key")
    void reset(String key);
}
