package io.billinghub.adapters.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.intake.AccountLinks.AccountLink;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.Severity;
import io.billinghub.adapters.validation.AgreementTerms;
import io.billinghub.adapters.validation.LateUsage;
import io.billinghub.adapters.validation.PriceTolerance;
import io.billinghub.adapters.validation.UsageRole;
import io.billinghub.adapters.validation.UsageRoles;
import io.billinghub.core.cycle.CyclePeriod;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a document's customer numbers, products and agreement stand for: one query each for the whole document. */
final class Lookups {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String AGREEMENT = """
            select v.id, greatest(v.valid_from, date '0001-01-01') as valid_from, least(v.valid_to, date '9999-12-31') as valid_to,
                   v.selling_model, v.currency, v.rule_severity::text as rule_severity,
                   v.late_usage, v.refuse_usage_after_days, v.price_tolerance::text as price_tolerance, v.usage::text as usage
              from agreement a join agreement_version v on v.agreement_id = a.id
             where a.partner_id = $1 and a.key = $2
             order by v.version desc
            """;
    private static final String OFFERINGS =
            "select partner_product, offering_id from offering_link where partner_id = $1 and partner_product = any($2)";
    // a run that closes the period waits for this transaction, and this one for a run that waits or closes
    private static final String CYCLES = "select id, open_from, day_of_month, time_zone from cycles_for_intake($1)";

    // as it is behind the locks of the cycles: a run that lets accounts go waits for them too
    private static final String HELD = """
            select a.id, r.bill_period
              from bill_run_late_bill b
              join bill_run r on r.id = b.run_id and r.state <> 'CANCELLED'
              join bill_run_account x on x.run_id = r.id and x.held
              join billing_account a on a.root_id = x.root_id
             where b.partner_id = $1 and b.outcome = 'HELD' and a.id = any($2)
            """;

    private final Map<String, List<Link>> accounts = new HashMap<>();
    private final Map<String, Long> offerings = new HashMap<>();
    private final Map<Long, Cycle> cycles = new HashMap<>();
    private final Map<Long, Set<LocalDate>> held = new HashMap<>();

    private Lookups() {}

    /** A link of a customer number to an account, with the account's cycle. */
    record Link(long accountId, LocalDate from, LocalDate to, Cycle cycle) {}

    /** A cycle that takes lines in. */
    record Cycle(LocalDate openFrom, int dayOfMonth, ZoneId zone) {

        /** First day of the period to which a day belongs. */
        LocalDate own(LocalDate day) {
            return CyclePeriod.containing(day, dayOfMonth).from();
        }

        /** First day of the period that bills a service of this day: its own, or the earliest that is still open. */
        LocalDate billPeriod(LocalDate day) {
            LocalDate own = own(day);
            return own.isBefore(openFrom) ? openFrom : own;
        }
    }

    /** All versions of the agreement, the newest first; empty if the partner has no such agreement. */
    static List<AgreementTerms> agreement(SqlConnection connection, long partnerId, String key) {
        List<AgreementTerms> versions = new ArrayList<>();
        for (Row row : Waiting.of(connection.preparedQuery(AGREEMENT).execute(Tuple.of(partnerId, key)))) {
            versions.add(new AgreementTerms(
                    row.getLong("id"),
                    row.getLocalDate("valid_from"),
                    row.getLocalDate("valid_to"),
                    row.getString("selling_model").equals("AGENCY"),
                    row.getString("currency"),
                    severities(row.getString("rule_severity")),
                    new LateUsage(
                            LateUsage.Counts.valueOf(row.getString("late_usage")),
                            row.getInteger("refuse_usage_after_days")),
                    tolerance(row.getString("price_tolerance")),
                    UsageRoles.of(row.getLocalDate("valid_from"), usage(row.getString("usage")))));
        }
        return versions;
    }

    /** The links that the document needs; holds the cycles of its accounts open until the transaction ends. */
    static Lookups of(SqlConnection connection, long partnerId, Set<String> partnerAccounts, Set<String> products) {
        return of(
                connection, partnerId, AccountLinks.stored(connection, partnerId, partnerAccounts), products, Set.of());
    }

    /**
     * The same where the links are known.
     *
     * @param links by customer number
     * @param otherCycles ids of cycles that are held open too: of accounts whose usage is taken back
     */
    static Lookups of(
            SqlConnection connection,
            long partnerId,
            Map<String, List<AccountLink>> links,
            Set<String> products,
            Set<Long> otherCycles) {
        Lookups lookups = new Lookups();
        Set<Long> cycleIds = new TreeSet<>(otherCycles);
        links.values().forEach(each -> each.forEach(link -> cycleIds.add(link.cycleId())));
        Map<Long, Cycle> cycles = lookups.cycles;
        Tuple ids = Tuple.tuple().addValue(cycleIds.toArray(Long[]::new));
        for (Row row : Waiting.of(connection.preparedQuery(CYCLES).execute(ids))) {
            cycles.put(
                    row.getLong("id"),
                    new Cycle(
                            row.getLocalDate("open_from"),
                            row.getInteger("day_of_month"),
                            ZoneId.of(row.getString("time_zone"))));
        }
        links.forEach((number, found) -> lookups.accounts.put(
                number,
                found.stream()
                        .map(link -> new Link(link.accountId(), link.from(), link.to(), cycles.get(link.cycleId())))
                        .toList()));
        Set<String> wanted = new TreeSet<>(products);
        wanted.add("*");
        Tuple wantedProducts = Tuple.of(partnerId, wanted.toArray(String[]::new));
        for (Row row : Waiting.of(connection.preparedQuery(OFFERINGS).execute(wantedProducts))) {
            lookups.offerings.put(row.getString("partner_product"), row.getLong("offering_id"));
        }
        return lookups;
    }

    /** Learns for which periods accounts wait for this partner's bill. */
    Lookups withHeld(SqlConnection connection, long partnerId) {
        Long[] linked = accounts.values().stream()
                .flatMap(List::stream)
                .map(Link::accountId)
                .distinct()
                .toArray(Long[]::new);
        for (Row row : Waiting.of(connection.preparedQuery(HELD).execute(Tuple.of(partnerId, linked)))) {
            held.computeIfAbsent(row.getLong(0), none -> new HashSet<>()).add(row.getLocalDate(1));
        }
        return this;
    }

    /**
     * First day of the period that bills a service of this day to the account: its own if that is open or the account waits for the
     * partner's bill there, or the earliest that is open.
     */
    LocalDate billPeriod(Link link, LocalDate day) {
        LocalDate own = link.cycle().own(day);
        return held.getOrDefault(link.accountId(), Set.of()).contains(own)
                ? own
                : link.cycle().billPeriod(day);
    }

    /** The link in force on the day. */
    Optional<Link> account(String partnerAccount, LocalDate day) {
        for (Link link : accounts.getOrDefault(partnerAccount, List.of())) {
            if (!day.isBefore(link.from()) && day.isBefore(link.to())) {
                return Optional.of(link);
            }
        }
        return Optional.empty();
    }

    /** The links of a customer number, whatever the day. */
    List<Link> links(String partnerAccount) {
        return accounts.getOrDefault(partnerAccount, List.of());
    }

    /** A cycle that is held open, by its id. */
    Cycle cycle(long id) {
        return cycles.get(id);
    }

    /** The product's own offering, else the one for all products. */
    Optional<Long> offering(String partnerProduct) {
        Long own = offerings.get(partnerProduct);
        return Optional.ofNullable(own == null ? offerings.get("*") : own);
    }

    /** A line of a product that has no offering of its own is billed apart from those of others that have none. */
    CanonicalLine groupedByProduct(CanonicalLine line) {
        return line.groupingKey().isEmpty() && !offerings.containsKey(line.product())
                ? line.withGroupingKey(line.product())
                : line;
    }

    private static PriceTolerance tolerance(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            return new PriceTolerance(
                    node.hasNonNull("amount")
                            ? new BigDecimal(node.path("amount").asText())
                            : null,
                    new BigDecimal(node.path("percent").asText("0")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("jsonb is always JSON", e);
        }
    }

    private static UsageRole usage(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            return new UsageRole(
                    node.path("role").asText().equals("EVIDENCE"),
                    new BigDecimal(node.path("tolerancePercent").asText("0")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("jsonb is always JSON", e);
        }
    }

    private static Map<RuleCode, Severity> severities(String json) {
        Map<RuleCode, Severity> result = new EnumMap<>(RuleCode.class);
        try {
            JsonNode node = JSON.readTree(json);
            for (RuleCode rule : RuleCode.values()) {
                String severity = node.path(rule.name()).asText("");
                if (!severity.isEmpty()) {
                    result.put(rule, Severity.valueOf(severity));
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("jsonb is always JSON", e);
        }
        return result;
    }
}
