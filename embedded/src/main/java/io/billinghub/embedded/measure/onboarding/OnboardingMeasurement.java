package io.billinghub.embedded.measure.onboarding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.embedded.demo.HubClient;
import io.billinghub.embedded.demo.HubClient.Answer;
import io.billinghub.embedded.demo.HubClient.Part;
import io.billinghub.embedded.demo.TextTable;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Brings partners of several formats from nothing to their first accepted bill, each as the guides say, and counts what it takes. */
public final class OnboardingMeasurement {
    private static final String ADMINISTRATOR = "marketplace-admin";
    private static final String SECOND = "hub-admin";
    private static final String CASES = "/hub/v1/onboardings";
    /** A field that the hub is less sure of is looked at by a person. */
    private static final int SURE = 80;

    private static final String BILLS = """
            select count(*)
              from partner_bill b
              join party_role r on r.id = b.partner_id
             where b.period_from = ? and b.period_to = ? and r.key = ?
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final YearMonth month;
    private final List<List<OnboardingCase>> rounds = OnboardingCase.rounds();
    private final List<Brought> brought = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * What came of a case.
     *
     * @param unsure fields that the hub proposed and was not sure of
     * @param questions that it asked
     * @param changed values of its proposal that had to be changed
     * @param cycles tries of the adapter and sendings of the bill, until it was accepted
     */
    private record Brought(
            OnboardingCase of,
            int calls,
            int typed,
            int proposed,
            int unsure,
            int questions,
            int changed,
            int cycles,
            double seconds,
            boolean accepted) {}

    /** @param month of the first bills, one that has begun */
    public OnboardingMeasurement(YearMonth month) {
        this.month = month;
    }

    /** How many hubs it takes: each login of the realm is one partner of a hub. */
    public int rounds() {
        return rounds.size();
    }

    /**
     * Brings the partners of a round to an empty hub.
     *
     * @param administrator reads of which days the bills are that were accepted
     */
    public void run(int round, HubClient hub, Connection administrator) throws InterruptedException {
        HubClient.expect(hub.post(SECOND, "/hub/v1/imports", marketplace().toString()), "the import", 200);
        HubClient.expect(
                hub.post(
                        ADMINISTRATOR, "/hub/v1/agreement-templates", template().toString()),
                "the template",
                200,
                201);
        for (OnboardingCase each : rounds.get(round)) {
            brought.add(bring(each, new CountingHub(hub), administrator));
        }
    }

    private Brought bring(OnboardingCase partner, CountingHub hub, Connection administrator)
            throws InterruptedException {
        long begin = System.nanoTime();
        String path = CASES + "/" + partner.partner();
        HubClient.expect(
                hub.post(ADMINISTRATOR, CASES, partner.begin().toString()), "the case of " + partner.key(), 200, 201);
        HubClient.expect(hub.post(SECOND, path + "/approve", ""), "the approval of " + partner.key(), 200);
        HubClient.expect(hub.post(partner.login(), path + "/accept", ""), "the agreement of " + partner.key(), 200);
        String sample = OnboardingCase.dated(partner.sample(), month.minusMonths(1));
        JsonNode suggestion = HubClient.expect(
                hub.send(
                        ADMINISTRATOR,
                        "/hub/v1/adapters/suggest?kind=BILL&fileName=sample." + partner.extension(),
                        partner.contentType(),
                        sample),
                "the suggestion for " + partner.key(),
                200);
        JsonNode proposal = suggestion.path("descriptor");
        hub.proposed(proposal);
        int typedBefore = hub.typed();
        JsonNode descriptor = proposal.isObject() ? proposal : JSON.createObjectNode();
        descriptor = merged(descriptor, partner.answer());
        int cycles = 1;
        Answer tested = adapter(partner, hub, path, descriptor, sample);
        for (JsonNode change : partner.changes()) {
            if (right(partner, tested)) {
                break;
            }
            note(partner, "the sample was not read right", tested);
            descriptor = merged(descriptor, change);
            cycles++;
            tested = adapter(partner, hub, path, descriptor, sample);
        }
        int changed = hub.typed() - typedBefore - cells(partner.links());
        boolean accepted = false;
        if (right(partner, tested)) {
            HubClient.expect(
                    hub.post(ADMINISTRATOR, path + "/decisions", "{\"decision\": \"ACTIVATE\"}"),
                    "the activation of " + partner.key(),
                    200);
            Answer bill = hub.form(
                    partner.login(),
                    "/hub/v1/partners/" + partner.partner() + "/documents",
                    List.of(new Part(
                            "file",
                            partner.key() + "-bill." + partner.extension(),
                            OnboardingCase.dated(partner.bill(), month))));
            accepted = bill.body().path("status").asText().equals("ACCEPTED")
                    && ofTheMonth(partner.partner(), administrator);
            if (!accepted) {
                note(partner, "the bill was not accepted, or not for its month", bill);
            }
        } else {
            note(partner, "the sample was not read right", tested);
        }
        int unsure = 0;
        for (JsonNode field : suggestion.path("fields")) {
            unsure += field.path("confidence").asInt() < SURE ? 1 : 0;
        }
        for (JsonNode question : suggestion.path("questions")) {
            notes.add(partner.key() + ", the hub asks: " + question.asText());
        }
        return new Brought(
                partner,
                hub.calls(),
                hub.typed(),
                suggestion.path("fields").size(),
                unsure,
                suggestion.path("questions").size(),
                changed,
                cycles,
                (System.nanoTime() - begin) / 1e9,
                accepted);
    }

    /** Whether each line is accepted, with the bill's number, its net total, its quantity and the days of its lines, as somebody who looks at the trial would see. */
    private boolean right(OnboardingCase partner, Answer tested) {
        JsonNode trial = tested.body().path("dryRun");
        BigDecimal net = BigDecimal.ZERO;
        BigDecimal quantity = BigDecimal.ZERO;
        boolean days = true;
        for (JsonNode line : trial.path("lines")) {
            JsonNode read = line.path("read");
            net = net.add(new BigDecimal(read.path("net").asText("0")));
            quantity = quantity.add(new BigDecimal(read.path("quantity").asText("0")));
            days &= !read.has("from")
                    || read.path("from")
                                    .asText()
                                    .equals(month.minusMonths(1).atDay(1).toString())
                            && read.path("to").asText().equals(month.atDay(1).toString());
        }
        String number = trial.path("documentNumber").asText();
        return tested.status() == 200
                && days
                && net.compareTo(partner.net()) == 0
                && quantity.compareTo(partner.quantity()) == 0
                && number.equals(partner.number().isEmpty() ? number : partner.number());
    }

    private boolean ofTheMonth(String partner, Connection administrator) {
        try (PreparedStatement statement = administrator.prepareStatement(BILLS)) {
            statement.setObject(1, month.atDay(1));
            statement.setObject(2, month.plusMonths(1).atDay(1));
            statement.setString(3, partner);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getInt(1) == 1;
            }
        } catch (SQLException e) {
            throw new EmbeddedServicesException("Cannot read bills: " + e.getMessage(), e);
        }
    }

    private static Answer adapter(
            OnboardingCase partner, CountingHub hub, String path, JsonNode descriptor, String sample)
            throws InterruptedException {
        return hub.form(
                ADMINISTRATOR,
                path + "/adapter",
                List.of(
                        new Part("descriptor", "descriptor.json", descriptor.toString()),
                        new Part("sample", "sample." + partner.extension(), sample),
                        new Part("accountLinks", "links.csv", partner.links())));
    }

    private void note(OnboardingCase partner, String what, Answer answer) {
        JsonNode trial = answer.body().path("dryRun").path("lines").path(0);
        String said = (trial.isMissingNode() ? answer.body() : trial).toString();
        notes.add(partner.key() + ", " + what + ": " + answer.status() + " "
                + said.substring(0, Math.min(600, said.length())));
    }

    private static int cells(String links) {
        return links.lines().skip(1).mapToInt(row -> row.split(",", -1).length).sum();
    }

    private static JsonNode merged(JsonNode descriptor, JsonNode change) {
        ObjectNode merged = descriptor.deepCopy();
        for (var member : change.properties()) {
            JsonNode before = merged.path(member.getKey());
            merged.set(
                    member.getKey(),
                    member.getValue().isObject() && before.isObject()
                            ? merged(before, member.getValue())
                            : member.getValue());
        }
        return merged;
    }

    /**
     * Prints what came of all rounds.
     *
     * @return whether each partner's first bill was accepted
     */
    public boolean print(PrintStream out) {
        TextTable table = new TextTable(
                "From nothing to the first accepted bill",
                "format",
                "API calls",
                "values typed",
                "fields proposed",
                "unsure",
                "questions",
                "values changed",
                "lines of code",
                "cycles",
                "seconds",
                "first bill");
        for (Brought each : brought) {
            table.row(
                    each.of().title(),
                    each.calls(),
                    each.typed(),
                    each.proposed(),
                    each.unsure(),
                    each.questions(),
                    each.changed(),
                    0,
                    each.cycles(),
                    String.format(Locale.ROOT, "%.1f", each.seconds()),
                    each.accepted() ? "accepted" : "NOT accepted");
        }
        out.print(table);
        out.println();
        notes.forEach(out::println);
        return brought.stream().allMatch(Brought::accepted);
    }

    /** What a marketplace has before the first partner comes. */
    private ObjectNode marketplace() {
        ObjectNode data = JSON.createObjectNode();
        data.putObject("tenant")
                .put("key", "nordlys")
                .put("name", "Nordlys Telecom")
                .put("timeZone", "Europe/Helsinki");
        var parties = data.putArray("parties");
        var roles = data.putArray("roles");
        party(parties.addObject(), "nordlys", "Nordlys Telecom Oy", "ORGANIZATION")
                .put("bankIban", "FI7799900100001018")
                .put("bankBic", "NORLFIHH");
        roles.addObject().put("party", "nordlys").put("role", "CSP").put("key", "nordlys");
        party(parties.addObject(), "customer-1", "Customer 1", "INDIVIDUAL");
        roles.addObject().put("party", "customer-1").put("role", "CUSTOMER").put("key", "customer-1");
        data.putArray("taxRegistrations")
                .addObject()
                .put("party", "nordlys")
                .put("country", "FI")
                .put("number", "FI91001016");
        data.putArray("taxRates")
                .addObject()
                .put("country", "FI")
                .put("taxClass", "standard")
                .put("category", "S")
                .put("rate", "25.5")
                .put("validFrom", "2024-09-01");
        data.putArray("cycles")
                .addObject()
                .put("key", "monthly")
                .put("name", "Calendar month")
                .put("dayOfMonth", 1)
                .put("timeZone", "Europe/Helsinki")
                .put("paymentDays", 14)
                .put("openFrom", month.minusMonths(2).atDay(1).toString());
        data.putArray("accounts")
                .addObject()
                .put("number", "N-1")
                .put("name", "Customer 1")
                .put("party", "customer-1")
                .put("cycle", "monthly")
                .put("currency", "EUR")
                .put("language", "en");
        return data;
    }

    private static ObjectNode party(ObjectNode party, String key, String name, String kind) {
        return party.put("key", key)
                .put("kind", kind)
                .put("name", name)
                .put("street", "Aurorankatu 12")
                .put("city", "Helsinki")
                .put("postcode", "00100")
                .put("country", "FI")
                .put("email", key + "@measure.example");
    }

    private ObjectNode template() {
        ObjectNode template = JSON.createObjectNode()
                .put("key", "resale")
                .put("name", "Resale, 80 to 20")
                .put("validFrom", month.minusMonths(2).atDay(1).toString())
                .put("sellingModel", "RESALE")
                .put("currency", "EUR")
                .put("residueParty", "nordlys");
        ObjectNode model = template.putObject("shareModel").put("type", "percentage");
        var shares = model.putArray("shares");
        shares.addObject().put("party", "$partner").put("percent", "80");
        shares.addObject().put("party", "nordlys").put("percent", "20");
        template.putObject("offering").put("unit", "piece").put("taxClass", "standard");
        return template;
    }
}
