package io.billinghub.embedded.cli;

import java.util.List;

/** Serves the hub without demo data until Ctrl-C. */
final class StartCommand implements Command {
    private final HubSettings settings;

    StartCommand(HubSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String summary() {
        return "Start the hub and serve until Ctrl-C";
    }

    @Override
    public int run(List<String> arguments) throws InterruptedException {
        if (!arguments.isEmpty()) {
            throw new UsageException("start takes no arguments");
        }
        HubApplication.check(settings);
        Backing backing = Backing.attach(settings);
        HubApplication application = HubApplication.start(settings, backing);
        System.out.println("Billing Hub serves " + settings.baseUrl() + " (process " + application.pid() + ")");
        backing.services().ifPresent(services -> System.out.print(ServicesCommand.describe(services)));
        System.out.println("Log files: " + settings.data().resolve("logs") + "; stop with Ctrl-C");
        application.awaitEnd();
        throw application.ended("by itself");
    }
}
