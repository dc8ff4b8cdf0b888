package io.billinghub.core.rating.modifier.change;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.rating.modifier.ChargedItem;
import io.billinghub.core.rating.modifier.RatedLine;
import io.billinghub.core.rating.modifier.Words;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.joda.money.BigMoney;

/**
 * What is still to be charged or given back when something that was billed turns out otherwise. Nothing that was charged
 * is changed: the deltas are lines of their own, and together with what was charged they come to what is due.
 *
 * <p>Amounts are net of adjustments ({@link io.billinghub.core.rating.modifier.Priced#netLines()}), so a delta carries the
 * discount of what it corrects. Asked again with its own deltas among what was charged, nothing more comes out.
 */
public final class Delta {
    private Delta() {}

    /** How a difference is put. */
    public enum Form {
        /** One line per product, with the difference. */
        NET,
        /** Each line that should not have been is reversed, each that should have been is charged. */
        REVERSAL_AND_NEW
    }

    /**
     * What belongs together.
     *
     * @param tax the percentage without zeros at its end
     */
    private record Group(String account, String product, String partner, ChargeKind kind, String unit, String tax) {
        static final Comparator<Group> ORDER = Comparator.comparing(Group::account)
                .thenComparing(Group::product)
                .thenComparing(Group::partner)
                .thenComparing(Group::kind)
                .thenComparing(Group::unit)
                .thenComparing(Group::tax);

        static Group of(RatedLine line) {
            ChargedItem item = line.item();
            return new Group(
                    item.account(),
                    item.product(),
                    item.partner(),
                    item.kind(),
                    line.quantity().unit(),
                    Words.number(item.taxPercent()));
        }

        String id() {
            return String.join("/", account, product, partner, kind.name(), unit, tax);
        }
    }

    /**
     * The lines that bring what was charged to what is due; none if it is the same.
     *
     * @param key of the correction; the begin of each line's id
     * @param charged all lines that were charged for what is corrected, earlier deltas included; any order
     * @param due what should have been charged; any order
     */
    public static List<RatedLine> between(
            String key, Collection<RatedLine> charged, Collection<RatedLine> due, Form form) {
        Map<Group, List<RatedLine>> was = grouped(charged);
        Map<Group, List<RatedLine>> is = grouped(due);
        TreeMap<Group, Boolean> groups = new TreeMap<>(Group.ORDER);
        was.keySet().forEach(group -> groups.put(group, true));
        is.keySet().forEach(group -> groups.put(group, true));
        List<RatedLine> deltas = new ArrayList<>();
        for (Group group : groups.keySet()) {
            List<RatedLine> before = was.getOrDefault(group, List.of());
            List<RatedLine> after = is.getOrDefault(group, List.of());
            deltas.addAll(form == Form.NET ? net(key, group, before, after) : reversed(key, before, after));
        }
        return List.copyOf(deltas);
    }

    private static Map<Group, List<RatedLine>> grouped(Collection<RatedLine> lines) {
        Map<Group, List<RatedLine>> groups = new TreeMap<>(Group.ORDER);
        lines.stream()
                .sorted(Comparator.comparing(RatedLine::id))
                .forEach(line -> groups.computeIfAbsent(Group.of(line), group -> new ArrayList<>())
                        .add(line));
        return groups;
    }

    private static List<RatedLine> net(String key, Group group, List<RatedLine> before, List<RatedLine> after) {
        BigDecimal was = amount(before);
        BigDecimal is = amount(after);
        BigDecimal quantity = quantity(after).subtract(quantity(before));
        if (is.compareTo(was) == 0) {
            return List.of();
        }
        List<RatedLine> all = new ArrayList<>(before);
        all.addAll(after);
        ChargedItem like = all.get(all.size() - 1).item();
        ChargedItem item = new ChargedItem(
                key + "/" + group.id(),
                like.account(),
                like.product(),
                like.partner(),
                like.kind(),
                like.plan(),
                around(all),
                like.taxPercent());
        var currency = all.get(0).amount().getCurrencyUnit();
        String words = "correction: charged " + Words.money(Words.rounded(was, currency), currency) + ", due "
                + Words.money(Words.rounded(is, currency), currency);
        return List.of(new RatedLine(
                item, new Quantity(quantity, group.unit()), BigMoney.of(currency, is.subtract(was)), words));
    }

    private static List<RatedLine> reversed(String key, List<RatedLine> before, List<RatedLine> after) {
        List<RatedLine> open = new ArrayList<>();
        for (RatedLine line : before) {
            if (!removeLike(open, line, line.amount().getAmount().negate())) {
                open.add(line);
            }
        }
        List<RatedLine> missing = new ArrayList<>();
        for (RatedLine line : after) {
            if (!removeLike(open, line, line.amount().getAmount())) {
                missing.add(line);
            }
        }
        List<RatedLine> deltas = new ArrayList<>();
        for (RatedLine line : open) {
            deltas.add(new RatedLine(
                    line.item().as(key + "/reversal/" + line.id(), line.item().kind()),
                    line.quantity().reversed(),
                    line.amount().negated(),
                    "reversed"));
        }
        for (RatedLine line : missing) {
            deltas.add(new RatedLine(
                    line.item().as(key + "/new/" + line.id(), line.item().kind()),
                    line.quantity(),
                    line.amount(),
                    line.words()));
        }
        return deltas;
    }

    /** Takes out one line of the same days and this amount, if there is one. */
    private static boolean removeLike(List<RatedLine> lines, RatedLine line, BigDecimal amount) {
        for (int i = 0; i < lines.size(); i++) {
            RatedLine other = lines.get(i);
            if (other.item().service().equals(line.item().service())
                    && other.quantity()
                                    .amount()
                                    .abs()
                                    .compareTo(line.quantity().amount().abs())
                            == 0
                    && other.amount().getAmount().compareTo(amount) == 0) {
                lines.remove(i);
                return true;
            }
        }
        return false;
    }

    private static BigDecimal amount(List<RatedLine> lines) {
        return lines.stream().map(line -> line.amount().getAmount()).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal quantity(List<RatedLine> lines) {
        return lines.stream().map(line -> line.quantity().amount()).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static LocalPeriod around(List<RatedLine> lines) {
        LocalDate from = lines.stream()
                .map(line -> line.item().service().from())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        LocalDate to = lines.stream()
                .map(line -> line.item().service().to())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new LocalPeriod(from, to);
    }
}
