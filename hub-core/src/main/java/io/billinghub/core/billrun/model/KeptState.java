package io.billinghub.core.billrun.model;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run has left of the terms of an account.
 *
 * @param id {@code account_state.id}; states of an account are in the order of its runs
 * @param accountId {@code billing_account.id}
 * @param run {@code bill_run.id}
 * @param billing the run's billing period
 * @param beginsWith the state before it; 0 for the first
 * @param began what it began with where it is not the state before as that stands
 */
public record KeptState(
        long id,
        long accountId,
        long run,
        LocalPeriod billing,
        long beginsWith,
        Optional<AccountState> began,
        AccountState state) {

    /**
     * The states whose periods are priced again: from the first that is corrected on. If one of the runs after it has corrected a period
     * before that one, what the first began with is out of date: then it goes back to the period that was corrected.
     *
     * @param inOrder all states of one account but that of the run itself, by id
     * @param corrected first days of the periods that the run corrects
     * @param before first days of the periods that other runs have corrected, by run
     * @return a tail of the states; empty if no terms were applied in any of the periods
     */
    public static List<KeptState> toReplay(
            List<KeptState> inOrder, Set<LocalDate> corrected, Map<Long, Set<LocalDate>> before) {
        int first = first(inOrder, corrected, inOrder.size());
        for (int i = inOrder.size() - 1; i > first; i--) {
            first = first(inOrder, before.getOrDefault(inOrder.get(i).run(), Set.of()), first);
        }
        return List.copyOf(inOrder.subList(first, inOrder.size()));
    }

    private static int first(List<KeptState> inOrder, Set<LocalDate> periods, int otherwise) {
        for (int i = 0; i < otherwise; i++) {
            if (periods.contains(inOrder.get(i).billing().from())) {
                return i;
            }
        }
        return otherwise;
    }

    /** What the run of the state began with. */
    public AccountState beganWith(List<KeptState> inOrder) {
        return began.orElseGet(() -> inOrder.stream()
                .filter(each -> each.id() == beginsWith)
                .map(KeptState::state)
                .findFirst()
                .orElse(AccountState.START));
    }

    /**
     * The charges of its period, once each: those of its run, and what other runs have corrected of it.
     *
     * @param corrections those of this run that corrects it now, or those that were known before
     */
    public List<ChargedSum> own(List<AttributedSum> sums, boolean corrections) {
        List<ChargedSum> own = new ArrayList<>();
        for (AttributedSum each : sums) {
            boolean its = each.period().equals(billing.from()) && (each.run() == run || each.run() == 0);
            if (its && each.now() == corrections) {
                own.add(each.sum());
            }
        }
        return own;
    }
}
