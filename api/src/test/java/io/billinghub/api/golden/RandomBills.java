package io.billinghub.api.golden;

import io.billinghub.api.golden.GoldenScenario.Account;
import io.billinghub.api.golden.GoldenScenario.Line;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Bills by chance, the same for the same seed: any buyers, sellers, taxes, signs and decimals; in euros and kronor, which XML can say. */
final class RandomBills {

    private static final List<String> BUYERS =
            List.of("havu", "havu", "aino", "brandt", "greta", "nord", "fjord", "embassy");
    private static final List<String> BUSINESSES = List.of("havu", "brandt", "nord", "fjord");
    private static final List<String> FINNISH =
            List.of("data", "books", "cover", "relief", "fine", "advice", "paper", "compute", "manga", "seat", "song");
    private static final List<String> ABROAD = List.of("data", "data", "compute", "advice", "manga", "seat", "song");

    private RandomBills() {}

    static List<GoldenScenario> of(long seed, int count) {
        Random random = new Random(seed);
        List<GoldenScenario> bills = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            bills.add(one("R%03d".formatted(i), random));
        }
        return bills;
    }

    private static GoldenScenario one(String number, Random random) {
        String buyer = pick(BUYERS, random);
        String currency = buyer.equals("nord") && random.nextBoolean() ? "SEK" : "EUR";
        List<Account> accounts = new ArrayList<>();
        accounts.add(new Account(number, buyer, null, false, currency, random.nextBoolean() ? "en" : "fi"));
        if (random.nextInt(4) == 0 && buyer.equals("havu")) {
            accounts.add(new Account(
                    number + "-A", random.nextBoolean() ? "havu" : "havu-energy", number, true, currency, "en"));
        }
        List<Line> lines = new ArrayList<>();
        int count = 1 + random.nextInt(10);
        boolean home = List.of("havu", "aino", "embassy").contains(buyer);
        for (int i = 1; i <= count; i++) {
            // Fjord is taxed for what the tables know of Norway only: services to a business
            String product = buyer.equals("fjord") ? "advice" : pick(home ? FINNISH : ABROAD, random);
            lines.add(line(pick(accounts, random).number(), product, BUSINESSES.contains(buyer), i, random));
        }
        return new GoldenScenario(number, number, accounts, lines, List.of());
    }

    /** @param business whether the buyer accounts for tax itself where a partner of another country sells */
    private static Line line(String account, String product, boolean business, int number, Random random) {
        BigDecimal net = BigDecimal.valueOf(random.nextInt(1_000_000), 1 + random.nextInt(4));
        boolean back = random.nextInt(7) == 0;
        BigDecimal quantity = BigDecimal.valueOf(1 + random.nextInt(5000), random.nextInt(3));
        int from = 1 + random.nextInt(28);
        int to = from + 1 + random.nextInt(31 - from);
        boolean soft = product.equals("seat");
        boolean radio = product.equals("song");
        return new Line(
                account,
                product,
                random.nextInt(5) == 0 ? "g1" : "n" + number,
                (back ? quantity.negate() : quantity).toPlainString(),
                (back ? net.negate() : net).toPlainString(),
                soft && business ? "AE" : soft || radio ? "S" : "",
                soft ? business ? "0" : "19" : radio ? "25" : "",
                "2026-10-%02d".formatted(from),
                to > 31 ? "2026-11-01" : "2026-10-%02d".formatted(to));
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
