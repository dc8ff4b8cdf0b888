package io.billinghub.embedded.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.embedded.measure.Product.Version;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The truth: partners with their agreements and prices, customers, and what they use in each month. The same for the same seed. */
final class World {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final BigDecimal VAT = new BigDecimal("25.5");
    private static final List<String> UNITS = List.of("GB", "minute", "message", "call", "hour", "user");

    /** More than it will be; the hub checks nothing of it. */
    private static final String TENANT = "nordlys";

    private final long seed;
    private final WorldSize size;
    private final YearMonth measured;
    private final boolean usage;
    private final List<Partner> partners = new ArrayList<>();

    /**
     * @param measured the month whose bills are tampered with; those of the months before are right
     * @param usage whether the partners send their usage beside their bills
     */
    World(long seed, WorldSize size, YearMonth measured, boolean usage) {
        this.usage = usage;
        this.seed = seed;
        this.size = size;
        this.measured = measured;
        for (int i = 1; i <= size.partners(); i++) {
            partners.add(partner(i));
        }
    }

    List<Partner> partners() {
        return partners;
    }

    YearMonth measured() {
        return measured;
    }

    /** The months before the measured one, the earliest first. */
    List<YearMonth> history() {
        List<YearMonth> months = new ArrayList<>();
        for (int back = size.history(); back > 0; back--) {
            months.add(measured.minusMonths(back));
        }
        return months;
    }

    private Partner partner(int index) {
        String key = String.format(Locale.ROOT, "p%02d", index);
        Dice dice = new Dice(seed, "partner " + key);
        Dialect dialect = Dialect.values()[index % Dialect.values().length];
        List<Product> products = new ArrayList<>();
        for (int i = 0; i < size.products(); i++) {
            products.add(product(key, i, dice));
        }
        List<Partner.Customer> customers = new ArrayList<>();
        for (int account = 1; account <= size.accounts(); account++) {
            if (!dice.oneIn(2)) {
                String number =
                        String.format(Locale.ROOT, "%s-%05d", key.toUpperCase(Locale.ROOT), 10_000 + account * 7);
                List<Product> used = dice.some(products, dice.between(2, Math.min(5, products.size())));
                customers.add(new Partner.Customer(number, account(account), uses(number, used)));
            }
        }
        return new Partner(key, index > 1 && index == size.partners(), dialect, products, customers);
    }

    /** The first product is there all the time; of the others that are subscribed, some begin or end meanwhile. */
    private List<Partner.Use> uses(String customer, List<Product> products) {
        Dice dice = new Dice(seed, "services of " + customer);
        List<Partner.Use> uses = new ArrayList<>();
        for (Product product : products) {
            YearMonth first = measured.minusMonths(size.history() + 3L);
            YearMonth last = null;
            if (product.subscribed() && !uses.isEmpty()) {
                if (product.promoted()) {
                    first = measured.minusMonths(dice.between(1, 9));
                } else if (dice.oneIn(5)) {
                    last = measured.minusMonths(1);
                }
            }
            uses.add(new Partner.Use(product, first, last));
        }
        return uses;
    }

    private static String account(int index) {
        return String.format(Locale.ROOT, "M-%05d", index);
    }

    /** Each kind of tariff in turn; of two products in three the price rises once, of some of them in the measured month. */
    private Product product(String partner, int index, Dice dice) {
        Tariff.Kind kind = Tariff.Kind.values()[index % Tariff.Kind.values().length];
        int typical = dice.between(20, 900);
        Tariff tariff = switch (kind) {
            case MONTHLY -> new Tariff(kind, List.of(dice.cents(199, 4_999)), List.of(), null);
            case EACH -> {
                BigDecimal price = dice.cents(2, 95);
                BigDecimal minimum = dice.oneIn(2)
                        ? price.multiply(BigDecimal.valueOf(typical)).setScale(0, RoundingMode.UP)
                        : null;
                yield new Tariff(kind, List.of(price), List.of(), minimum);
            }
            case GRADUATED, VOLUME -> {
                int first = dice.between(40, 95);
                List<BigDecimal> prices = List.of(
                        BigDecimal.valueOf(first, 2),
                        BigDecimal.valueOf(first * 3L / 4, 2),
                        BigDecimal.valueOf(first / 2L, 2));
                List<BigDecimal> bounds =
                        List.of(BigDecimal.valueOf(typical / 3 + 5L), BigDecimal.valueOf(typical + 10L));
                yield new Tariff(kind, prices, bounds, null);
            }
            case BLOCKS ->
                new Tariff(
                        kind, List.of(dice.cents(100, 900)), List.of(BigDecimal.valueOf(dice.between(10, 60))), null);
        };
        YearMonth begin = measured.minusMonths(size.history());
        List<Version> versions = new ArrayList<>();
        versions.add(new Version(begin, tariff));
        if (!dice.oneIn(3)) {
            YearMonth rise =
                    dice.oneIn(2) ? measured : measured.minusMonths(dice.between(1, Math.max(1, size.history() - 1)));
            if (rise.isAfter(begin)) {
                versions.add(new Version(rise, tariff.dearer(dice.between(4, 12))));
            }
        }
        String code = partner.toUpperCase(Locale.ROOT) + "-" + (char) ('A' + index) + "00";
        String name = code + " " + kind.name().toLowerCase(Locale.ROOT);
        // what has a fee or a minimum the hub would charge by itself, for each subscription
        boolean subscribed = kind == Tariff.Kind.GRADUATED || kind == Tariff.Kind.BLOCKS;
        boolean promoted = kind == Tariff.Kind.BLOCKS;
        return new Product(code, name, dice.of(UNITS), typical, subscribed, promoted, versions);
    }

    /**
     * The right bills of a month, in the order in which the partners number them.
     *
     * @param firstNumber of each partner's counter
     */
    List<Bill> bills(YearMonth month, int firstNumber) {
        List<Bill> bills = new ArrayList<>();
        for (Partner partner : partners) {
            int counter = firstNumber;
            for (Partner.Customer customer : partner.customers()) {
                bills.add(bill(partner, customer, month, counter++));
            }
        }
        return bills;
    }

    private Bill bill(Partner partner, Partner.Customer customer, YearMonth month, int counter) {
        Dice dice = new Dice(seed, "bill of " + customer.number() + " for " + month);
        String number = String.format(Locale.ROOT, "%s-%06d", partner.key().toUpperCase(Locale.ROOT), counter);
        List<Bill.Line> lines = new ArrayList<>();
        for (Partner.Use use : customer.in(month)) {
            Product product = use.product();
            Tariff tariff = product.tariff(month);
            BigDecimal quantity =
                    tariff.kind() == Tariff.Kind.MONTHLY ? BigDecimal.ONE : usual(customer, product, dice);
            lines.add(new Bill.Line(
                    number + "/" + (lines.size() + 1),
                    product,
                    customer.number(),
                    quantity,
                    product.charge(month, quantity, use.number(month)),
                    VAT,
                    month.atDay(1),
                    month.atEndOfMonth(),
                    ""));
        }
        return Bill.of(partner, number, customer.number(), month, lines);
    }

    /** About what this customer always uses of it: from a third to three times of what is typical. */
    private BigDecimal usual(Partner.Customer customer, Product product, Dice dice) {
        Dice own = new Dice(seed, "habit of " + customer.number() + " with " + product.code());
        BigDecimal base = BigDecimal.valueOf((long) product.typical() * own.between(33, 300), 2);
        boolean whole = product.unit().equals("user") || product.unit().equals("message");
        return dice.about(base, whole ? 0 : 2);
    }

    /** What the hub is told of it: parties, agreements, prices, accounts and their links. */
    ObjectNode masterData() {
        YearMonth begin = measured.minusMonths(size.history());
        ObjectNode data = JSON.createObjectNode();
        data.putObject("tenant")
                .put("key", TENANT)
                .put("name", "Nordlys Telecom")
                .put("timeZone", "Europe/Helsinki");
        ArrayNode parties = data.putArray("parties");
        ArrayNode roles = data.putArray("roles");
        party(parties, roles, TENANT, "Nordlys Telecom Oy", "CSP")
                .put("bankIban", "FI7799900100001018")
                .put("bankBic", "NORLFIHH");
        ArrayNode registrations = data.putArray("taxRegistrations");
        registrations.addObject().put("party", TENANT).put("country", "FI").put("number", "FI91001016");
        data.putArray("taxRates")
                .addObject()
                .put("country", "FI")
                .put("taxClass", "standard")
                .put("category", "S")
                .put("rate", VAT.toPlainString())
                .put("validFrom", "2024-09-01");
        ArrayNode agreements = data.putArray("agreements");
        ArrayNode offerings = data.putArray("offerings");
        ArrayNode links = data.putArray("accountLinks");
        for (Partner partner : partners) {
            party(parties, roles, partner.key(), "Partner " + partner.key(), "PARTNER");
            agreement(agreements, partner, begin);
            partner.products().forEach(product -> offering(offerings, partner, product));
            partner.customers()
                    .forEach(customer -> links.addObject()
                            .put("partner", partner.key())
                            .put("partnerAccount", customer.number())
                            .put("account", customer.account()));
            if (partner.agency()) {
                registrations
                        .addObject()
                        .put("party", partner.key())
                        .put("country", "FI")
                        .put("number", "FI9200" + String.format(Locale.ROOT, "%04d", partners.indexOf(partner)));
            }
        }
        ArrayNode subscriptions = data.putArray("products");
        partners.forEach(partner -> partner.customers()
                .forEach(customer -> customer.uses().stream()
                        .filter(use -> use.product().subscribed())
                        .forEach(use -> subscription(subscriptions, customer, use))));
        data.putArray("cycles")
                .addObject()
                .put("key", "monthly")
                .put("name", "Calendar month")
                .put("dayOfMonth", 1)
                .put("timeZone", "Europe/Helsinki")
                .put("paymentDays", 14)
                .put("openFrom", begin.atDay(1).toString());
        ArrayNode accounts = data.putArray("accounts");
        for (int i = 1; i <= size.accounts(); i++) {
            String key = String.format(Locale.ROOT, "customer-%05d", i);
            party(parties, roles, key, "Customer " + i, "CUSTOMER");
            accounts.addObject()
                    .put("number", account(i))
                    .put("name", "Customer " + i)
                    .put("party", key)
                    .put("cycle", "monthly")
                    .put("currency", "EUR")
                    .put("language", "en");
        }
        return data;
    }

    private static ObjectNode party(ArrayNode parties, ArrayNode roles, String key, String name, String role) {
        roles.addObject().put("party", key).put("role", role).put("key", key);
        return parties.addObject()
                .put("key", key)
                .put("kind", role.equals("CUSTOMER") ? "INDIVIDUAL" : "ORGANIZATION")
                .put("name", name)
                .put("street", "Aurorankatu 12")
                .put("city", "Helsinki")
                .put("postcode", "00100")
                .put("country", "FI")
                .put("email", key + "@measure.example");
    }

    private static void subscription(ArrayNode subscriptions, Partner.Customer customer, Partner.Use use) {
        String offering = use.product().code().toLowerCase(Locale.ROOT);
        ObjectNode product = subscriptions
                .addObject()
                .put("key", customer.number().toLowerCase(Locale.ROOT) + "-" + offering)
                .put("account", customer.account())
                .put("offering", offering)
                .put("startedOn", use.first().atDay(1).toString());
        if (use.last() != null) {
            product.put("endedOn", use.last().plusMonths(1).atDay(1).toString());
        }
    }

    private void agreement(ArrayNode agreements, Partner partner, YearMonth begin) {
        ObjectNode version = agreements
                .addObject()
                .put("key", partner.agreement())
                .put("name", "Agreement with " + partner.key())
                .put("partner", partner.key())
                .putArray("versions")
                .addObject()
                .put("version", 1)
                .put("validFrom", begin.atDay(1).toString())
                .put("sellingModel", partner.agency() ? "AGENCY" : "RESALE")
                .put("currency", "EUR");
        ObjectNode share = version.putObject("shareModel").put("type", "percentage");
        ArrayNode shares = share.putArray("shares");
        shares.addObject().put("party", partner.key()).put("percent", "80");
        shares.addObject().put("party", TENANT).put("percent", "20");
        version.put("residueParty", TENANT);
        if (usage) {
            version.putObject("usage").put("role", "EVIDENCE");
        }
    }

    private static void offering(ArrayNode offerings, Partner partner, Product product) {
        String key = product.code().toLowerCase(Locale.ROOT);
        ObjectNode offering = offerings
                .addObject()
                .put("key", key)
                .put("name", product.name())
                .put("agreement", partner.agreement())
                .put("unit", product.unit())
                .put("taxClass", "standard")
                .put("feesBilledBy", "PARTNER");
        offering.putArray("partnerProducts").add(product.code());
        ArrayNode plans = offering.putArray("pricePlans");
        int number = 1;
        for (Version version : product.versions()) {
            ObjectNode plan = plans.addObject()
                    .put("key", key)
                    .put("version", number++)
                    .put("name", product.name())
                    .put("validFrom", version.from().atDay(1).toString());
            plan.setAll(version.tariff().plan(product.unit()));
            if (product.promoted()) {
                promotion(plan.withObject("/modifiers").putArray("promotions").addObject());
            }
        }
    }

    private static void promotion(ObjectNode promotion) {
        promotion.put("key", "welcome").put("name", "Half price").put("toPeriod", Product.PROMOTED_MONTHS);
        promotion.putObject("reduction").put("type", "percentOff").put("percent", "50");
    }
}
