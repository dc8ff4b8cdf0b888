package io.billinghub.embedded.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.embedded.demo.DemoFolder.Document;
import io.billinghub.embedded.demo.HubClient.Answer;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import io.billinghub.embedded.keycloak.DemoRealm;
import io.billinghub.embedded.keycloak.DemoTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The main job from a folder of documents to published bills, each step by the user whose job it is. */
public final class DemoRun {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String RUNS = "/hub/v1/bill-runs";

    private final HubClient hub;
    private final DemoFolder folder;
    private final DemoUsers users;
    private final Path inbox;

    /**
     * @param documents a folder laid out like {@code demo/}
     * @param inbox the folder from which the hub's adapters pull, with one folder per tenant
     */
    public DemoRun(String baseUrl, DemoTokens tokens, Path documents, Path inbox) {
        this.hub = new HubClient(baseUrl, tokens);
        this.folder = new DemoFolder(documents);
        this.users = new DemoUsers(folder.tenant(), DemoRealm.load());
        this.inbox = inbox;
    }

    /**
     * What happened to one document.
     *
     * @param file its name
     * @param findings rule codes with how many of each, in the order of the codes
     */
    public record Taken(String file, String partner, String status, int accepted, int quarantined, String findings) {}

    /** Everything that the demo prints.
     *
     * @param kept whether an earlier call had run the job already; then {@code documents} is empty
     * @param report the answer of {@code GET /hub/v1/bill-runs/{id}/report}
     * @param coherence the answer of {@code GET /hub/v1/coherence}
     * @param bills the tenant's customer bills (TMF678)
     */
    public record Outcome(boolean kept, List<Taken> documents, JsonNode report, JsonNode coherence, JsonNode bills) {
        public Outcome {
            documents = List.copyOf(documents);
        }

        /** Whether all is reconciled and coherent. */
        public boolean holds() {
            boolean reconciled = true;
            for (JsonNode row : report.path("reconciliation")) {
                reconciled &= row.path("reconciled").asBoolean();
            }
            return reconciled && coherence.path("coherent").asBoolean();
        }
    }

    /** Runs the job; where an earlier call has run it already, only reads what is there. */
    public Outcome run() throws InterruptedException {
        JsonNode existing = existingRun();
        List<Taken> taken = new ArrayList<>();
        String run;
        if (existing == null) {
            takeMasterDataIn();
            taken = takeDocumentsIn();
            run = startRun();
        } else {
            run = existing.path("id").asText();
        }
        finish(run);
        return outcome(existing != null, taken, run);
    }

    private JsonNode existingRun() throws InterruptedException {
        Answer runs = hub.get(users.billingOperative(), RUNS);
        if (runs.status() == 403) {
            return null; // the tenant is not there yet
        }
        for (JsonNode run : HubClient.expect(runs, "the list of bill runs", 200).path("items")) {
            boolean live =
                    !Set.of("FAILED", "CANCELLED").contains(run.path("state").asText());
            if (live
                    && run.path("cycle").asText().equals(folder.cycle())
                    && run.path("periodFrom").asText().equals(folder.period())) {
                return run;
            }
        }
        return null;
    }

    private void takeMasterDataIn() throws InterruptedException {
        try {
            HubClient.expect(
                    hub.post(users.hubAdmin(), "/hub/v1/imports", Files.readString(folder.masterData())),
                    "the import of " + folder.masterData(),
                    200);
        } catch (IOException e) {
            throw new EmbeddedServicesException(folder.masterData() + " can't be read: " + e.getMessage(), e);
        }
        for (JsonNode adapter : folder.adapters().values()) {
            putAdapter(adapter);
        }
    }

    private void putAdapter(JsonNode adapter) throws InterruptedException {
        String key = adapter.path("key").asText();
        HubClient.expect(
                hub.put(users.marketplaceAdmin(), "/hub/v1/adapters/" + key, adapter), "the adapter " + key, 200, 201);
    }

    private List<Taken> takeDocumentsIn() throws InterruptedException {
        List<Taken> taken = new ArrayList<>();
        Set<String> pulledByHttp = new HashSet<>();
        for (Document document : folder.documents()) {
            try {
                boolean pull = document.transport().equals("http") && pulledByHttp.add(document.adapterKey());
                taken.add(
                        pull
                                ? pullFromSite(document)
                                : document.transport().equals("folder") ? pullFromFolder(document) : push(document));
            } catch (IOException e) {
                throw new EmbeddedServicesException(document.file() + " can't be sent: " + e.getMessage(), e);
            }
        }
        return taken;
    }

    /** As the partner itself; every other one as a form. */
    private Taken push(Document document) throws InterruptedException, IOException {
        String path = "/hub/v1/partners/" + document.partner() + "/documents?adapter=" + document.adapterKey();
        String user = users.pusherFor(document.partner());
        Answer answer = document.file().toString().endsWith(".csv")
                ? hub.postForm(user, path, document.file())
                : hub.postFile(user, path, document.file());
        return taken(document, HubClient.expect(answer, "the document " + document.file(), 200, 201, 422));
    }

    private Taken pullFromFolder(Document document) throws InterruptedException, IOException {
        Path drop = inbox.resolve(folder.tenant())
                .resolve(document.adapter().path("transport").path("path").asText());
        Files.createDirectories(drop);
        Path half = drop.resolve("." + document.file().getFileName() + ".part");
        Files.copy(document.file(), half, StandardCopyOption.REPLACE_EXISTING);
        Files.move(half, drop.resolve(document.file().getFileName()), StandardCopyOption.REPLACE_EXISTING);
        return pull(document);
    }

    private Taken pullFromSite(Document document) throws InterruptedException {
        try (PartnerSite site = new PartnerSite(document.file())) {
            putAdapter(onDemandFrom(document.adapter(), site.url(document.file())));
            return pull(document);
        }
    }

    /** The descriptor for another address, without a schedule: the address is gone when the document has been pulled. */
    static JsonNode onDemandFrom(JsonNode adapter, String url) {
        ObjectNode changed = adapter.deepCopy();
        ObjectNode transport = (ObjectNode) changed.path("transport");
        transport.put("url", url);
        transport.remove("schedule");
        return changed;
    }

    private Taken pull(Document document) throws InterruptedException {
        JsonNode pulled = HubClient.expect(
                hub.post(users.itOperative(), "/hub/v1/adapters/" + document.adapterKey() + "/pull", ""),
                "the pull of " + document.adapterKey(),
                200);
        JsonNode first = pulled.path("documents").path(0);
        if (first.isMissingNode()) {
            // a folder's schedule was faster than we: what became of it is in the list of documents
            JsonNode listed = HubClient.expect(
                    hub.get(users.billingOperative(), "/hub/v1/documents?partner=" + document.partner()),
                    "the list of documents",
                    200);
            first = listed.path("items").path(0);
        }
        return taken(document, first);
    }

    private static Taken taken(Document document, JsonNode answer) {
        StringBuilder findings = new StringBuilder();
        Map<String, Integer> counts = new TreeMap<>();
        answer.path("findings")
                .forEach(finding -> counts.merge(finding.path("ruleCode").asText(), 1, Integer::sum));
        counts.forEach((code, count) -> findings.append(findings.length() == 0 ? "" : ", ")
                .append(code)
                .append(' ')
                .append(count));
        String status = answer.path("status").isTextual()
                ? answer.path("status").asText()
                : answer.path("documentStatus").asText("REFUSED");
        return new Taken(
                document.file().getFileName().toString(),
                document.partner(),
                status,
                answer.path("acceptedLines").asInt(),
                answer.path("quarantinedLines").asInt(),
                findings.toString());
    }

    private String startRun() throws InterruptedException {
        // the documents are of a fixed month, whatever today is
        String body =
                "{\"cycle\":\"%s\",\"period\":\"%s\",\"beforeEnd\":true}".formatted(folder.cycle(), folder.period());
        return HubClient.expect(hub.post(users.billingOperative(), RUNS, body), "the start of the bill run", 201)
                .path("id")
                .asText();
    }

    private void finish(String run) throws InterruptedException {
        String state = await(
                        run,
                        node -> Set.of("IN_REVIEW", "PUBLISHED", "CLOSED")
                                .contains(node.path("state").asText()))
                .path("state")
                .asText();
        if (state.equals("IN_REVIEW")) {
            HubClient.expect(
                    hub.post(users.billingManager(), RUNS + "/" + run + "/approve", ""),
                    "the approval of the bill run",
                    202);
        }
        await(run, node -> node.path("state").asText().equals("CLOSED"));
        awaitShares(run);
    }

    private JsonNode await(String run, Function<JsonNode, Boolean> reached) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode node = HubClient.expect(hub.get(users.billingOperative(), RUNS + "/" + run), "the bill run", 200);
            if (reached.apply(node)) {
                return node;
            }
            if (node.path("state").asText().equals("FAILED") || System.nanoTime() > end) {
                throw new EmbeddedServicesException(
                        "The bill run stands at " + node.path("state").asText() + " "
                                + node.path("failure").asText() + "; see GET " + RUNS + "/" + run + "/report");
            }
            Thread.sleep(200);
        }
    }

    private void awaitShares(String run) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode shares = report(run).path("sharesExpected");
            if (shares.path("lines").asLong() == shares.path("shared").asLong()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new EmbeddedServicesException("Only " + shares.path("shared") + " of " + shares.path("lines")
                        + " partner lines have their shares; see the hub's log");
            }
            Thread.sleep(200);
        }
    }

    private JsonNode report(String run) throws InterruptedException {
        return HubClient.expect(
                hub.get(users.billingOperative(), RUNS + "/" + run + "/report"), "the report of the bill run", 200);
    }

    private Outcome outcome(boolean kept, List<Taken> taken, String run) throws InterruptedException {
        return new Outcome(
                kept,
                taken,
                report(run),
                HubClient.expect(hub.get(users.auditor(), "/hub/v1/coherence"), "the coherence check", 200),
                HubClient.expect(
                        hub.get(users.finance(), "/tmf-api/customerBillManagement/v4/customerBill?limit=100"),
                        "the bills",
                        200,
                        206));
    }
}
