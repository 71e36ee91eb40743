package dev.vestibule.trusteddevice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Passwords;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.authenticator.MfaSwitch;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.throttle.TestTries;
import dev.vestibule.totp.TotpCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** How long a device is trusted, and that a device whose trust has ended stays so. */
@VestibuleTest
record TrustedDevicesEndTest(
        TrustedDevices devices,
        Parameters parameters,
        Passwords passwords,
        SetPasswordLinks links,
        AccountRepository accounts,
        MfaSwitch mfa,
        TestAccounts testAccounts,
        TestClock clock) {
    private static final String NEW_PASSWORD = "marble-kettle-orbit-37";

    @AfterEach
    void restore() {
        parameters.reset(Parameter.SECURE_COOKIE);
        parameters.reset(Parameter.TRUSTED_DEVICE_DAYS);
    }

    @Test
    void deviceWhenSecureGoesBackOnThenThoseWithoutItEndForGood() {
        TestAccount carol = withDevice();
        parameters.set(Parameter.SECURE_COOKIE, 0);
        TestAccount bob = withDevice();

        parameters.set(Parameter.SECURE_COOKIE, 1);
        assertThat(listed(bob)).isEmpty();
        parameters.set(Parameter.SECURE_COOKIE, 0);
        assertThat(listed(bob)).isEmpty();
        parameters.reset(Parameter.SECURE_COOKIE);

        assertThat(listed(carol)).as("given with Secure").hasSize(1);
    }

    @Test
    void deviceWhenSecureIsResetThenThoseWithoutItEnd() {
        parameters.set(Parameter.SECURE_COOKIE, 0);
        TestAccount bob = withDevice();

        parameters.reset(Parameter.SECURE_COOKIE);

        assertThat(listed(bob)).isEmpty();
    }

    @Test
    void deviceWhenItsLifetimePassesThenEndsAtItsLastInstant() {
        TestAccount bob = withDevice();

        clock.pass(Duration.ofDays(30).minusMillis(1));
        assertThat(listed(bob)).hasSize(1);

        clock.pass(Duration.ofMillis(1));
        assertThat(listed(bob)).isEmpty();
    }

    @Test
    void deviceWhenLifetimeIsShortenedThenOlderOnesEnd() {
        TestAccount bob = withDevice();
        clock.pass(Duration.ofDays(2));
        trust(bob);

        parameters.set(Parameter.TRUSTED_DEVICE_DAYS, 2);

        assertThat(listed(bob)).singleElement().satisfies(device -> {
            assertThat(device.trustedAt()).isEqualTo(clock.instant());
            assertThat(device.until()).isEqualTo(clock.instant().plus(Duration.ofDays(2)));
        });
    }

    @Test
    void deviceWhenLifetimeIsLengthenedThenPromiseStays() {
        parameters.set(Parameter.TRUSTED_DEVICE_DAYS, 1);
        TestAccount bob = withDevice();

        parameters.set(Parameter.TRUSTED_DEVICE_DAYS, 365);
        clock.pass(Duration.ofDays(1).minusMillis(1));
        assertThat(listed(bob)).hasSize(1);

        clock.pass(Duration.ofMillis(1));
        assertThat(listed(bob)).isEmpty();
    }

    @Test
    void deviceWhenItEndedByAShorterLifetimeThenALongerOneDoesNotReviveIt() {
        TestAccount bob = withDevice();
        clock.pass(Duration.ofDays(2));
        parameters.set(Parameter.TRUSTED_DEVICE_DAYS, 1);
        assertThat(listed(bob)).isEmpty();

        parameters.set(Parameter.TRUSTED_DEVICE_DAYS, 30);
        assertThat(listed(bob)).isEmpty();
    }

    @Test
    void deviceWhenItEndedWhileTheLifetimeWasShorterThenALongerOneDoesNotReviveIt() {
        TestAccount bob = withDevice();
        parameters.set(Parameter.TRUSTED_DEVICE_DAYS, 5);
        clock.pass(Duration.ofDays(5));
        TestAccount carol = withDevice();
        assertThat(listed(bob)).isEmpty();

        parameters.reset(Parameter.TRUSTED_DEVICE_DAYS);

        assertThat(listed(bob)).isEmpty();
        assertThat(listed(carol)).as("younger than the shorter lifetime").hasSize(1);
    }

    @Test
    void revokeWhenDeviceIsAnotherUsersThenItStays() {
        TestAccount bob = withDevice();
        TestAccount carol = withDevice();
        UUID carols = listed(carol).get(0).id();

        assertThat(devices.revoke(bob.id(), carols)).isFalse();
        assertThat(listed(carol)).hasSize(1);
        assertThat(devices.revoke(carol.id(), carols)).isTrue();
        assertThat(devices.revoke(carol.id(), carols)).isFalse();
        assertThat(listed(carol)).isEmpty();
        assertThat(listed(bob)).hasSize(1);
    }

    @Test
    void revokeAllWhenUserHasSeveralThenOnlyTheirsEnd() {
        TestAccount bob = withDevice();
        trust(bob);
        TestAccount carol = withDevice();

        assertThat(devices.revokeAll(bob.id())).isEqualTo(2);
        assertThat(listed(bob)).isEmpty();
        assertThat(listed(carol)).hasSize(1);
    }

    @Test
    void deviceWhenPasswordIsChangedThenAllOfThatUserEnd() {
        TestAccount bob = withDevice();
        trust(bob);
        TestAccount carol = withDevice();

        passwords.change(bob.id(), version(bob), NEW_PASSWORD);

        assertThat(listed(bob)).isEmpty();
        assertThat(listed(carol)).hasSize(1);
    }

    @Test
    void deviceWhenPasswordIsSetByALinkThenEnds() {
        TestAccount bob = withDevice();

        passwords.set(links.issue(bob.id()).token().text(), NEW_PASSWORD);

        assertThat(listed(bob)).isEmpty();
    }

    @Test
    void deviceWhenMfaIsSwitchedThenEnds() {
        TestAccount bob = withDevice();
        TestAccount carol = withDevice();
        mfa.disable(bob.id(), Optional.of(version(bob)));
        assertThat(listed(bob)).isEmpty();

        trust(bob);
        clock.passWindow();
        mfa.enable(TestTries.of(bob.id()), version(bob), new TotpCode(bob.code()));
        assertThat(listed(bob)).isEmpty();
        assertThat(listed(carol)).hasSize(1);
    }

    private TestAccount withDevice() {
        TestAccount bob = testAccounts.withMfa("bob");
        trust(bob);
        return bob;
    }

    private void trust(TestAccount account) {
        devices.trust(
                account.id(),
                version(account),
                parameters.current(),
                new MockHttpServletRequest(),
                new MockHttpServletResponse());
    }

    private List<TrustedDevice> listed(TestAccount account) {
        return devices.of(account.id(), parameters.current());
    }

    private int version(TestAccount account) {
        return accounts.findById(account.id()).orElseThrow().credentialVersion();
    }
}
