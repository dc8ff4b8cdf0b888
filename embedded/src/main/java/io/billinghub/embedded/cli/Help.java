package io.billinghub.embedded.cli;

import java.util.List;

/** The text of {@code ./hub help}. */
final class Help {
    private Help() {}

    static String text(List<Command> commands) {
        StringBuilder text = new StringBuilder("Usage: ./hub COMMAND\n\n");
        int width = commands.stream()
                .mapToInt(command -> call(command).length())
                .max()
                .orElse(0);
        for (Command command : commands) {
            line(text, width, call(command), command.summary());
        }
        line(text, width, "help", "Print this text");
        return text.append(ENVIRONMENT).toString();
    }

    private static String call(Command command) {
        return (command.name() + " " + command.parameters()).strip();
    }

    private static void line(StringBuilder text, int width, String call, String summary) {
        text.append("  ")
                .append(call)
                .append(" ".repeat(width - call.length() + 2))
                .append(summary)
                .append('\n');
    }

    private static final String ENVIRONMENT = """

            Environment:
              HUB_DATA               Folder of all data; default: data beside this script
              QUARKUS_HTTP_PORT      Port of the hub; default: 8080
              HUB_JAVA_OPTS          JVM options of the hub; default: -Xmx512m
              HUB_POSTGRES_PORT, HUB_KAFKA_PORT, HUB_KEYCLOAK_PORT
                                     Ports of the embedded services; default: chosen free, then kept

            Services of your own; what is set is used, and nothing is started in its place:
              QUARKUS_DATASOURCE_REACTIVE_URL, _USERNAME, _PASSWORD          role of the application
              QUARKUS_DATASOURCE_RELAY_REACTIVE_URL, _USERNAME, _PASSWORD    role of the outbox relay
              QUARKUS_DATASOURCE_OWNER_JDBC_URL, _USERNAME, _PASSWORD        owner of the tables
              KAFKA_BOOTSTRAP_SERVERS
              QUARKUS_OIDC_AUTH_SERVER_URL                                   realm's address
            """;
}
