package io.billinghub.core.billrun.application;

import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.infrastructure.HoldSql;
import io.billinghub.core.billrun.infrastructure.HoldSql.HeldBill;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.notification.application.BillEvents;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Puts bills on hold and releases them (TMF678: {@code onHold} from {@code new}, {@code validated}, {@code sent}, and back).
 * A draft on hold stays behind when its run is published and goes out, with the dates of its run, when it is released; until
 * then the run does not close.
 */
@ApplicationScoped
public class BillHolds {

    private static final String ON_HOLD = "onHold";
    private static final Set<String> DRAFTS = Set.of("new", "validated");

    private final BillRunSql runs;
    private final HoldSql holds;
    private final AuditLog audit;
    private final BillEvents events;

    public BillHolds(BillRunSql runs, HoldSql holds, AuditLog audit, BillEvents events) {
        this.runs = runs;
        this.holds = holds;
        this.audit = audit;
        this.events = events;
    }

    /**
     * Moves the bill to the state, if that means holding or releasing it; the state that it has already changes nothing.
     *
     * @param state a TMF678 state
     * @return fails with UNKNOWN_RESOURCE, NARROWED_LOGIN, or BILL_STATE for a move that is not a person's to make
     */
    public Uni<Void> move(SqlConnection transaction, TenantContext context, UUID bill, String state) {
        if (context.partnerId().isPresent() || context.accountId().isPresent()) {
            throw new HubException(
                    CoreError.NARROWED_LOGIN,
                    "login " + context.actor() + " sees one partner's or one account's rows alone");
        }
        return holds.runOf(transaction, bill)
                .map(run -> run.orElseThrow(() -> unknown(bill)))
                .flatMap(uuid -> runs.lockedRun(transaction, uuid))
                .map(Optional::orElseThrow)
                .flatMap(run -> holds.locked(transaction, bill)
                        .map(found -> found.orElseThrow(() -> unknown(bill)))
                        .flatMap(found -> found.state().equals(state)
                                ? Uni.createFrom().voidItem()
                                : change(transaction, run, found, state)
                                        .flatMap(done -> note(transaction, context, found, state))
                                        .flatMap(noted ->
                                                events.stateChanged(transaction, context, found.id(), state))));
    }

    private Uni<Void> change(SqlConnection transaction, Run run, HeldBill bill, String state) {
        if (state.equals(ON_HOLD)) {
            if (bill.state().equals("settled")) {
                throw refuse(bill, state, "nothing is open of a settled bill");
            }
            return holds.hold(transaction, bill);
        }
        if (!bill.heldFrom().equals(Optional.of(state))) {
            throw refuse(
                    bill,
                    state,
                    bill.heldFrom()
                            .map(from -> "on hold, it goes back to " + from)
                            .orElse("by hand it can only be put on hold; approval and payments do the rest"));
        }
        return holds.release(transaction, bill)
                .flatMap(released -> DRAFTS.contains(state)
                        ? holds.shardOfItsOwn(transaction, run, bill)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> note(SqlConnection transaction, TenantContext context, HeldBill bill, String state) {
        return audit.append(
                transaction,
                context,
                "bill.state",
                "bill/" + bill.uuid(),
                Optional.of("{\"state\":\"%s\"}".formatted(bill.state())),
                Optional.of("{\"state\":\"%s\"}".formatted(state)));
    }

    private static HubException unknown(UUID bill) {
        return new HubException(CoreError.UNKNOWN_RESOURCE, "there is no bill with the id " + bill);
    }

    private static HubException refuse(HeldBill bill, String state, String why) {
        return new HubException(
                CoreError.BILL_STATE,
                "bill " + bill.uuid() + " is " + bill.state() + " and can't become " + state + ": " + why);
    }
}
