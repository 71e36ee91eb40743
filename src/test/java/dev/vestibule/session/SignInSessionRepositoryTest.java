package dev.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.session.SignInSessionRepository.Forget;
import dev.vestibule.session.SignInSessionRepository.Sparing;
import dev.vestibule.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;

class SignInSessionRepositoryTest {
    private final TestClock clock = new TestClock();
    private final AtomicInteger looks = new AtomicInteger();
    private final SignInSessionRepository<MapSession> sessions = new SignInSessionRepository<>(
            new MapSessionRepository(new ConcurrentHashMap<>()) {
                @Override
                public @Nullable MapSession findById(String id) {
                    looks.incrementAndGet();
                    return super.findById(id);
                }
            },
            clock);

    @BeforeEach
    @AfterEach
    void forget() throws Exception {
        new Forget().doFilter(new MockHttpServletRequest(), new MockHttpServletResponse(), new MockFilterChain());
    }

    @Test
    void lastAccessWhenAskedWithinAMinuteThenStays() {
        Sparing<MapSession> session = sessions.createSession();
        Instant first = session.getLastAccessedTime();

        for (int second = 1; second < 60; second++) {
            session.setAttribute(SessionLifetime.SEEN, first.plusSeconds(second));
        }
        session.setAttribute(
                SessionLifetime.SEEN, first.plus(Duration.ofMinutes(1)).minusMillis(1));

        assertThat(session.getLastAccessedTime()).isEqualTo(first);
    }

    @Test
    void lastAccessWhenAMinutePassedThenMoves() {
        Sparing<MapSession> session = sessions.createSession();
        Instant later = session.getLastAccessedTime().plus(Duration.ofMinutes(1));

        session.setAttribute(SessionLifetime.SEEN, later);
        session.setAttribute(SessionLifetime.SEEN, later.plusSeconds(59));

        assertThat(session.getLastAccessedTime()).isEqualTo(later);
    }

    @Test
    void lastAccessWhenOnlyLookedAtThenStays() {
        Sparing<MapSession> session = sessions.createSession();

        session.setLastAccessedTime(clock.instant().plus(Duration.ofHours(1)));

        assertThat(session.getLastAccessedTime()).isEqualTo(clock.instant());
        assertThat(session.getAttributeNames()).isEmpty();
    }

    @Test
    void createWhenAskedThenLastAccessIsOfTheClock() {
        clock.pass(Duration.ofDays(1));

        assertThat(sessions.createSession().getLastAccessedTime()).isEqualTo(clock.instant());
    }

    @Test
    void findWhenThisThreadJustSavedItThenDoesNotLookAgain() {
        Sparing<MapSession> session = sessions.createSession();
        sessions.save(session);

        assertThat(sessions.findById(session.getId())).isSameAs(session);
        assertThat(looks).hasValue(0);
    }

    @Test
    void findWhenRequestIsOverThenLooksAgain() throws Exception {
        Sparing<MapSession> session = sessions.createSession();
        sessions.save(session);

        forget();

        assertThat(Objects.requireNonNull(sessions.findById(session.getId())).getId())
                .isEqualTo(session.getId());
        assertThat(looks).hasValue(1);
    }

    @Test
    void findWhenAnotherSessionWasSavedThenIsNotMistakenForIt() {
        Sparing<MapSession> one = sessions.createSession();
        sessions.save(one);
        sessions.save(sessions.createSession());

        assertThat(Objects.requireNonNull(sessions.findById(one.getId())).getId())
                .isEqualTo(one.getId());
        assertThat(looks).hasValue(1);
    }

    @Test
    void findWhenSessionWasDeletedThenIsGoneForThisThreadToo() {
        Sparing<MapSession> session = sessions.createSession();
        sessions.save(session);

        sessions.deleteById(session.getId());

        assertThat(sessions.findById(session.getId())).isNull();
    }
}
