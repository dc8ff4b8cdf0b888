package io.billinghub.embedded.cli;

import io.billinghub.embedded.folder.EmbeddedServicesException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The main class behind {@code ./hub}. */
public final class HubCommand {
    private HubCommand() {}

    /** All commands, in the order of the help; each new command is added here. */
    static List<Command> commands(HubSettings settings) {
        return List.of(
                new DemoCommand(settings),
                new StartCommand(settings),
                new BenchCommand(settings),
                new MeasureCommand(settings),
                new ServicesCommand(settings),
                new TokenCommand(settings));
    }

    /** @param arguments the command's name and its arguments; none means help */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        try {
            HubSettings settings = HubSettings.of(
                    System.getenv(), Path.of(System.getProperty("hub.root", "")).toAbsolutePath());
            return dispatch(arguments, commands(settings));
        } catch (UsageException e) {
            System.err.println("hub: " + e.getMessage());
            return 2;
        } catch (EmbeddedServicesException e) {
            System.err.println("hub: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    static int dispatch(List<String> arguments, List<Command> commands) throws InterruptedException {
        String name = arguments.isEmpty() ? "help" : arguments.get(0);
        if (List.of("help", "-h", "--help").contains(name)) {
            System.out.print(Help.text(commands));
            return 0;
        }
        Optional<Command> command =
                commands.stream().filter(known -> known.name().equals(name)).findFirst();
        if (command.isEmpty()) {
            throw new UsageException("there is no command '" + name + "'; see ./hub help");
        }
        return command.get().run(arguments.subList(1, arguments.size()));
    }
}
