package io.billinghub.core.rating.modifier;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.modifier.discount.CouponUse;
import io.billinghub.core.rating.modifier.discount.Customer;
import io.billinghub.core.rating.modifier.pricing.AccountInput;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** The input side of a row of {@link PricingTableTest}. */
record Row(List<RatedLine> lines, PricingPeriod period, Map<String, String> options) {
    static final String ACCOUNT = "acme";

    static Row parse(String input, int run) {
        List<String> parts = Table.parts(input, ";");
        Map<String, String> options = new HashMap<>();
        parts.stream().skip(1).forEach(option -> {
            String[] words = option.split(" ", 2);
            options.put(words[0], words.length == 1 ? "" : words[1].strip());
        });
        LocalPeriod billing = Table.period(options.getOrDefault("month", "2026-05"));
        LocalPeriod service = options.containsKey("service") ? Table.period(options.get("service")) : billing;
        PricingPeriod period = new PricingPeriod(
                "run-" + run,
                billing,
                service,
                Integer.parseInt(options.getOrDefault("number", "1")),
                !options.containsKey("open"),
                options.containsKey("ends"));
        List<RatedLine> lines = new ArrayList<>();
        if (!parts.get(0).equals("nothing")) {
            Table.parts(parts.get(0), ",").forEach(line -> lines.add(line(line, service)));
        }
        return new Row(lines, period, options);
    }

    static RatedLine line(String text, LocalPeriod service) {
        String[] words = text.split(" +", -1);
        String[] who = words[0].split("@", -1);
        LocalPeriod days = service;
        BigDecimal tax = null;
        ChargeKind kind = ChargeKind.RECURRING;
        Quantity quantity = Quantity.one("piece");
        for (String word : Arrays.asList(words).subList(2, words.length)) {
            if (word.startsWith("x")) {
                String[] counted = word.substring(1).split(":", -1);
                quantity = new Quantity(new BigDecimal(counted[0]), counted[1]);
                kind = ChargeKind.USAGE;
            } else if (word.startsWith("+")) {
                tax = new BigDecimal(word.substring(1, word.length() - 1));
            } else if (word.contains("..")) {
                days = Table.period(word);
            } else {
                kind = ChargeKind.valueOf(word);
            }
        }
        String partner = who.length == 1 ? "host" : who[1];
        ChargedItem item = new ChargedItem(who[0], ACCOUNT, who[0], partner, kind, "plan", days, tax);
        return new RatedLine(item, quantity, PricingTableTest.eur(words[1]), "");
    }

    /** Of a line of the row its product, of one that a modifier has added the modifier's key. */
    static String name(RatedLine line) {
        return line.id().substring(line.id().indexOf('/') + 1);
    }

    ChargedItem like() {
        return new ChargedItem("sub", ACCOUNT, "product", "host", ChargeKind.TRUE_UP, "plan", period.service(), null);
    }

    BigMoney amount(ChargedItem item) {
        return lines.stream()
                .filter(line -> line.item().equals(item))
                .findFirst()
                .orElseThrow()
                .amount();
    }

    AccountInput accountInput() {
        Map<String, CouponUse> others = new HashMap<>();
        if (options.containsKey("others")) {
            String[] words = options.get("others").split(" +", -1);
            others.put(words[0], new CouponUse(Integer.parseInt(words[1]), new BigDecimal(words[2])));
        }
        return new AccountInput(
                Priced.of(CurrencyUnit.EUR, lines),
                period,
                new Customer(ACCOUNT, words("group"), options.get("segment"), words("coupons")),
                words("there"),
                options.containsKey("burn") ? new BigDecimal(options.get("burn")) : null,
                others);
    }

    private List<String> words(String option) {
        return Table.parts(options.getOrDefault(option, ""), " ");
    }
}
