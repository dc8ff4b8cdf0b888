package io.billinghub.api.billrun;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;

/** What a run has done so far: for whoever watches it and for whoever is to approve it. */
public record RunReport(
        RunView run,
        List<Stage> stages,
        Progress progress,
        List<Parked> parked,
        List<BillTotal> bills,
        List<SellerTotal> sellers) {

    public RunReport {
        stages = List.copyOf(stages);
        parked = List.copyOf(parked);
        bills = List.copyOf(bills);
        sellers = List.copyOf(sellers);
    }

    /** @param endedAt absent while the run is in the stage */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Stage(String stage, OffsetDateTime startedAt, OffsetDateTime endedAt) {}

    /** How many shards have come how far, and how many root accounts there are. */
    public record Progress(long shards, long rated, long consolidated, long published, long accounts) {}

    /** A root account that is left out, and why. */
    public record Parked(String account, String reason) {}

    /** Bills of one state and currency. */
    public record BillTotal(
            String state, String currency, long bills, BigDecimal net, BigDecimal tax, BigDecimal amountDue) {}

    /** @param agency whether the host only collects for the seller */
    public record SellerTotal(
            String seller,
            boolean agency,
            String currency,
            long invoices,
            BigDecimal net,
            BigDecimal tax,
            BigDecimal gross) {}
}
