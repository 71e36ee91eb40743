package dev.vestibule.company;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/** All companies. */
public interface Companies extends Repository<Company, UUID> {
    Company save(Company company);

    Optional<Company> findById(UUID id);

    List<Company> findAllByOrderByName();
}
