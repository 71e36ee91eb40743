package dev.vestibule.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The commands {@code user unlock|password-link|reset|delete LOGIN} and {@code check}. The exit code is 0 when the
 * command succeeded, 1 when it was refused or a check failed, 2 when the arguments were invalid.
 */
@Command(
        name = "vestibule",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLineRunner.Version.class,
        description = "Without a command Vestibule starts its server.",
        footer = {"", "Settings such as --vestibule.data-directory=DIR are given as at the start of the server."},
        synopsisSubcommandLabel = "COMMAND")
public final class CommandLineRunner {
    static final int DONE = 0;
    static final int REFUSED = 1;

    /** The form of a Spring setting: it has a dot in its name and a value, and no option of the commands has both. */
    private static final Pattern SETTING = Pattern.compile("--[\\w-]+(\\.[\\w\\[\\]-]+)+=.*", Pattern.DOTALL);

    private static final Set<String> OPTIONS = Set.of("-h", "--help", "-V", "--version");

    private CommandLineRunner() {}

    /** Whether the arguments contain a command or an option of the commands, and not only settings for the server. */
    public static boolean isMeantBy(String... arguments) {
        return Arrays.stream(arguments).anyMatch(argument -> OPTIONS.contains(argument) || !argument.startsWith("-"));
    }

    /**
     * Runs a command.
     *
     * @param application the class whose application context the command uses
     * @return the exit code
     */
    public static int run(Class<?> application, String... arguments) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        return run(application, out, err, arguments);
    }

    static int run(Class<?> application, PrintWriter out, PrintWriter err, String... arguments) {
        List<String> settings = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String argument : arguments) {
            (SETTING.matcher(argument).matches() ? settings : words).add(argument);
        }
        OfflineApplication.Opener opener = () -> OfflineApplication.open(application, settings);
        return new CommandLine(new CommandLineRunner())
                .addSubcommand(new UserCommand(opener, out, err))
                .addSubcommand(new CheckCommand(opener, out, err))
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((fault, command, parsed) -> {
                    // The reason why the application does not start has already been printed.
                    if (!(fault instanceof OfflineApplication.NotOpenException)) {
                        err.println("That did not work: " + fault.getMessage());
                    }
                    return REFUSED;
                })
                .execute(words.toArray(String[]::new));
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = CommandLineRunner.class.getPackage().getImplementationVersion();
            return new String[] {"Vestibule " + Objects.requireNonNullElse(version, "(not packaged)")};
        }
    }
}
