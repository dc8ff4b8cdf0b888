package io.billinghub.embedded.measure;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.embedded.bench.MonthRun;
import io.billinghub.embedded.demo.HubClient;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Sends a world's documents to a hub whose database is empty, month by month, and counts what became of the errors in the last one. */
public final class Measurement {
    private static final String ADMINISTRATOR = "marketplace-admin";

    private final long seed;
    private final WorldSize size;
    private final HubClient hub;
    private final Connection administrator;
    private final PrintStream out;
    private final boolean usage;
    private final UsageFeed feed;
    /** Right bills of the months before, by what became of them. */
    private final Map<Verdict, Integer> before = new EnumMap<>(Verdict.class);

    private final Map<String, Integer> reasons = new TreeMap<>();
    private final Set<String> told = new HashSet<>();
    private final Set<String> toldByUsage = new HashSet<>();
    private Optional<OperatingCost> cost = Optional.empty();

    /**
     * @param usage whether the partners send their usage beside their bills, which the hub holds against each other
     * @param administrator reads what stands on customers' bills at the end
     */
    public Measurement(
            long seed, WorldSize size, boolean usage, HubClient hub, Connection administrator, PrintStream out) {
        this.seed = seed;
        this.usage = usage;
        this.feed = new UsageFeed(hub, ADMINISTRATOR);
        this.size = size;
        this.hub = hub;
        this.administrator = administrator;
        this.out = out;
    }

    /** Measures what the month costs, too: what waits is worked off before its run. */
    public Measurement costing(OperatingCost of) {
        cost = Optional.of(of);
        return this;
    }

    /** What the hub answered to a delivery. */
    private record Answered(Delivery delivery, HubClient.Answer answer) {}

    /**
     * Measures and prints.
     *
     * @param today decides the measured month: the last one that is over
     * @return whether the hub's data are coherent at the end
     * @throws EmbeddedServicesException if the hub refuses a step
     */
    public boolean run(LocalDate today) throws InterruptedException {
        World world = new World(seed, size, YearMonth.from(today).minusMonths(1), usage);
        HubClient.expect(
                hub.post("hub-admin", "/hub/v1/imports", world.masterData().toString()), "the import", 200);
        for (Partner partner : world.partners()) {
            HubClient.expect(
                    hub.put(
                            ADMINISTRATOR,
                            "/hub/v1/adapters/" + partner.adapter(),
                            partner.dialect().adapter(partner.adapter(), partner.key(), partner.agreement())),
                    "the adapter of " + partner.key(),
                    200,
                    201);
        }
        int number = 1;
        long sending = 0;
        int documents = 0;
        MonthRun runs = new MonthRun(hub);
        for (YearMonth month : world.history()) {
            List<Bill> bills = world.bills(month, number);
            number += size.accounts();
            long begin = System.nanoTime();
            if (usage) {
                feed.send(UsageFeed.of(bills));
            }
            for (Bill bill : bills) {
                Answered answered = new Answered(Delivery.good(bill), send(Delivery.good(bill)));
                before.merge(verdict(answered, Set.of(), new HashMap<>(), reasons), 1, Integer::sum);
            }
            sending += System.nanoTime() - begin;
            documents += bills.size();
            runs.publish(month.atDay(1), report -> {});
            System.err.printf("%s: %,d right bills are billed%n", month, bills.size());
        }
        Month month = new Month(seed, world.bills(world.measured(), number), size.perClass(), usage);
        cost.ifPresent(OperatingCost::begin);
        long begin = System.nanoTime();
        List<Answered> answers = new ArrayList<>();
        feed.send(UsageFeed.of(month.deliveries(), false));
        for (Delivery delivery : month.deliveries()) {
            if (delivery.content().isPresent()) {
                answers.add(new Answered(delivery, send(delivery)));
            }
        }
        feed.send(UsageFeed.of(month.deliveries(), true));
        sending += System.nanoTime() - begin;
        documents += answers.size();
        if (cost.isPresent()) {
            cost.get().work(rightness(answers));
        }
        runs.publish(world.measured().atDay(1), this::review);
        cost.ifPresent(OperatingCost::end);
        MeasureResult result = judged(world, month, answers, sending / 1e9, documents);
        out.print(result.text());
        cost.ifPresent(of -> out.print(of.text(
                world.measured().atDay(1),
                Math.toIntExact(month.deliveries().stream()
                        .filter(delivery -> !delivery.isGood())
                        .count()),
                answers.size(),
                result.onBills().values().stream().mapToInt(Integer::intValue).sum(),
                result.tallies().get(2).errors(Verdict.PASSED))));
        return result.coherent();
    }

    /** Of each document, by its id in the hub, whether it is right. */
    private static Map<String, Boolean> rightness(List<Answered> answers) {
        Map<String, Boolean> right = new HashMap<>();
        for (Answered answered : answers) {
            String id = answered.answer().body().path("id").asText();
            right.merge(id, answered.delivery().isGood(), Boolean::logicalAnd);
        }
        return right;
    }

    /** Keeps what the report of the run tells of accounts whose usual bill is missing, or whose usage is not what is billed. */
    private void review(JsonNode report) {
        accounts(report.path("missingPartnerBills"), told);
        accounts(report.path("usageAgainstBills"), toldByUsage);
        told.addAll(toldByUsage);
    }

    private static void accounts(JsonNode part, Set<String> accounts) {
        part.path("accounts")
                .forEach(of -> accounts.add(
                        of.path("partner").asText() + " " + of.path("account").asText()));
    }

    private static String account(Delivery delivery) {
        Partner partner = delivery.bill().partner();
        return partner.key() + " "
                + partner.customer(delivery.bill().customer()).account();
    }

    /** What its usage told of the delivery, when that came and when the run was in review. */
    private Verdict byUsage(Delivery delivery) {
        if (feed.told(delivery)) {
            return Verdict.HELD;
        }
        if (!toldByUsage.contains(account(delivery))) {
            return Verdict.PASSED;
        }
        if (delivery.isGood()) {
            reasons.merge("usage told in review", 1, Integer::sum);
        }
        return Verdict.WARNED;
    }

    private Verdict ofMissing(Delivery delivery, String number, Map<String, Verdict> missed) {
        Verdict inReport = told.contains(account(delivery)) ? Verdict.WARNED : Verdict.PASSED;
        return surer(inReport, missed.getOrDefault(number, Verdict.PASSED));
    }

    private HubClient.Answer send(Delivery delivery) throws InterruptedException {
        Partner partner = delivery.bill().partner();
        return hub.postBytes(
                ADMINISTRATOR,
                "/hub/v1/partners/" + partner.key() + "/documents?adapter=" + partner.adapter(),
                "text/csv",
                delivery.bytes());
    }

    private MeasureResult judged(World world, Month month, List<Answered> answers, double seconds, int documents)
            throws InterruptedException {
        ReadBack readBack = readBack(world, month);
        Map<ErrorClass, Integer> onBills = new EnumMap<>(ErrorClass.class);
        Set<String> missing = new HashSet<>();
        month.deliveries().forEach(delivery -> delivery.missing().ifPresent(missing::add));
        Map<String, Verdict> missed = new HashMap<>();
        Tally byHub = new Tally("hub");
        for (Answered answered : answers) {
            Verdict byBill = verdict(answered, missing, missed, reasons);
            Delivery delivery = answered.delivery();
            Verdict verdict = surer(byBill, byUsage(delivery));
            boolean putRight = delivery.error().filter(ErrorClass::isPutRight).isPresent() && !readBack.wrong(delivery);
            byHub.count(delivery, putRight ? Verdict.HELD : verdict);
        }
        Tally care = new Tally("ordinary care");
        Tally none = new Tally("pass-through");
        OrdinaryCare ordinary = new OrdinaryCare();
        for (Delivery delivery : month.deliveries()) {
            delivery.missing().ifPresent(number -> byHub.count(delivery, ofMissing(delivery, number, missed)));
            if (delivery.content().isPresent() && readBack.wrong(delivery)) {
                delivery.error().ifPresent(kind -> onBills.merge(kind, 1, Integer::sum));
            }
            care.count(delivery, ordinary.verdict(delivery));
            boolean readable = delivery.content().isEmpty()
                    || OrdinaryCare.rows(
                                    delivery.content().get(),
                                    delivery.bill().partner().dialect())
                            .isPresent();
            none.count(delivery, readable ? Verdict.PASSED : Verdict.HELD);
        }
        JsonNode coherence = HubClient.expect(hub.get("auditor", "/hub/v1/coherence"), "the coherence check", 200);
        return new MeasureResult(
                seed,
                usage ? feed.events() : -1,
                List.of(byHub, care, none),
                before,
                reasons,
                onBills,
                readBack.money(),
                month.scarce(size.perClass()),
                seconds,
                documents,
                coherence.path("coherent").asBoolean());
    }

    private ReadBack readBack(World world, Month month) {
        try {
            return new ReadBack(administrator, world.measured().atDay(1), month, World.VAT);
        } catch (SQLException e) {
            throw new EmbeddedServicesException("Cannot read customers' bills: " + e.getMessage(), e);
        }
    }

    /** By what the hub answered; a word about a bill that never came is not about the one behind the gap. */
    private static Verdict verdict(
            Answered answered, Set<String> missing, Map<String, Verdict> missed, Map<String, Integer> reasons) {
        HubClient.Answer answer = answered.answer();
        Delivery delivery = answered.delivery();
        if (answer.status() == 422) {
            if (delivery.isGood()) {
                reasons.merge(answer.body().path("code").asText() + " refused", 1, Integer::sum);
            }
            return Verdict.HELD;
        }
        JsonNode body =
                HubClient.expect(answer, "the document " + delivery.bill().number(), 200, 201);
        if (body.path("duplicate").asBoolean()) {
            return Verdict.HELD;
        }
        Verdict verdict = Verdict.PASSED;
        for (JsonNode finding : body.path("findings")) {
            Verdict word = finding.path("severity").asText().equals("WARN") ? Verdict.WARNED : Verdict.HELD;
            String detail = finding.path("detail").asText();
            boolean elsewhere = false;
            for (String number : missing) {
                if (detail.contains(number)) {
                    missed.merge(number, word, Measurement::surer);
                    elsewhere = true;
                }
            }
            if (!elsewhere && concerns(delivery, finding.path("place").asText())) {
                verdict = surer(verdict, word);
                if (delivery.isGood()) {
                    reasons.merge(word(delivery, finding, word), 1, Integer::sum);
                }
            }
        }
        return verdict;
    }

    /** A rule code; of what is held the detail too, as each of them is one false alarm too many. */
    private static String word(Delivery delivery, JsonNode finding, Verdict verdict) {
        String rule = finding.path("ruleCode").asText() + " " + verdict.name().toLowerCase(Locale.ROOT);
        return verdict == Verdict.HELD
                ? rule + ": " + delivery.bill().number() + ", "
                        + finding.path("detail").asText()
                : rule;
    }

    private static boolean concerns(Delivery delivery, String place) {
        if (delivery.rows().isEmpty() || !place.startsWith("row ")) {
            return true;
        }
        return delivery.rows().contains(Integer.parseInt(place.substring("row ".length())));
    }

    private static Verdict surer(Verdict one, Verdict other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
