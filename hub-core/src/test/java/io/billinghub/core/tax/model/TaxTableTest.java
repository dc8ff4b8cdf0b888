package io.billinghub.core.tax.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.tax.model.TaxDecision.Taxed;
import io.billinghub.core.tax.model.TaxDecision.Undecided;
import io.billinghub.core.tax.model.TaxParty.Registration;
import io.billinghub.core.tax.model.TaxRates.TaxRate;
import io.billinghub.core.tax.model.TaxTable.Exemption;
import io.billinghub.core.tax.model.TaxTable.TaxClass;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a seller has to charge whom, as a tax expert would say it: the table of tax/decisions.txt. */
class TaxTableTest {

    private static final LocalDate EVER = LocalDate.MIN;
    private static final LocalDate NEVER = LocalDate.MAX;
    private static final Map<Long, String> REGISTRATIONS =
            Map.of(1L, "home", 2L, "DE", 3L, "home", 4L, "OSS", 5L, "home", 6L, "home");

    private static final Map<String, TaxParty> SELLERS = Map.of(
            "fi", new TaxParty(1, "FI", List.of(vat(1, "FI"), vat(2, "DE", LocalDate.of(2026, 1, 1)))),
            "oss",
                    new TaxParty(
                            2,
                            "FI",
                            List.of(vat(3, "FI"), new Registration(4, "FI", TaxParty.ONE_STOP_SHOP, EVER, NEVER))),
            "ee", new TaxParty(3, "EE", List.of(vat(5, "EE"))),
            "no", new TaxParty(4, "NO", List.of(vat(6, "NO"))));

    private static final TaxTable TABLE = new TaxTable(
            new TaxRates(List.of(
                    rate("FI", "telecom", "24", "2013-01-01", "2024-09-01"),
                    rate("FI", "telecom", "25.5", "2024-09-01", null),
                    rate("FI", "split", "24", "2013-01-01", "2024-09-01"),
                    rate("FI", "split", "25.5", "2024-09-01", null),
                    rate("DE", "split", "16", "2020-01-01", "2024-09-15"),
                    rate("DE", "split", "19", "2024-09-15", null),
                    rate("FI", "services", "25.5", "2024-09-01", null),
                    rate("FI", "books", "14", "2013-01-01", null),
                    rate("DE", "telecom", "19", "2021-01-01", null),
                    rate("SE", "telecom", "25", "2000-01-01", null),
                    rate("EE", "services", "24", "2025-07-01", null),
                    rate("EE", "event", "24", "2025-07-01", null),
                    rate("NO", "telecom", "25", "2005-01-01", null),
                    new TaxRate(
                            "CH",
                            "telecom",
                            TaxCategory.O,
                            BigDecimal.ZERO,
                            Optional.empty(),
                            Optional.empty(),
                            EVER,
                            NEVER))),
            List.of(
                    new TaxClass("telecom", PlaceOfSupply.CUSTOMER, RateChange.LAST_DAY),
                    new TaxClass("services", PlaceOfSupply.BUSINESS_CUSTOMER, RateChange.LAST_DAY),
                    new TaxClass("event", PlaceOfSupply.SELLER, RateChange.LAST_DAY),
                    new TaxClass("goods", PlaceOfSupply.DESTINATION, RateChange.LAST_DAY),
                    new TaxClass("split", PlaceOfSupply.CUSTOMER, RateChange.SPLIT_BY_DAYS)),
            List.of(
                    new Exemption(
                            id("embassy"),
                            "FI",
                            Optional.empty(),
                            TaxCategory.E,
                            Optional.of("VATEX-EU-151"),
                            Optional.of("Diplomatic mission"),
                            LocalDate.of(2020, 1, 1),
                            LocalDate.of(2027, 1, 1)),
                    new Exemption(
                            id("charity"),
                            "FI",
                            Optional.of("books"),
                            TaxCategory.Z,
                            Optional.empty(),
                            Optional.empty(),
                            EVER,
                            NEVER)));

    static Stream<String> decisions() throws IOException {
        try (InputStream table = TaxTableTest.class.getResourceAsStream("/tax/decisions.txt")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void aSupplyIsTaxedAsTheTableSays(String line) {
        List<String> words =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        Supply supply = new Supply(
                SELLERS.get(words.get(0)).id(),
                id(words.get(1)),
                words.get(2),
                LocalDate.parse(words.get(3)),
                LocalDate.parse(words.get(4)));

        List<TaxedDays> decided = TABLE.decide(SELLERS.get(words.get(0)), buyer(words.get(1)), supply);

        assertThat(said(decided, words.get(5).startsWith("all "))).isEqualTo(words.get(5));
        assertThat(decided.get(0).from()).isEqualTo(supply.from());
        assertThat(decided.get(decided.size() - 1).to()).isEqualTo(supply.to());
    }

    private static String said(List<TaxedDays> decided, boolean whole) {
        if (decided.get(0).decision() instanceof Undecided undecided) {
            return "? " + undecided.reason();
        }
        return decided.stream()
                .map(days -> (whole ? "all" : days.from()) + " " + said((Taxed) days.decision()))
                .collect(Collectors.joining(", "));
    }

    private static String said(Taxed tax) {
        String registration = tax.registrationKey().isEmpty()
                ? REGISTRATIONS.get(tax.sellerRegistrationId().orElseThrow())
                : "registration " + tax.registrationKey();
        return Stream.of(
                        tax.category().name(),
                        tax.rate().toPlainString(),
                        tax.country(),
                        registration,
                        tax.exemptionReasonCode().orElse(""))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static TaxParty buyer(String name) {
        return switch (name) {
            case "embassy", "charity" -> new TaxParty(id(name), "FI", List.of());
            case "late-de" -> new TaxParty(id(name), "DE", List.of(vat(100, "DE", LocalDate.of(2026, 10, 16))));
            default -> {
                String country = name.substring(name.indexOf('-') + 1).toUpperCase(java.util.Locale.ROOT);
                List<Registration> registrations = new ArrayList<>();
                if (name.startsWith("business-")) {
                    registrations.add(vat(100, country));
                }
                yield new TaxParty(id(name), country, registrations);
            }
        };
    }

    private static long id(String name) {
        return 1000 + Math.floorMod(name.hashCode(), 100_000);
    }

    private static Registration vat(long id, String country) {
        return vat(id, country, EVER);
    }

    private static Registration vat(long id, String country, LocalDate from) {
        return new Registration(id, country, TaxParty.VAT, from, NEVER);
    }

    private static TaxRate rate(String country, String taxClass, String percent, String from, String to) {
        return new TaxRate(
                country,
                taxClass,
                TaxCategory.S,
                new BigDecimal(percent),
                Optional.empty(),
                Optional.empty(),
                LocalDate.parse(from),
                to == null ? NEVER : LocalDate.parse(to));
    }
}
