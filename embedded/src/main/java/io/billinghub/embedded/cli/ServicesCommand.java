package io.billinghub.embedded.cli;

import io.billinghub.embedded.services.EmbeddedServices;
import io.billinghub.embedded.services.Service;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Keeps the embedded services running, for hubs and test runs to attach to, until Ctrl-C. */
final class ServicesCommand implements Command {
    private final HubSettings settings;

    ServicesCommand(HubSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "services";
    }

    @Override
    public String summary() {
        return "Run PostgreSQL, Kafka and Keycloak until Ctrl-C; --only postgres,kafka for some of them";
    }

    @Override
    public int run(List<String> arguments) throws InterruptedException {
        EmbeddedServices services =
                EmbeddedServices.attach(settings.data(), ProcessHandle.current(), chosen(arguments));
        System.out.print(describe(services));
        System.out.println(
                "Data: " + services.data() + "; passwords: " + services.data().resolve("services/services.json"));
        System.out.println("They stop with the last process that uses them; stop using them here with Ctrl-C");
        new CountDownLatch(1).await(); // until a signal ends this JVM
        return 0;
    }

    static Set<Service> chosen(List<String> arguments) {
        if (arguments.isEmpty()) {
            return EnumSet.allOf(Service.class);
        }
        if (arguments.size() != 2 || !arguments.get(0).equals("--only")) {
            throw new UsageException(
                    "services takes nothing, or --only with a list, for example: --only postgres,kafka");
        }
        Set<Service> chosen = EnumSet.noneOf(Service.class);
        for (String key : arguments.get(1).split(",", -1)) {
            chosen.add(EnumSet.allOf(Service.class).stream()
                    .filter(service -> service.key().equals(key))
                    .findFirst()
                    .orElseThrow(() ->
                            new UsageException("there is no service '" + key + "'; use postgres, kafka, keycloak")));
        }
        return chosen;
    }

    static String describe(EmbeddedServices services) {
        StringBuilder text = new StringBuilder();
        if (services.runs(Service.POSTGRES)) {
            text.append(line(services, Service.POSTGRES, "127.0.0.1:" + services.postgresPort()));
        }
        if (services.runs(Service.KAFKA)) {
            text.append(line(services, Service.KAFKA, services.kafkaBootstrap()));
        }
        if (services.runs(Service.KEYCLOAK)) {
            text.append(line(services, Service.KEYCLOAK, services.keycloakUrl()));
        }
        return text.append("  %-11s %-28s process %d%n".formatted("Supervisor", "", services.supervisorPid()))
                .toString();
    }

    private static String line(EmbeddedServices services, Service service, String where) {
        return "  %-11s %-28s process %-8d %s%n"
                .formatted(service.title(), where, services.pid(service), services.log(service));
    }
}
