package dev.vestibule.company;

import dev.vestibule.text.FoldedText;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

public interface CompanyRepository extends Repository<Company, UUID> {
    /**
     * Writes at once, so that other statements of the transaction see the company and a taken name is detected here.
     */
    Company saveAndFlush(Company company);

    Optional<Company> findById(UUID id);

    /** Reads the company and locks its row until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select c from Company c where c.id = :id")
    Optional<Company> lock(UUID id);

    /** Reads all companies and locks their rows until the transaction ends, always in the same order. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select c from Company c order by c.id")
    List<Company> lockAll();

    boolean existsByNameFolded(String nameFolded);

    /** Whether a company has this name, or one that differs only in case, width or composition. */
    default boolean isTaken(String name) {
        return existsByNameFolded(FoldedText.of(name));
    }

    List<Company> findAllByOrderByName();
}
