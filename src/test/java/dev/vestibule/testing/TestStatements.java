package dev.vestibule.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Records every SQL statement that this application sends, whichever library wrote it. */
@TestConfiguration(proxyBeanMethods = false)
public class TestStatements {
    @Bean
    static Statements statements() {
        return new Statements();
    }

    @Bean
    static BeanPostProcessor watchedDataSource() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource source
                        ? ProxyDataSourceBuilder.create(source)
                                .listener(Statements.LISTENER)
                                .build()
                        : bean;
            }
        };
    }

    /** The statements. */
    public static final class Statements {
        private static final List<String> SEEN = new CopyOnWriteArrayList<>();

        private static final QueryExecutionListener LISTENER = new QueryExecutionListener() {
            @Override
            public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {}

            @Override
            public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
                queries.stream()
                        .map(query -> query.getQuery().strip().replaceAll("\\s+", " "))
                        .filter(sql -> !isCleaning(sql))
                        .forEach(SEEN::add);
            }
        };

        /** Statements of cleanup jobs and of the clock check, which run at any time during a test. */
        private static boolean isCleaning(String sql) {
            return sql.equals("select clock_timestamp()")
                    || sql.matches("(?i)delete from \\w+ where (ctid = any|id in) \\(.*");
        }

        /** The statements that an action sends. */
        public List<String> of(Supplier<?> work) {
            SEEN.clear();
            var unused = work.get();
            return List.copyOf(SEEN);
        }
    }
}
