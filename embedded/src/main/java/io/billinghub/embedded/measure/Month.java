package io.billinghub.embedded.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** What is sent for the measured month: most bills as they are, some with an error, some that only look wrong. */
final class Month implements ErrorClass.Neighbours {
    private final List<ErrorClass> kinds;
    private final List<Bill> due = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final Map<ErrorClass, Integer> errors = new EnumMap<>(ErrorClass.class);
    private final Map<LookAlike, Integer> lookAlikes = new EnumMap<>(LookAlike.class);

    /**
     * @param bills right ones, in the order of the partners' numbers
     * @param perClass bills for each class of errors and each kind of look-alike
     * @param usage whether the partners send their usage too
     */
    Month(long seed, List<Bill> bills, int perClass, boolean usage) {
        this.kinds = Arrays.stream(ErrorClass.values())
                .filter(kind -> usage || !kind.isOfUsage())
                .toList();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < bills.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(new Dice(seed, "order of errors").between(0, Integer.MAX_VALUE - 1)));
        Map<Integer, List<Delivery>> chosen = new HashMap<>();
        Set<Integer> quiet = new HashSet<>();
        for (ErrorClass kind : kinds) {
            Dice dice = new Dice(seed, "error " + kind);
            for (int index : order) {
                if (errors.getOrDefault(kind, 0) == perClass) {
                    break;
                }
                if (!chosen.containsKey(index) && !quiet.contains(index)) {
                    Optional<List<Delivery>> wrong = kind.of(bills.get(index), dice, this);
                    if (wrong.isPresent()) {
                        chosen.put(index, wrong.get());
                        errors.merge(kind, 1, Integer::sum);
                        if (kind == ErrorClass.MISSING_BILL) {
                            quiet.add(index + 1); // the bill behind the gap is what shows it
                        }
                    }
                }
            }
        }
        for (LookAlike kind : LookAlike.values()) {
            if (kind.isOfUsage() && !usage) {
                continue;
            }
            Dice dice = new Dice(seed, "look-alike " + kind);
            for (int index : order) {
                if (lookAlikes.getOrDefault(kind, 0) == perClass) {
                    break;
                }
                if (!chosen.containsKey(index) && !quiet.contains(index)) {
                    kind.of(bills.get(index), dice).ifPresent(bill -> {
                        chosen.put(index, List.of(Delivery.benign(bill, kind)));
                        lookAlikes.merge(kind, 1, Integer::sum);
                    });
                }
            }
        }
        for (int i = 0; i < bills.size(); i++) {
            List<Delivery> sent = chosen.getOrDefault(i, List.of(Delivery.good(bills.get(i))));
            Bill right = sent.size() == 1 && sent.get(0).isGood() ? sent.get(0).bill() : bills.get(i);
            deliveries.addAll(usage ? withUsage(sent, bills.get(i), right) : sent);
            due.add(right);
        }
    }

    /** With what was used, unless that is what is wrong. */
    private static List<Delivery> withUsage(List<Delivery> sent, Bill right, Bill due) {
        List<Delivery> with = new ArrayList<>(sent);
        Delivery first = sent.get(0);
        if (first.error().filter(ErrorClass::isOfUsage).isEmpty()) {
            List<UsageEvent> used =
                    first.lookAlike().map(kind -> kind.usage(right, due)).orElseGet(() -> UsageEvent.of(due));
            with.set(0, first.using(used, List.of()));
        }
        return with;
    }

    /** What customers are really to be billed: the right bills, benign ones as they are sent. */
    List<Bill> due() {
        return due;
    }

    /** In the order in which the partners send them. */
    List<Delivery> deliveries() {
        return deliveries;
    }

    /** Classes of errors that no bill of this world can have, or too few. */
    Set<ErrorClass> scarce(int perClass) {
        Set<ErrorClass> scarce = new HashSet<>();
        for (ErrorClass kind : kinds) {
            if (errors.getOrDefault(kind, 0) < perClass) {
                scarce.add(kind);
            }
        }
        return scarce;
    }

    @Override
    public String otherCustomer(Bill bill, Dice dice) {
        return dice.of(bill.partner().customers().stream()
                .map(Partner.Customer::number)
                .filter(number -> !number.equals(bill.customer()))
                .collect(Collectors.toList()));
    }
}
