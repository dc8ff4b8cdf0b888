package io.billinghub.embedded.measure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What goes wrong with partners' bills and the usage beside them; each makes, out of a right bill, what the partner sends. */
enum ErrorClass {
    /** The bill comes a second time under another number. */
    DUPLICATE_UNDER_NEW_NUMBER {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            String number = bill.number() + "-R";
            List<Bill.Line> renamed = new ArrayList<>();
            bill.lines().forEach(line -> renamed.add(line.called(number + "/" + (renamed.size() + 1))));
            Bill again = (dice.oneIn(2) ? bill.with(renamed) : bill).numbered(number);
            return Optional.of(List.of(Delivery.good(bill), Delivery.wrong(again, this, Set.of())));
        }
    },
    /** The bill comes without a line, and then anew under another number, whole, and says that it takes the place of the first one. */
    RESTATED {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            return withoutLast(bill)
                    .map(less -> List.of(
                            Delivery.wrong(less, this, Set.of()),
                            Delivery.replacing(bill.numbered(bill.number() + "-C"), bill.number())));
        }

        @Override
        boolean isPutRight() {
            return true;
        }
    },
    /** The bill comes anew under another number with a line less, and does not say what it is. */
    RESTATED_WITHOUT_A_WORD {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            return withoutLast(bill)
                    .map(less -> List.of(
                            Delivery.good(bill), Delivery.wrong(less.numbered(bill.number() + "-C"), this, Set.of())));
        }
    },
    /** The same file comes a second time. */
    REDELIVERY {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            return Optional.of(List.of(Delivery.good(bill), Delivery.wrong(bill, this, Set.of())));
        }
    },
    /** The bill never comes. */
    MISSING_BILL {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            return Optional.of(List.of(Delivery.never(bill)));
        }
    },
    /** The last lines are not there; the total still counts them. */
    MISSING_PAGE {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            List<Bill.Line> left = bill.lines().subList(0, bill.lines().size() - 1);
            return one(bill.withoutNewTotal(left), Set.of()).filter(wrong -> left.size() > 0);
        }
    },
    /** The transfer was cut off in the middle of a row. */
    TRUNCATED {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            String whole = bill.csv(bill.partner().dialect());
            return Optional.of(List.of(Delivery.wrong(
                    bill, whole.substring(0, whole.length() * dice.between(45, 85) / 100), this, Set.of())));
        }
    },
    /** A customer number that nobody has. */
    UNKNOWN_CUSTOMER {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            int index = dice.between(0, bill.lines().size() - 1);
            return one(bill.with(index, bill.lines().get(index).forCustomer(bill.customer() + "9")), row(index));
        }
    },
    /** A line of one customer stands under another one's number. */
    OTHER_CUSTOMER {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            int index = dice.between(0, bill.lines().size() - 1);
            String other = neighbours.otherCustomer(bill, dice);
            return one(bill.with(index, bill.lines().get(index).forCustomer(other)), row(index));
        }
    },
    /** Services of the month before, which was billed. */
    WRONG_PERIOD {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            List<Bill.Line> lines = bill.lines().stream()
                    .map(line -> line.during(
                            bill.month().minusMonths(1).atDay(1),
                            bill.month().minusMonths(1).atEndOfMonth()))
                    .toList();
            return one(bill.with(lines), Set.of());
        }
    },
    /** The price of before the rise. */
    OLD_PRICE {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            return priced(
                    bill,
                    line -> Optional.of(LookAlike.charge(
                            bill, line, line.quantity(), bill.month().minusMonths(1))));
        }
    },
    /** A quantity on the bound is priced by the tier above. */
    TIER_BOUNDARY {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            return LookAlike.index(bill, line -> LookAlike.tariff(bill, line).kind() == Tariff.Kind.VOLUME)
                    .flatMap(index -> {
                        Bill.Line line = bill.lines().get(index);
                        Tariff tariff = LookAlike.tariff(bill, line);
                        BigDecimal bound = tariff.bounds().get(dice.between(0, 1));
                        return tariff.chargeOneTierUp(bound)
                                .flatMap(charge -> one(bill.with(index, line.of(bound, charge)), row(index)));
                    });
        }
    },
    /** Graduated prices are read as prices by volume, or the reverse. */
    TIERS_MIXED_UP {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            return priced(bill, line -> {
                Tariff tariff = LookAlike.tariff(bill, line);
                boolean tiers = tariff.kind() == Tariff.Kind.GRADUATED || tariff.kind() == Tariff.Kind.VOLUME;
                return tiers ? Optional.of(tariff.mixedUp().charge(line.quantity())) : Optional.empty();
            });
        }
    },
    /** Less than the least charge of a month. */
    MISSED_MINIMUM {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            return priced(bill, line -> {
                Tariff tariff = LookAlike.tariff(bill, line);
                return tariff.minimum() == null
                        ? Optional.empty()
                        : Optional.of(tariff.withoutMinimum().charge(line.quantity()));
            });
        }
    },
    /** The price of another product. */
    WRONG_ITEM {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            return priced(
                    bill,
                    line -> bill.partner().products().stream()
                            .filter(product -> product != line.product())
                            .filter(product -> product.tariff(bill.month()).kind()
                                    == LookAlike.tariff(bill, line).kind())
                            .findFirst()
                            .map(product -> product.tariff(bill.month()).charge(line.quantity())));
        }
    },
    /** A line stands twice, with its id. */
    DUPLICATE_LINE {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            List<Bill.Line> lines = new ArrayList<>(bill.lines());
            lines.add(dice.of(bill.lines()));
            return one(bill.with(lines), row(lines.size() - 1));
        }
    },
    /** Part of a month is charged as the whole. */
    PRORATION {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            return LookAlike.index(bill, line -> LookAlike.tariff(bill, line).kind() == Tariff.Kind.MONTHLY)
                    .flatMap(index -> {
                        Bill.Line line = bill.lines().get(index);
                        return one(
                                bill.with(index, line.during(bill.month().atDay(dice.between(8, 20)), line.last())),
                                row(index));
                    });
        }
    },
    /** An amount that is 9.00 too high, as when two digits change places. */
    TYPING_ERROR {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            return priced(bill, line -> Optional.of(line.net().add(new BigDecimal("9.00"))));
        }
    },
    /** Ten times the quantity, priced as such. */
    WRONG_QUANTITY(false, QuantityErrors::tenTimes),
    /** A tenth to a third more than what was used, priced as such. */
    QUANTITY_A_LITTLE_WRONG(false, QuantityErrors::aLittleMore),
    /** A line is left out, and the total fits. */
    LINE_LEFT_OUT(false, QuantityErrors::leftOut),
    /** A product is billed that the customer never had, at its price. */
    NEVER_USED(false, QuantityErrors::neverUsed),
    /** A price that was agreed in euros is converted there and back, at the rates of two days. */
    RATE_OF_ANOTHER_DAY {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            BigDecimal drift = BigDecimal.valueOf(1_000L + (dice.oneIn(2) ? 1 : -1) * dice.between(5, 30), 3);
            return priced(bill, line -> Optional.of(line.net().multiply(drift).setScale(2, RoundingMode.HALF_UP)));
        }
    },
    /** A service that has ended is billed on. */
    BILLED_AFTER_END {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            Partner.Customer customer = bill.partner().customer(bill.customer());
            return customer.uses().stream()
                    .filter(use -> use.endedBefore(bill.month()))
                    .findFirst()
                    .flatMap(use -> {
                        Bill.Line like = bill.lines().get(0);
                        BigDecimal quantity = BigDecimal.valueOf(use.product().typical());
                        List<Bill.Line> lines = new ArrayList<>(bill.lines());
                        lines.add(new Bill.Line(
                                bill.number() + "/" + (lines.size() + 1),
                                use.product(),
                                bill.customer(),
                                quantity,
                                use.product().charge(bill.month(), quantity, use.number(bill.month())),
                                like.rate(),
                                like.first(),
                                like.last(),
                                ""));
                        return one(bill.with(lines), row(lines.size() - 1));
                    });
        }
    },
    /** A promotion that holds is not given. */
    PROMOTION_MISSED {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            return priced(bill, line -> {
                BigDecimal whole = LookAlike.tariff(bill, line).charge(line.quantity());
                return Optional.of(whole).filter(other -> line.product().promoted());
            });
        }
    },
    /** A promotion is given that holds no more. */
    PROMOTION_EXPIRED {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            return priced(bill, line -> {
                BigDecimal half = Product.half(LookAlike.tariff(bill, line).charge(line.quantity()));
                return Optional.of(half).filter(other -> line.product().promoted());
            });
        }
    },
    /** The rate of VAT that was in force two years ago, where the partner's VAT is binding. */
    OLD_TAX_RATE {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            List<Bill.Line> lines = bill.lines().stream()
                    .map(line -> line.taxed(new BigDecimal("24")))
                    .toList();
            return bill.partner().agency() ? one(bill.with(lines), Set.of()) : Optional.empty();
        }
    },
    /** More is given back than was billed. */
    CREDIT_TOO_LARGE {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            List<Bill.Line> lines = new ArrayList<>(bill.lines());
            Bill.Line line = lines.get(0);
            BigDecimal tooMuch = line.net().multiply(BigDecimal.valueOf(dice.between(2, 12)));
            lines.add(line.crediting(tooMuch, "complaint about " + line.id())
                    .called(bill.number() + "/" + (lines.size() + 1)));
            return tooMuch.signum() == 0 ? Optional.empty() : one(bill.with(lines), row(lines.size() - 1));
        }
    },
    /** What is given back by its bill's number is given back a second time. */
    CREDIT_TWICE {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            List<Bill.Line> lines = new ArrayList<>(bill.lines());
            Bill.Line line = lines.get(0);
            for (int i = 0; i < 2; i++) {
                lines.add(line.crediting(line.net(), bill.number()).called(bill.number() + "/" + (lines.size() + 1)));
            }
            return line.net().signum() == 0
                    ? Optional.empty()
                    : one(bill.with(lines), Set.of(lines.size(), lines.size() + 1));
        }
    },
    /** The bill is in another currency than agreed. */
    OTHER_CURRENCY {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            return one(bill.in("USD"), Set.of());
        }
    },
    /** The total is not the sum of the lines. */
    WRONG_TOTAL {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            return one(bill.stating(bill.total().add(dice.cents(1, 5_000))), Set.of());
        }
    },
    /** A credit that does not say what it corrects. */
    CREDIT_WITHOUT_REFERENCE {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            List<Bill.Line> lines = new ArrayList<>(bill.lines());
            Bill.Line line = lines.get(0);
            BigDecimal half = line.net().multiply(new BigDecimal("0.5")).setScale(2, RoundingMode.HALF_UP);
            lines.add(line.crediting(half, "").called(bill.number() + "/" + (lines.size() + 1)));
            return half.signum() == 0 ? Optional.empty() : one(bill.with(lines), row(lines.size() - 1));
        }
    },
    /** A credit with the sign of a charge. */
    CREDIT_AS_CHARGE {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            return LookAlike.index(bill, line -> LookAlike.tariff(bill, line).kind() != Tariff.Kind.MONTHLY)
                    .flatMap(index -> {
                        List<Bill.Line> lines = new ArrayList<>(bill.lines());
                        Bill.Line line = lines.get(index);
                        BigDecimal half =
                                line.net().multiply(new BigDecimal("0.5")).setScale(2, RoundingMode.HALF_UP);
                        lines.add(line.crediting(half.negate(), "complaint about " + line.id())
                                .called(bill.number() + "/" + (lines.size() + 1)));
                        return half.signum() == 0 ? Optional.empty() : one(bill.with(lines), row(lines.size() - 1));
                    });
        }
    },
    /** A column has another name than before. */
    SCHEMA_DRIFT {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            String drifted = bill.csv(bill.partner().dialect()).replaceFirst("quantity", "amount used");
            return Optional.of(List.of(Delivery.wrong(bill, drifted, this, Set.of())));
        }
    },
    /** Numbers and dates in the way of another country. */
    OTHER_DIALECT {
        @Override
        Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
            return Optional.of(List.of(
                    Delivery.wrong(bill, bill.csv(bill.partner().dialect().mistaken()), this, Set.of())));
        }
    },
    /** Usage is counted twice. */
    USAGE_DOUBLED(true, UsageErrors::doubled),
    /** Usage is not told. */
    USAGE_MISSING(true, UsageErrors::missing),
    /** Usage is counted wrongly. */
    USAGE_MISCOUNTED(true, UsageErrors::miscounted),
    /** Usage is nobody's. */
    USAGE_ORPHANED(true, UsageErrors::nobodys),
    /** Usage comes behind its bill. */
    USAGE_LATE(true, UsageErrors::late);

    /** Makes what is sent, where that needs nothing besides the bill. */
    private interface Maker {
        Optional<List<Delivery>> of(ErrorClass kind, Bill bill, Dice dice);
    }

    private final boolean ofUsage;
    private final Maker maker;

    ErrorClass() {
        this(false, null);
    }

    /** @param maker null where the constant makes it itself */
    ErrorClass(boolean ofUsage, Maker maker) {
        this.ofUsage = ofUsage;
        this.maker = maker;
    }

    /** Whether the partner puts the error right itself: then what stands on the customer's bill tells whether it was. */
    boolean isPutRight() {
        return false;
    }

    private static Optional<Bill> withoutLast(Bill bill) {
        int lines = bill.lines().size();
        return lines < 2 ? Optional.empty() : Optional.of(bill.with(bill.lines().subList(0, lines - 1)));
    }

    /** Whether the usage is wrong, and the bill right. */
    boolean isOfUsage() {
        return ofUsage;
    }

    /** What there is besides the bill. */
    interface Neighbours {
        /** Another customer of the same partner. */
        String otherCustomer(Bill bill, Dice dice);
    }

    /** A wrong price of a line; empty where this one can't have it. */
    private interface Wrong {
        Optional<BigDecimal> charge(Bill.Line line);
    }

    /** What is sent in place of the bill; empty where it can't go wrong in this way. */
    Optional<List<Delivery>> of(Bill bill, Dice dice, Neighbours neighbours) {
        return maker.of(this, bill, dice);
    }

    Optional<List<Delivery>> one(Bill wrong, Set<Integer> rows) {
        return Optional.of(List.of(Delivery.wrong(wrong, this, rows)));
    }

    /** The first line whose wrong price is another one than the right one. */
    Optional<List<Delivery>> priced(Bill bill, Wrong wrong) {
        for (int i = 0; i < bill.lines().size(); i++) {
            Bill.Line line = bill.lines().get(i);
            Optional<BigDecimal> charge = wrong.charge(line);
            if (charge.isPresent() && charge.get().compareTo(line.net()) != 0) {
                return one(bill.with(i, line.costing(charge.get())), row(i));
            }
        }
        return Optional.empty();
    }

    /** The row of a line; the headers are row 1. */
    static Set<Integer> row(int index) {
        return Set.of(index + 2);
    }
}
