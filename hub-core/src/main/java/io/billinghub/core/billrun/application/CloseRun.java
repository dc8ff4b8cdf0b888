package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.infrastructure.PublishingSql;
import io.billinghub.core.billrun.infrastructure.PublishingSql.ResidueSum;
import io.billinghub.core.identity.StableId;
import io.billinghub.core.ledger.application.Postings;
import io.billinghub.core.ledger.model.LedgerAccount;
import io.billinghub.core.ledger.model.LedgerEntry;
import io.billinghub.core.ledger.model.LedgerKind;
import io.billinghub.core.ledger.model.LedgerTransaction;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.joda.money.Money;

/**
 * Ends a run: what rounding to invoice lines has left of each partner bill is posted to rounding difference on the
 * partner's side, never onto a customer's invoice.
 */
@ApplicationScoped
public class CloseRun {

    private final PublishingSql publishing;
    private final Postings postings;

    public CloseRun(PublishingSql publishing, Postings postings) {
        this.publishing = publishing;
        this.postings = postings;
    }

    /** Posts the residues on the connection; the caller moves the run and commits. */
    Uni<Void> close(SqlConnection connection, TenantContext context, Run run) {
        return publishing.residues(connection, run).flatMap(residues -> {
            List<Money> posted = residues.stream()
                    .map(residue -> Money.of(residue.currency(), residue.exact(), RoundingMode.HALF_UP))
                    .toList();
            return publishing
                    .insertResidues(connection, run, residues, posted)
                    .flatMap(done -> postings.post(connection, context, transactions(run, residues, posted)));
        });
    }

    private static List<LedgerTransaction> transactions(Run run, List<ResidueSum> residues, List<Money> posted) {
        List<LedgerTransaction> transactions = new ArrayList<>();
        for (int i = 0; i < residues.size(); i++) {
            Money amount = posted.get(i);
            if (amount.isZero()) {
                continue;
            }
            ResidueSum residue = residues.get(i);
            OptionalLong partner = OptionalLong.of(residue.partnerPartyId());
            String detail = "partner bill " + residue.partnerBillUuid();
            transactions.add(new LedgerTransaction(
                    StableId.of(run.uuid(), "ledger/residue/" + residue.partnerBillUuid() + '/' + residue.currency()),
                    LedgerKind.RESIDUE,
                    OptionalLong.empty(),
                    run.id(),
                    run.issueDate(),
                    List.of(
                            new LedgerEntry(
                                    LedgerAccount.ROUNDING_DIFFERENCE,
                                    partner,
                                    detail,
                                    amount.getAmount(),
                                    residue.currency()),
                            new LedgerEntry(
                                    LedgerAccount.PARTNER_PAYABLE,
                                    partner,
                                    detail,
                                    amount.getAmount().negate(),
                                    residue.currency()))));
        }
        return transactions;
    }
}
