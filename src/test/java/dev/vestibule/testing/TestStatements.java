package dev.vestibule.testing;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.NoOpQueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Records the SQL statements of requests, or lets one fail, whichever library sends them. */
@TestConfiguration(proxyBeanMethods = false)
public class TestStatements {
    @Bean
    static Statements statements() {
        return new Statements();
    }

    @Bean
    static Faults faults() {
        return new Faults();
    }

    @Bean
    static BeanPostProcessor watchedDataSource(Statements statements, Faults faults) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource source
                        ? ProxyDataSourceBuilder.create(source)
                                .listener(statements)
                                .listener(faults)
                                .build()
                        : bean;
            }
        };
    }

    /** Statements of the test itself, of jobs and of other nodes are not those of a request. */
    private static boolean isRequest() {
        return Thread.currentThread().getName().startsWith("http-nio");
    }

    /** The statements of requests. */
    public static final class Statements extends NoOpQueryExecutionListener {
        private final List<String> seen = new CopyOnWriteArrayList<>();
        private volatile boolean recording;

        @Override
        public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
            if (recording && isRequest()) {
                queries.stream()
                        .map(query -> query.getQuery().strip().replaceAll("\\s+", " "))
                        .forEach(seen::add);
            }
        }

        /** The statements that an action sends. */
        public List<String> of(Supplier<?> work) {
            seen.clear();
            recording = true;
            try {
                var unused = work.get();
            } finally {
                recording = false;
            }
            return List.copyOf(seen);
        }
    }

    /** Which statement of a request fails. */
    public static final class Faults extends NoOpQueryExecutionListener {
        private final AtomicInteger left = new AtomicInteger();
        private volatile Predicate<String> failing = sql -> false;

        @Override
        public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
            if (isRequest() && queries.stream().map(QueryInfo::getQuery).anyMatch(failing)) {
                // XX000: an internal error of PostgreSQL, and no outage.
                throw Faults.<RuntimeException>unchecked(new SQLException("a fault for the test", "XX000"));
            }
        }

        /** Every statement that contains this text fails. */
        public void failAt(String part) {
            failing = sql -> sql.contains(part);
        }

        /** @param statement the first is 1 */
        public void failAt(int statement) {
            left.set(statement);
            failing = sql -> left.get() > 0 && left.decrementAndGet() == 0;
        }

        /** @return whether it failed; false when there were fewer statements */
        public boolean end() {
            failing = sql -> false;
            return left.getAndSet(0) == 0;
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <E extends Throwable> E unchecked(Throwable fault) throws E {
            throw (E) fault;
        }
    }
}
