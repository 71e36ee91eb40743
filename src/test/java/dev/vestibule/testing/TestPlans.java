package dev.vestibule.testing;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.proxy.ParameterSetOperation;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Has the database explain the queries that this application sends, each with the values it was sent with. */
@TestConfiguration(proxyBeanMethods = false)
public class TestPlans {
    @Bean
    static Plans plans() {
        return new Plans();
    }

    @Bean
    static BeanPostProcessor explainedDataSource(Plans plans) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource source
                        ? ProxyDataSourceBuilder.create(source)
                                .listener(plans.new Explaining(source))
                                .build()
                        : bean;
            }
        };
    }

    /** The plan of a query. */
    public static final class Plans {
        private final List<String> plans = new CopyOnWriteArrayList<>();
        private volatile boolean wanted;

        /** The plans of the queries that an action sends, each as PostgreSQL's {@code explain analyze} writes it. */
        public List<String> of(Runnable work) {
            plans.clear();
            wanted = true;
            try {
                work.run();
            } finally {
                wanted = false;
            }
            return List.copyOf(plans);
        }

        private final class Explaining implements QueryExecutionListener {
            private final DataSource source;

            Explaining(DataSource source) {
                this.source = source;
            }

            @Override
            public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {}

            @Override
            public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
                if (wanted) {
                    queries.stream().filter(Explaining::reads).forEach(this::explain);
                }
            }

            private static boolean reads(QueryInfo query) {
                String sql = query.getQuery().strip().toLowerCase(Locale.ROOT);
                return sql.startsWith("select") && !sql.contains("for update") && !sql.contains("for no key update");
            }

            private void explain(QueryInfo query) {
                try (Connection connection = source.getConnection();
                        PreparedStatement statement = connection.prepareStatement(
                                "explain (analyze, costs off, timing off, summary off) " + query.getQuery())) {
                    for (ParameterSetOperation value : query.getParametersList().get(0)) {
                        value.getMethod().invoke(statement, value.getArgs());
                    }
                    plans.add(read(statement.executeQuery()));
                } catch (SQLException | IllegalAccessException | InvocationTargetException e) {
                    throw new IllegalStateException(query.getQuery(), e);
                }
            }

            private static String read(ResultSet lines) throws SQLException {
                StringBuilder plan = new StringBuilder();
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
                return plan.toString();
            }
        }
    }
}
