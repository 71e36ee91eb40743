package dev.vestibule.settings.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.audit.AuditTrail.Day;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditChartTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

    @Test
    void barsWhenDrawnThenFillTheHeightAndLeaveNoDayOut() {
        AuditChart chart = AuditChart.of(TODAY, List.of(new Day(TODAY.minusDays(29), 1, 0), new Day(TODAY, 50, 1000)));

        assertThat(chart.bars()).hasSize(30);
        assertThat(chart.bars().get(0).date()).isEqualTo(LocalDate.of(2026, 1, 31));
        assertThat(chart.bars().get(0).signInsHeight()).as("seen at all").isEqualTo(2);
        assertThat(chart.bars().get(29).refusalsHeight()).isEqualTo(chart.height());
        assertThat(chart.bars().get(29).signInsHeight()).isEqualTo(6);
        assertThat(chart.bars().get(29).x() + 20).isEqualTo(chart.width());
        assertThat(chart.most()).isEqualTo(1000);
        assertThat(AuditChart.of(TODAY, List.of()).empty()).isTrue();
    }
}
