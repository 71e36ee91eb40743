package dev.vestibule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The finders find. */
class TemplateTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>Hello</p>",
                "<h1 th:text=\"#{title}\">Prototype</h1>",
                "<p>\n  &copy; Wörter\n</p>",
                "<p th:text=\"'Hello ' + ${name}\"></p>",
                "<p th:text=\"${a} ? 'yes' : #{no}\"></p>",
                "<p th:text=\"${#strings.concat(name, ' days')}\"></p>",
                "<p>[[${days} + ' days']]</p>",
                "<img alt=\"A door\">",
                "<a title=\"Home\">",
                "<nav aria-label=\"Main\">",
                "<nav th:aria-label=\"'Main'\">",
                "<input type=\"text\" placeholder=\"Name\">",
                "<input type=\"submit\" value=\"Send\">",
                "<button>Send</button>",
                "<p th:if=\"${a > b}\">shown</p>"
            })
    void literalsWhenTemplateSpeaksByItselfThenAreFound(String template) {
        assertThat(new TemplateText(template).literals()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- A comment, <p>even</p> this --><p></p>",
                "<!--/* A comment of the template's */--><p th:text=\"#{title}\"></p>",
                "<p th:text=\"#{title(${name})}\"> &middot; &#8230; 1 &ndash; 2 </p>",
                "<p>[[#{title}]]</p>",
                "<p th:text=\"${#messages.msg('role.' + role)}\"></p>",
                "<p th:text=\"#{${'role.' + role}}\"></p>",
                "<p th:text=\"${#messages.msgOrNull('problem.' + code(x) + '.text')} ?: #{problem}\"></p>",
                "<p th:text=\"${kind == 'done'} ? #{yes} : #{no}\"></p>",
                "<p th:text=\"${kind} != 'done' ? #{yes} : #{no}\"></p>",
                "<p th:text=\"${#strings.listJoin(errors, ' ')}\"></p>",
                "<input type=\"hidden\" name=\"remember\" value=\"on\">",
                "<a class=\"title\" data-title=\"x\" th:title=\"#{title}\" th:if=\"${a > b}\" href=\"#content\"></a>",
                "<svg viewBox=\"0 0 1 1\"><path d=\"M1 1h2\"/></svg>"
            })
    void literalsWhenTemplateIsCleanThenAreNone(String template) {
        assertThat(new TemplateText(template).literals()).isEmpty();
    }

    @Test
    void keysWhenTemplateAsksForMessagesThenAreFound() {
        var text = new TemplateText("""
                <p th:text="#{a.b}" th:title="#{c-d.e_F(${x})}">[[#{g}]]</p>
                <p th:text="${#messages.msg('h.i', x)} ?: #{j}"></p>
                <p th:text="${#messages.msgOrNull('k.' + code + '.text')}"></p><p th:text="#{${'l.' + one}}"></p>""");

        assertThat(text.keys()).containsExactly("a.b", "c-d.e_F", "g", "h.i", "j");
        assertThat(text.prefixes()).containsExactly("k.", "l.");
    }

    @Test
    void keysWhenCodeAsksForMessagesThenAreFound() {
        var text = new CodeText("""
                errors.rejectValue("name", "a.b");
                errors.rejectValue(
                        "name",
                        "c.d." + flaw.code(), new Object[] {1}, null);
                errors.reject("e"); messages.getMessage("f.g", null, locale); message("time.now");
                @NotEmpty(message = "{h.i_j}") String x; String path = "not.a.key";""");

        assertThat(text.keys()).containsExactly("a.b", "e", "f.g", "h.i_j", "time.now");
        assertThat(text.prefixes()).containsExactly("c.d.");
        assertThat(new CodeText("class V implements ConstraintValidator<A, B> { String f = \"text.blank\"; }").keys())
                .containsExactly("text.blank");
    }
}
