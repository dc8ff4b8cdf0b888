package io.billinghub.embedded.cli;

import io.billinghub.embedded.demo.DemoReport;
import io.billinghub.embedded.demo.DemoRun;
import io.billinghub.embedded.demo.DemoRun.Outcome;
import io.billinghub.embedded.keycloak.DemoTokens;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts everything, runs a month of the demo tenant's billing, prints the result and serves until Ctrl-C. */
final class DemoCommand implements Command {
    private static final String ONCE = "--once";
    private static final String DOCUMENTS = "--documents";

    private final HubSettings settings;

    DemoCommand(HubSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String parameters() {
        return "[--documents DIR] [--once]";
    }

    @Override
    public String summary() {
        return "Run a month of billing with the demo's documents (or those of DIR), print the result, keep serving";
    }

    @Override
    public int run(List<String> arguments) throws InterruptedException {
        Path documents = settings.root().resolve("demo");
        boolean once = false;
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals(ONCE)) {
                once = true;
            } else if (arguments.get(i).equals(DOCUMENTS) && i + 1 < arguments.size()) {
                documents = Path.of(arguments.get(++i)).toAbsolutePath();
            } else {
                throw new UsageException("demo takes --documents DIR and --once, not '" + arguments.get(i) + "'");
            }
        }
        HubApplication.check(settings);
        long begin = System.nanoTime();
        Path inbox = settings.data().resolve("inbox");
        Backing backing = Backing.attach(settings).with(Map.of("HUB_EGRESS_ALLOW", "loopback"));
        HubApplication application = HubApplication.start(settings, backing);
        DemoTokens tokens = new DemoTokens(TokenCommand.realmUrl(settings));
        Outcome outcome = new DemoRun(settings.baseUrl(), tokens, documents, inbox).run();
        System.out.print(DemoReport.text(outcome));
        System.out.printf("From the command to this table: %.1f s%n%n", (System.nanoTime() - begin) / 1e9);
        System.out.print(whereToLook());
        if (once) {
            application.stop();
            return outcome.holds() ? 0 : 1;
        }
        System.out.println("Serving until Ctrl-C (process " + application.pid() + ").");
        application.awaitEnd();
        throw application.ended("by itself");
    }

    private String whereToLook() {
        String base = settings.baseUrl();
        StringBuilder text = new StringBuilder();
        text.append("Page:      ")
                .append(base)
                .append("/   (log in as finance / demo-finance, customer / demo-customer, …)\n");
        text.append("API:       curl -H \"Authorization: Bearer $(./hub token finance)\" ")
                .append(base)
                .append("/tmf-api/customerBillManagement/v4/customerBill\n");
        text.append("OpenAPI:   ").append(base).append("/q/openapi\n");
        text.append(
                        "Users:     hub-admin, marketplace-admin, billing-manager, billing-operative, it-operative, finance, partner, ")
                .append("customer, auditor; each password is demo- and the name\n");
        for (Path document : DemoReport.exampleDocuments(settings.data().resolve("documents"))) {
            text.append("Document:  ").append(document).append('\n');
        }
        return text.toString();
    }
}
