package dev.vestibule.testing;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Lets one statement of a request fail, whichever library sends it. */
@TestConfiguration(proxyBeanMethods = false)
public class TestFaults {
    @Bean
    static Faults faults() {
        return new Faults();
    }

    @Bean
    static BeanPostProcessor faultyDataSource() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource source
                        ? ProxyDataSourceBuilder.create(source)
                                .listener(Faults.LISTENER)
                                .build()
                        : bean;
            }
        };
    }

    /** The number of the statement that fails; statements of the test itself and of jobs are not counted. */
    public static final class Faults {
        private static final AtomicInteger LEFT = new AtomicInteger();
        private static final AtomicReference<@Nullable String> PART = new AtomicReference<>();

        private static final QueryExecutionListener LISTENER = new QueryExecutionListener() {
            @Override
            public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
                boolean ofARequest = Thread.currentThread().getName().startsWith("http-nio");
                if (ofARequest && (isNamed(queries) || LEFT.get() > 0 && LEFT.decrementAndGet() == 0)) {
                    // XX000: an internal error of PostgreSQL, and no outage.
                    throw Faults.<RuntimeException>unchecked(new SQLException("a fault for the test", "XX000"));
                }
            }

            @Override
            public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {}
        };

        private static boolean isNamed(List<QueryInfo> queries) {
            String part = PART.get();
            return part != null
                    && queries.stream().anyMatch(query -> query.getQuery().contains(part));
        }

        /** Every statement that contains this text fails. */
        public void failAt(String part) {
            PART.set(part);
        }

        /** @param statement the first is 1 */
        public void failAt(int statement) {
            LEFT.set(statement);
        }

        /** @return whether it failed; false when there were fewer statements */
        public boolean end() {
            PART.set(null);
            return LEFT.getAndSet(0) == 0;
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <E extends Throwable> E unchecked(Throwable fault) throws E {
            throw (E) fault;
        }
    }
}
