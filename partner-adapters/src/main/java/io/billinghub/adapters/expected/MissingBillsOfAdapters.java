package io.billinghub.adapters.expected;

import io.billinghub.adapters.expected.ExpectedDocument.Status;
import io.billinghub.core.billrun.application.MissingBills;
import io.billinghub.core.cycle.CyclePeriod;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The bills that adapters expect by their descriptors; a document belongs to the billing period that its middle day is in. */
@ApplicationScoped
public class MissingBillsOfAdapters implements MissingBills {

    private static final Set<Status> NOT_THERE = EnumSet.of(Status.DUE, Status.LATE, Status.MISSING);

    private final Clock clock;

    public MissingBillsOfAdapters(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Uni<List<Missing>> of(SqlConnection connection, CyclePeriod period) {
        return ExpectedDocuments.find(connection, clock.instant(), null)
                .map(adapters -> adapters.stream()
                        .filter(ExpectedDocuments.OfAdapter::bills)
                        .flatMap(of -> of.documents().stream()
                                .filter(document -> NOT_THERE.contains(document.status()) && isOf(document, period))
                                .map(document -> new Missing(of.partnerId(), of.adapter(), document.dueOn())))
                        .toList());
    }

    private static boolean isOf(ExpectedDocument document, CyclePeriod period) {
        LocalDate middle = document.from().plusDays(ChronoUnit.DAYS.between(document.from(), document.to()) / 2);
        return !middle.isBefore(period.from()) && middle.isBefore(period.to());
    }
}
