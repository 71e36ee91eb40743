package dev.vestibule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;

/** The house rules that a compiler does not know. */
final class Architecture {
    private static final String[] CLOCKS = {"dev.vestibule.platform..", "dev.vestibule.database.."};

    /** Known to a template or to Spring alone. */
    private static final Set<String> OPENED_BY_NAME = Set.of(
            "dev.vestibule.VestibuleApplication", // main
            "dev.vestibule.server.TimedHttpProtocol", // Tomcat makes it
            "dev.vestibule.web.Times", // @times in templates
            "dev.vestibule.encryption.DecryptionException", // a fault that nobody catches
            "dev.vestibule.preferences.ProtectionSummary"); // a model's value, which templates ask

    private static final Set<String> IMPORTED = imports();

    static final ArchRule TIME_COMES_FROM_THE_CLOCK = noClasses()
            .that()
            .resideOutsideOfPackages(CLOCKS)
            .should()
            .accessTargetWhere(describe("asks the system for the time", Architecture::asksForTheTime));

    static final ArchRule RANDOMNESS_COMES_FROM_ONE_SOURCE = noClasses()
            .that()
            .resideOutsideOfPackages(CLOCKS)
            .should()
            .accessTargetWhere(describe("opens a source of randomness", Architecture::opensRandomness));

    /** Else machines would read digits and letters as the language of the server's user writes them. */
    static final ArchRule TEXT_NAMES_ITS_LOCALE = noClasses()
            .should()
            .accessTargetWhere(describe("takes the locale of this Java", Architecture::takesTheDefaultLocale));

    static final ArchRule CONTROLLERS_ARE_PACKAGE_PRIVATE = classes()
            .that()
            .areMetaAnnotatedWith(Controller.class)
            .and()
            .areNotAnnotations()
            .should()
            .notBePublic();

    static final ArchRule PUBLIC_HAS_A_CALLER = classes()
            .that()
            .areTopLevelClasses()
            .and()
            .haveModifier(JavaModifier.PUBLIC)
            .should(beUsedInAnotherPackage());

    static final ArchRule NAMES_SAY_WHAT_THINGS_ARE = noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Helpers|(?<!Authorization)Manager|Impl|Abstract[A-Z]\\w*)");

    static final ArchRule NOTHING_IS_INJECTED_INTO_FIELDS = noFields()
            .should()
            .beAnnotatedWith(Autowired.class)
            .orShould()
            .beAnnotatedWith(Value.class)
            .orShould()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("jakarta.annotation.Resource")
            .orShould()
            .beAnnotatedWith("jakarta.persistence.PersistenceContext")
            .allowEmptyShould(true);

    private Architecture() {}

    private static boolean takesTheDefaultLocale(JavaAccess<?> access) {
        if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) {
            return false;
        }
        boolean withLocale = target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Locale.class));
        return !withLocale
                && Set.of(
                                "java.lang.String.format",
                                "java.lang.String.formatted",
                                "java.lang.String.toLowerCase",
                                "java.lang.String.toUpperCase",
                                "java.io.PrintStream.printf",
                                "java.io.PrintStream.format",
                                "java.io.PrintWriter.printf",
                                "java.io.PrintWriter.format",
                                "java.time.format.DateTimeFormatter.ofPattern",
                                "java.time.format.DateTimeFormatterBuilder.toFormatter",
                                "java.text.NumberFormat.getInstance",
                                "java.text.NumberFormat.getNumberInstance",
                                "java.text.NumberFormat.getIntegerInstance",
                                "java.text.Collator.getInstance",
                                "java.text.MessageFormat.format",
                                "java.text.MessageFormat.<init>",
                                "java.text.DecimalFormat.<init>",
                                "java.text.SimpleDateFormat.<init>",
                                "java.util.Formatter.<init>",
                                "java.util.Locale.getDefault")
                        .contains(target.getOwner().getName() + "." + target.getName());
    }

    private static Set<String> imports() {
        Pattern statement = Pattern.compile("(?m)^import (dev\\.vestibule\\.[\\w.]+);$");
        try (var files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> statement.matcher(read(file)).results())
                    .map(found -> found.group(1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DescribedPredicate<JavaAccess<?>> describe(String what, Predicate<JavaAccess<?>> predicate) {
        return DescribedPredicate.describe(what, predicate);
    }

    private static boolean asksForTheTime(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getName();
        if (owner.getPackageName().equals("java.time")) {
            return name.equals("now") && !takes(access, Clock.class)
                    || owner.isEquivalentTo(Clock.class) && (name.startsWith("system") || name.startsWith("tick"));
        }
        return owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis")
                || owner.isEquivalentTo(Calendar.class) && name.equals("getInstance")
                || owner.isEquivalentTo(Date.class) && isNew(access) && !takes(access, long.class);
    }

    private static boolean opensRandomness(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return owner.isEquivalentTo(Math.class) && access.getName().equals("random")
                || owner.isEquivalentTo(ThreadLocalRandom.class)
                || (owner.isEquivalentTo(Random.class) || owner.isEquivalentTo(SplittableRandom.class)) && isNew(access)
                || owner.isEquivalentTo(SecureRandom.class)
                        && (isNew(access) || access.getName().startsWith("getInstance"));
    }

    private static boolean isNew(JavaAccess<?> access) {
        return access.getName().equals("<init>");
    }

    private static boolean takes(JavaAccess<?> access, Class<?> parameter) {
        return parameters(access).stream().anyMatch(type -> type.isEquivalentTo(parameter));
    }

    private static List<JavaClass> parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target ? target.getRawParameterTypes() : List.of();
    }

    private static ArchCondition<JavaClass> beUsedInAnotherPackage() {
        return new ArchCondition<>("be used in another package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                // Constants leave nothing but their import behind.
                boolean used = OPENED_BY_NAME.contains(type.getName())
                        || type.getDirectDependenciesToSelf().stream()
                                .anyMatch(user ->
                                        !user.getOriginClass().getPackage().equals(type.getPackage()))
                        || IMPORTED.contains(type.getName());
                events.add(new SimpleConditionEvent(type, used, type.getName() + " is used in its own package only"));
            }
        };
    }
}
