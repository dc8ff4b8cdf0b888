package io.billinghub.core.rating.modifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.rating.modifier.pricing.AccountInput;
import io.billinghub.core.rating.modifier.pricing.AccountModifiers;
import io.billinghub.core.rating.modifier.pricing.AccountPriced;
import io.billinghub.core.rating.modifier.pricing.AccountPricing;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.pricing.PlanInput;
import io.billinghub.core.rating.modifier.pricing.PlanModifiers;
import io.billinghub.core.rating.modifier.pricing.PlanPriced;
import io.billinghub.core.rating.modifier.pricing.PlanPricing;
import io.billinghub.core.rating.modifier.pricing.PlanState;
import io.billinghub.core.rating.modifier.pricing.PlanUse;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every modifier does what its table says.
 *
 * <pre>
 * account JSON       the modifiers of an account; the state begins afresh
 * plan JSON          the modifiers of a plan
 * state JSON         the state that the account begins with
 * LINES; OPTIONS -> NETS; STATES
 *   LINES            PRODUCT[@PARTNER] AMOUNT [xQUANTITY:UNIT] [+TAX%] [SERVICE] [KIND], ...
 *   OPTIONS          month M; service A..B; number N; open; ends; coupons C; group G; segment S; burn N; there P;
 *                    others CODE TIMES AMOUNT
 *   NETS             PRODUCT NET, ... of all lines; a line that a modifier has added goes by the modifier's key
 *   STATES           coupon CODE TIMES AMOUNT; left CREDIT AMOUNT; points N; earned N; burnt N; sponsor ACCOUNT SUM;
 *                    paid AMOUNT; borne PARTY AMOUNT; says WORDS
 * </pre>
 *
 * Each row is a run of its own that goes on from the state of the row before. A number with ~ is rounded.
 */
class PricingTableTest {
    private static final List<String> TABLES = List.of(
            "promotion.txt",
            "spend.txt",
            "commitment.txt",
            "discount.txt",
            "coupon.txt",
            "bundle.txt",
            "loyalty.txt",
            "credit.txt",
            "sponsor.txt");

    private AccountModifiers account;
    private PlanModifiers plan;
    private Memory<AccountState> accountMemory;
    private Memory<PlanState> planMemory;
    private int runs;

    @TestFactory
    Stream<DynamicTest> everyModifierDoesWhatItsTableSays() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String table : TABLES) {
            List<Table.Entry> definitions = new ArrayList<>();
            for (Table.Entry entry : Table.read(table, "account", "plan", "state")) {
                definitions.add(entry);
                if (entry.isRow()) {
                    List<Table.Entry> upToRow = List.copyOf(definitions);
                    tests.add(DynamicTest.dynamicTest(entry.toString(), () -> upToRow.forEach(this::check)));
                    definitions.clear();
                }
            }
        }
        return tests.stream();
    }

    private void check(Table.Entry entry) {
        if (!entry.isRow()) {
            define(entry);
            return;
        }
        Row row = Row.parse(entry.input(), ++runs);
        if (account == null) {
            checkPlan(entry, row);
        } else {
            checkAccount(entry, row);
        }
    }

    private void define(Table.Entry entry) {
        switch (entry.word()) {
            case "account" -> {
                account = ModifierJson.read(entry.json(), AccountModifiers.class);
                accountMemory = Memory.start(AccountState.START);
            }
            case "plan" -> {
                account = null;
                plan = ModifierJson.read(entry.json(), PlanModifiers.class);
                planMemory = Memory.start(PlanState.START);
            }
            default -> accountMemory = Memory.start(ModifierJson.read(entry.json(), AccountState.class));
        }
    }

    private void checkPlan(Table.Entry entry, Row row) {
        List<PlanUse> uses = row.lines().stream()
                .map(line -> PlanUse.of(line.item(), line.quantity()))
                .toList();
        PlanInput input = new PlanInput(CurrencyUnit.EUR, row.like(), uses, row.period());
        PlanPriced priced = PlanPricing.price(plan, input, (use, charged) -> row.amount(use.item()), planMemory);
        planMemory = priced.memory();
        List<String> expected = Table.parts(entry.expected(), ";");
        assertNets(entry, priced.priced(), expected.get(0));
        expected.stream().skip(1).forEach(state -> assertSays(entry, priced.priced(), state.split(" ", 2)[1]));
    }

    private void checkAccount(Table.Entry entry, Row row) {
        AccountInput input = row.accountInput();
        AccountPriced priced = AccountPricing.price(account, input, accountMemory);
        AccountPriced again = AccountPricing.price(account, input, priced.memory());
        assertThat(again).as(entry + " once more").isEqualTo(priced);
        accountMemory = priced.memory();
        List<String> expected = Table.parts(entry.expected(), ";");
        assertNets(entry, priced.priced(), expected.get(0));
        expected.stream().skip(1).forEach(state -> assertState(entry, priced, state));
    }

    private static void assertNets(Table.Entry entry, Priced priced, String expected) {
        List<String> names = new ArrayList<>();
        for (String net : Table.parts(expected, ",")) {
            String[] words = net.split(" +", -1);
            names.add(words[0]);
            RatedLine line = priced.lines().stream()
                    .filter(candidate -> Row.name(candidate).equals(words[0]))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(entry + ": no line " + words[0] + " in " + priced.lines()));
            Table.assertNumber(priced.net(line), words[1], entry + ": " + words[0]);
        }
        assertThat(priced.lines().stream().map(Row::name).toList())
                .as(entry.toString())
                .containsExactlyInAnyOrderElementsOf(names);
        BigDecimal sum = Split.sum(priced.lines().stream()
                        .map(line -> line.amount().getAmount())
                        .toList())
                .add(priced.adjusted(kind -> !kind.isPayment()).getAmount());
        assertThat(priced.total().getAmount()).as(entry + ": parts add up").isEqualByComparingTo(sum);
    }

    private static void assertSays(Table.Entry entry, Priced priced, String words) {
        assertThat(priced.explanation()).as(entry.toString()).contains(words);
    }

    private static void assertState(Table.Entry entry, AccountPriced priced, String text) {
        String[] words = text.split(" +", -1);
        AccountState state = priced.memory().after();
        switch (words[0]) {
            case "coupon" -> {
                assertThat(state.coupons().get(words[1]).times())
                        .as(entry.toString())
                        .isEqualTo(Integer.parseInt(words[2]));
                Table.assertNumber(state.coupons().get(words[1]).amount(), words[3], entry.toString());
            }
            case "left" -> {
                BigDecimal left = state.credits().stream()
                        .filter(credit -> credit.key().equals(words[1]))
                        .map(credit -> credit.left())
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                Table.assertNumber(left, words[2], entry + ": left of " + words[1]);
            }
            case "points" ->
                Table.assertNumber(
                        Split.sum(
                                state.points().stream().map(lot -> lot.points()).toList()),
                        words[1],
                        entry + ": points");
            case "earned" -> Table.assertNumber(priced.pointsEarned(), words[1], entry + ": earned");
            case "burnt" -> Table.assertNumber(priced.pointsBurnt(), words[1], entry + ": burnt");
            case "sponsor" ->
                Table.assertNumber(
                        Split.sum(priced.sponsorLines().stream()
                                .filter(line -> line.item().account().equals(words[1]))
                                .map(line -> line.amount().getAmount())
                                .toList()),
                        words[2],
                        entry + ": sponsor");
            case "paid" ->
                Table.assertNumber(
                        priced.priced()
                                .adjusted(AdjustmentKind::isPayment)
                                .getAmount()
                                .negate(),
                        words[1],
                        entry + ": paid");
            case "borne" -> Table.assertNumber(borne(priced, words[1]), words[2], entry + ": borne by " + words[1]);
            case "says" -> assertSays(entry, priced.priced(), text.substring("says ".length()));
            default -> throw new AssertionError(entry + ": what is " + words[0] + "?");
        }
    }

    private static BigDecimal borne(AccountPriced priced, String party) {
        return Split.sum(priced.priced().adjustments().stream()
                .filter(adjustment -> adjustment.bearer().equals(party))
                .map(adjustment -> adjustment.amount().getAmount().negate())
                .collect(Collectors.toList()));
    }

    static BigMoney eur(String amount) {
        return BigMoney.of(CurrencyUnit.EUR, new BigDecimal(amount));
    }
}
