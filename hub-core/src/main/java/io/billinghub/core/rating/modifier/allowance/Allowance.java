package io.billinghub.core.rating.modifier.allowance;

import io.billinghub.core.rating.model.Proration;
import io.billinghub.core.rating.modifier.AdjustmentKind;
import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.Reason;
import io.billinghub.core.rating.modifier.Split;
import io.billinghub.core.rating.modifier.Words;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A quantity that costs nothing in each period. It is taken off before the charge model rates, so tiers begin behind it.
 *
 * <p>Several uses (accounts that share, combinations of dimensions) get parts in proportion to what each has used, so none
 * is served first.
 *
 * @param key of the modifier
 * @param name what a customer reads
 * @param quantity per whole period, zero or more
 * @param unit what it counts, as the plan does
 * @param proration of a period that is served in part; null is taken as {@link Proration#NONE}
 * @param decimals to how many places a prorated quantity is rounded up, 0 to 9
 * @param sharing null is taken as {@link Sharing#OWN}
 * @param rollOver null if what is left is lost at the period's end
 */
public record Allowance(
        String key,
        String name,
        BigDecimal quantity,
        String unit,
        Proration proration,
        int decimals,
        Sharing sharing,
        RollOver rollOver) {
    private static final int MAX_DECIMALS = 9;

    /** Who may use it. */
    public enum Sharing {
        /** The account of the plan alone. */
        OWN,
        /** All accounts of the hierarchy that have the plan; one state stands for them together. */
        SHARED
    }

    /** Refuses an allowance with a missing or wrong part. */
    public Allowance {
        Checks.text(key, "key");
        Checks.text(name, "name");
        Checks.notNegative(quantity, "quantity");
        Checks.text(unit, "unit");
        proration = Checks.orElse(proration, Proration.NONE);
        if (Checks.atLeast(0, decimals, "decimals") > MAX_DECIMALS) {
            throw new IllegalArgumentException("decimals must be at most " + MAX_DECIMALS + ", but is " + decimals);
        }
        sharing = Checks.orElse(sharing, Sharing.OWN);
    }

    /**
     * Covers the uses of a period as far as the allowance goes. A period is granted once: a second run for the same one
     * goes on with what the first has left.
     *
     * @param uses any order; of one id there is one
     * @param state as the last period, or the last run of this one, has left it
     * @throws IllegalArgumentException if the state is of a later period
     */
    public Drawn draw(List<Use> uses, PricingPeriod period, AllowanceState state) {
        List<Grant> grants = opened(period, state);
        List<Use> sorted = uses.stream()
                .filter(use -> use.quantity().signum() > 0)
                .sorted(Comparator.comparing(Use::id))
                .toList();
        List<BigDecimal> quantities = sorted.stream().map(Use::quantity).toList();
        BigDecimal available = Split.sum(grants.stream().map(Grant::left).toList());
        BigDecimal used = available.min(Split.sum(quantities));
        int places = quantities.stream().mapToInt(BigDecimal::scale).max().orElse(0);
        List<BigDecimal> parts = Split.within(used, quantities, Math.max(places, decimals));
        Map<String, BigDecimal> free = new HashMap<>();
        for (int i = 0; i < sorted.size(); i++) {
            if (free.put(sorted.get(i).id(), parts.get(i)) != null) {
                throw new IllegalArgumentException(
                        "there are two uses with the id " + sorted.get(i).id());
            }
        }
        LocalDate from = period.billing().from();
        return new Drawn(free, used, available, new AllowanceState(from, taken(grants, used)));
    }

    /** What a customer reads of it: {@code "Family data: 35 GB of 50 GB used"}. */
    public Reason reason(Drawn drawn) {
        return new Reason(
                AdjustmentKind.ALLOWANCE,
                key,
                name + ": " + Words.quantity(drawn.used(), unit) + " of " + Words.quantity(drawn.available(), unit)
                        + " used");
    }

    private List<Grant> opened(PricingPeriod period, AllowanceState state) {
        LocalDate from = period.billing().from();
        if (from.equals(state.period())) {
            return state.grants();
        }
        if (state.period() != null && from.isBefore(state.period())) {
            throw new IllegalArgumentException("allowance " + key + " stands at the period from " + state.period()
                    + " and cannot be drawn for the earlier one from " + from);
        }
        List<Grant> grants = carriedOver(state, period);
        BigDecimal granted = period.prorated(quantity, proration);
        if (granted.scale() > decimals) {
            granted = granted.compareTo(quantity) == 0 ? granted : granted.setScale(decimals, RoundingMode.UP);
        }
        grants.add(new Grant(from, rollOver == null ? 0 : rollOver.periods(), granted));
        return grants;
    }

    /** What may still be used in the period, the newest kept where it is too much. */
    private List<Grant> carriedOver(AllowanceState state, PricingPeriod period) {
        List<Grant> carried = new ArrayList<>();
        if (rollOver == null || state.period() == null) {
            return carried;
        }
        List<Grant> grants = state.grants();
        int later = period.periodsSince(state.period());
        BigDecimal room = rollOver.quantity();
        for (int i = grants.size() - 1; i >= 0; i--) {
            Grant grant = grants.get(i);
            BigDecimal kept = room == null ? grant.left() : grant.left().min(room);
            if (grant.periodsLeft() >= later && kept.signum() > 0) {
                carried.add(new Grant(grant.grantedFor(), grant.periodsLeft() - later, kept));
                room = room == null ? null : room.subtract(kept);
            }
        }
        Collections.reverse(carried);
        return carried;
    }

    private List<Grant> taken(List<Grant> grants, BigDecimal used) {
        List<Grant> rest = new ArrayList<>(grants);
        int own = rest.size() - 1;
        BigDecimal open = used;
        if (rollOver != null && rollOver.order() == RollOver.Order.LAST) {
            open = take(rest, own, open);
        }
        for (int i = 0; i < rest.size(); i++) {
            open = take(rest, i, open);
        }
        return rest;
    }

    private static BigDecimal take(List<Grant> grants, int index, BigDecimal open) {
        Grant grant = grants.get(index);
        BigDecimal part = open.min(grant.left());
        grants.set(
                index,
                new Grant(grant.grantedFor(), grant.periodsLeft(), grant.left().subtract(part)));
        return open.subtract(part);
    }
}
