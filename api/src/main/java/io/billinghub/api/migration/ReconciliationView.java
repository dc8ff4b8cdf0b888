package io.billinghub.api.migration;

import io.billinghub.onboarding.migration.model.Reconciled;
import java.util.List;

/** What the old system says and what the hub holds. */
public record ReconciliationView(List<MigrationView.Line> reconciliation) {

    public ReconciliationView {
        reconciliation = List.copyOf(reconciliation);
    }

    static ReconciliationView of(List<Reconciled> reconciled) {
        return new ReconciliationView(
                reconciled.stream().map(MigrationView.Line::of).toList());
    }
}
