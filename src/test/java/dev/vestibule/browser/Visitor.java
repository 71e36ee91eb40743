package dev.vestibule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page.GetByTextOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.vestibule.testing.TestAccount;

/** Somebody at a browser, who goes by the words on the page. */
record Visitor(Page page) {
    Visitor open(String path) {
        page.navigate(path);
        return this;
    }

    Visitor fill(String label, String text) {
        field(label).fill(text);
        return this;
    }

    Visitor press(String button) {
        button(button).click();
        return this;
    }

    Visitor follow(String link) {
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName(link).setExact(true))
                .click();
        return this;
    }

    Locator field(String label) {
        return page.getByLabel(label, new GetByLabelOptions().setExact(true));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }

    /** The first step of a sign-in. */
    Visitor enterPassword(String login, String password) {
        return open("/login").fill("Username", login).fill("Password", password).press("Continue");
    }

    /** The second step; the script sends the form at the sixth digit. */
    Visitor enterCode(String code) {
        isAt("/login/code");
        return fill("Six-digit code", code);
    }

    /** All steps. */
    Visitor signIn(TestAccount account) {
        enterPassword(account.login(), account.password());
        if (account.secret() != null) {
            enterCode(account.code());
        }
        return isAt("/");
    }

    Visitor signOut() {
        return press("Sign out").isAt("/login?logout");
    }

    /** Waits until the page of this path, query included, is there. */
    Visitor isAt(String path) {
        assertThat(page).hasURL(path);
        return this;
    }

    /** Waits until the page says this, among other things. */
    Visitor sees(String text) {
        assertThat(page.getByText(text, new GetByTextOptions().setExact(false)).first())
                .isVisible();
        return this;
    }

    Visitor seesNot(String text) {
        assertThat(page.locator("body")).not().containsText(text);
        return this;
    }
}
