package dev.vestibule.authenticator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AppReplacementsTest {
    private final Authenticator old = app("Old phone", null);
    private final Authenticator tablet = app("Tablet", null);
    private final Authenticator middle = app("Phone", old.id());
    private final Authenticator latest = app("New phone", middle.id());
    private final AppReplacements apps = new AppReplacements(List.of(old, tablet, middle, latest));

    @Test
    void appWhenItReplacesAnotherThenTellsWhich() {
        assertThat(apps.replacedBy(latest)).contains(middle);
        assertThat(apps.replacedBy(middle)).contains(old);
        assertThat(apps.replacedBy(tablet)).isEmpty();
    }

    @Test
    void appWhenFirstUsedThenEndsTheOneItReplacesAndWhatThatReplaces() {
        assertThat(apps.endedBy(latest)).containsExactly(middle, old);
        assertThat(apps.endedBy(middle)).containsExactly(old);
        assertThat(apps.endedBy(tablet)).isEmpty();
    }

    @Test
    void appWhenToBeReplacedThenTellsByWhich() {
        assertThat(apps.endersOf(old)).containsExactly(middle, latest);
        assertThat(apps.endersOf(latest)).isEmpty();
    }

    @Test
    void latestWhenSeveralAppsWaitThenIsWhatTheLastOneReplaces() {
        assertThat(apps.latest()).contains(middle);
        assertThat(new AppReplacements(List.of(old, tablet)).latest()).isEmpty();
    }

    @Test
    void appsWhenTheyReplaceEachOtherThenTheSearchEnds() {
        UUID one = UUID.randomUUID();
        Authenticator two = app("Two", one);
        Authenticator first = new Authenticator(one, "One", Instant.EPOCH, null, two.id());
        Authenticator third = app("Three", one);
        AppReplacements circle = new AppReplacements(List.of(first, two, third));

        assertThat(circle.endedBy(first)).containsExactly(two);
        assertThat(circle.endedBy(third)).containsExactly(first, two);
    }

    private static Authenticator app(String name, @Nullable UUID replaces) {
        return new Authenticator(UUID.randomUUID(), name, Instant.EPOCH, null, replaces);
    }
}
