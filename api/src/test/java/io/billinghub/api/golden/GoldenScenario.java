package io.billinghub.api.golden;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A customer's bill as somebody has written it down: who buys what, and what the bill has to say.
 *
 * @param title its number and what it is about
 * @param account number of the account that is billed
 * @param accounts as the import of master data takes them
 * @param lines what partners bill for it
 * @param expected the tax invoices, in order, and at last what is due
 */
record GoldenScenario(String title, String account, List<Account> accounts, List<Line> lines, List<String> expected) {

    /** @param parent number of the account above it, or null */
    record Account(String number, String buyer, String parent, boolean consolidates, String currency, String language) {
        void addTo(ObjectNode document) {
            ObjectNode row = document.withArrayProperty("accounts").addObject();
            row.put("number", number)
                    .put("name", "Account " + number)
                    .put("party", buyer)
                    .put("cycle", "golden");
            row.put("currency", currency).put("language", language);
            if (parent != null) {
                row.put("parent", parent).put("consolidates", consolidates);
            }
            ArrayNode links = document.withArrayProperty("accountLinks");
            for (String partner : List.of("cloud", "soft", "radio")) {
                links.addObject()
                        .put("partner", partner)
                        .put("partnerAccount", number)
                        .put("account", number);
            }
        }
    }

    /**
     * @param group rows of one group become one line
     * @param tax category and rate that the partner states; empty for none
     * @param to the day after the last one
     */
    record Line(
            String account,
            String product,
            String group,
            String quantity,
            String net,
            String category,
            String rate,
            String from,
            String to) {

        /** The adapter that takes the line in. */
        String adapter() {
            return switch (product) {
                case "compute" -> "resale-usd";
                case "manga" -> "resale-jpy";
                case "gulf" -> "resale-kwd";
                case "seat" -> "agency-soft";
                case "song" -> "agency-radio";
                default -> "resale-eur";
            };
        }

        String csv(String id) {
            return String.join(
                    ",",
                    adapter() + "-2026-10",
                    id,
                    account,
                    product,
                    group,
                    product + " " + group,
                    quantity,
                    net,
                    category,
                    rate,
                    from,
                    to);
        }
    }

    /** Reads scenarios; the format is told in their file. */
    static List<GoldenScenario> read(List<String> text) {
        List<GoldenScenario> scenarios = new ArrayList<>();
        Map<String, String> currencies = new LinkedHashMap<>();
        for (String line : text) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("== ")) {
                scenarios.add(new GoldenScenario(
                        line.substring(3),
                        line.substring(3).split(" ", 2)[0],
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>()));
                continue;
            }
            GoldenScenario scenario = scenarios.get(scenarios.size() - 1);
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "account:" -> {
                    scenario.accounts().add(new Account(words[1], words[2], null, false, words[3], words[4]));
                    currencies.put(words[1], words[3] + " " + words[4]);
                }
                case "child:", "alone:" -> {
                    String[] money = currencies.get(words[2]).split(" ", -1);
                    currencies.put(words[1], currencies.get(words[2]));
                    scenario.accounts()
                            .add(new Account(
                                    words[1], words[3], words[2], words[0].equals("child:"), money[0], money[1]));
                }
                case "line:" ->
                    scenario.lines().add(line(words, scenario.lines().size() + 1));
                default -> scenario.expected().add(line);
            }
        }
        return scenarios;
    }

    private static Line line(String[] words, int number) {
        String[] product = words[2].split("#", 2);
        boolean days = words.length > 6 && words[words.length - 3].equals("days");
        boolean taxed = words.length > 6 && !words[5].equals("days");
        return new Line(
                words[1],
                product[0],
                product.length > 1 ? "g" + product[1] : "n" + number,
                words[3],
                words[4],
                taxed ? words[5] : "",
                taxed ? words[6] : "",
                days ? words[words.length - 2] : "2026-10-01",
                days ? words[words.length - 1] : "2026-11-01");
    }
}
