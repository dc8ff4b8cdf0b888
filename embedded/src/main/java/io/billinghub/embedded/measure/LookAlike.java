package io.billinghub.embedded.measure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What is right although it looks wrong. */
enum LookAlike {
    /** A customer uses twelve times as much as ever, and the price is right. */
    TRUE_SPIKE {
        @Override
        Optional<Bill> of(Bill bill, Dice dice) {
            return index(bill, line -> tariff(bill, line).kind() != Tariff.Kind.MONTHLY)
                    .map(index -> {
                        Bill.Line line = bill.lines().get(index);
                        BigDecimal quantity = line.quantity().multiply(BigDecimal.valueOf(12));
                        return bill.with(index, line.of(quantity, charge(bill, line, quantity)));
                    });
        }
    },
    /** A credit that says what it corrects. */
    TRUE_CREDIT {
        @Override
        Optional<Bill> of(Bill bill, Dice dice) {
            Bill.Line line = bill.lines().get(0);
            BigDecimal half = line.net().multiply(new BigDecimal("0.5")).setScale(2, RoundingMode.HALF_UP);
            if (half.signum() == 0) {
                return Optional.empty();
            }
            List<Bill.Line> lines = new ArrayList<>(bill.lines());
            lines.add(line.crediting(half, "complaint about " + line.id())
                    .called(bill.number() + "/" + (lines.size() + 1)));
            return Optional.of(bill.with(lines));
        }
    },
    /** Two lines that are alike but for their ids: two services of one product. */
    TWO_SERVICES {
        @Override
        Optional<Bill> of(Bill bill, Dice dice) {
            return index(bill, line -> tariff(bill, line).kind() == Tariff.Kind.MONTHLY)
                    .map(index -> {
                        List<Bill.Line> lines = new ArrayList<>(bill.lines());
                        lines.add(lines.get(index).called(bill.number() + "/" + (lines.size() + 1)));
                        return bill.with(lines);
                    });
        }
    },
    /** A price that rose in this month, as agreed. */
    AGREED_PRICE_CHANGE {
        @Override
        Optional<Bill> of(Bill bill, Dice dice) {
            return bill.lines().stream().anyMatch(line -> line.product().changesIn(bill.month()))
                    ? Optional.of(bill)
                    : Optional.empty();
        }
    },
    /** More usage of the month before, which was billed: found later, and right. */
    LATE_SUPPLEMENT {
        @Override
        Optional<Bill> of(Bill bill, Dice dice) {
            return index(
                            bill,
                            line -> tariff(bill, line).kind() == Tariff.Kind.EACH
                                    && tariff(bill, line).minimum() == null)
                    .map(index -> {
                        Bill.Line line = bill.lines().get(index);
                        YearMonth before = bill.month().minusMonths(1);
                        BigDecimal quantity = BigDecimal.valueOf(dice.between(3, 9));
                        List<Bill.Line> lines = new ArrayList<>(bill.lines());
                        lines.add(line.of(quantity, charge(bill, line, quantity, before))
                                .during(before.atDay(1), before.atEndOfMonth())
                                .called(bill.number() + "/" + (lines.size() + 1)));
                        return bill.with(lines);
                    });
        }
    },
    /** A whole line of this bill given back in full, by its bill's number. */
    REVERSED_LINE {
        @Override
        Optional<Bill> of(Bill bill, Dice dice) {
            Bill.Line line = bill.lines().get(0);
            if (line.net().signum() == 0 || bill.lines().size() < 2) {
                return Optional.empty();
            }
            List<Bill.Line> lines = new ArrayList<>(bill.lines());
            lines.add(line.crediting(line.net(), bill.number()).called(bill.number() + "/" + (lines.size() + 1)));
            return Optional.of(bill.with(lines));
        }
    },
    /** A total that was rounded once: half a cent off. */
    ROUNDED_TOTAL {
        @Override
        Optional<Bill> of(Bill bill, Dice dice) {
            return index(
                            bill,
                            line -> tariff(bill, line).kind() == Tariff.Kind.EACH
                                    && tariff(bill, line).minimum() == null)
                    .map(index -> {
                        Bill.Line line = bill.lines().get(index);
                        BigDecimal exact = line.quantity()
                                .multiply(tariff(bill, line).prices().get(0));
                        Bill finer = bill.with(index, line.costing(exact));
                        return finer.stating(finer.total().setScale(2, RoundingMode.HALF_UP));
                    })
                    .filter(rounded -> rounded.total().compareTo(bill.total()) == 0);
        }
    },
    /** Units that were begun are billed whole; usage is counted finer. */
    BEGUN_UNITS {
        @Override
        Optional<Bill> of(Bill bill, Dice dice) {
            return index(
                            bill,
                            line -> tariff(bill, line).kind() != Tariff.Kind.MONTHLY
                                    && line.quantity().stripTrailingZeros().scale() > 0)
                    .map(index -> {
                        Bill.Line line = bill.lines().get(index);
                        BigDecimal whole = line.quantity().setScale(0, RoundingMode.CEILING);
                        return bill.with(index, line.of(whole, charge(bill, line, whole)));
                    });
        }

        @Override
        List<UsageEvent> usage(Bill right, Bill sent) {
            return UsageEvent.of(right);
        }
    },
    /** An event that was wrong is taken back before the bill comes. */
    CORRECTED_USAGE {
        @Override
        Optional<Bill> of(Bill bill, Dice dice) {
            return UsageEvent.of(bill).isEmpty() ? Optional.empty() : Optional.of(bill);
        }

        @Override
        List<UsageEvent> usage(Bill right, Bill sent) {
            List<UsageEvent> events = UsageEvent.of(sent);
            UsageEvent first = events.get(0);
            UsageEvent wrong = first.called(first.id() + "-wrong")
                    .counting(first.quantity().multiply(BigDecimal.TEN));
            events.add(wrong);
            events.add(wrong.takenBack());
            return events;
        }

        @Override
        boolean isOfUsage() {
            return true;
        }
    };

    /** The bill that looks so; empty where this one can't. */
    abstract Optional<Bill> of(Bill bill, Dice dice);

    /**
     * The usage that the partner sends beside it.
     *
     * @param right the bill as it would be
     */
    List<UsageEvent> usage(Bill right, Bill sent) {
        return UsageEvent.of(sent);
    }

    /** Whether only the usage looks wrong. */
    boolean isOfUsage() {
        return false;
    }

    static Tariff tariff(Bill bill, Bill.Line line) {
        return line.product().tariff(bill.month());
    }

    /** What a quantity of the line's product costs this customer in the month of the bill. */
    static BigDecimal charge(Bill bill, Bill.Line line, BigDecimal quantity) {
        return charge(bill, line, quantity, bill.month());
    }

    /** The same at the prices of another month. */
    static BigDecimal charge(Bill bill, Bill.Line line, BigDecimal quantity, YearMonth prices) {
        return line.product().charge(prices, quantity, use(bill, line).number(bill.month()));
    }

    private static Partner.Use use(Bill bill, Bill.Line line) {
        return bill.partner().customer(bill.customer()).uses().stream()
                .filter(use -> use.product() == line.product())
                .findFirst()
                .orElseThrow();
    }

    static Optional<Integer> index(Bill bill, Predicate<Bill.Line> wanted) {
        for (int i = 0; i < bill.lines().size(); i++) {
            if (wanted.test(bill.lines().get(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
