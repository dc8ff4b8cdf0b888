package io.billinghub.api.migration;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.onboarding.migration.model.MigratedBill;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A bill of the old system that was open at the cut-over.
 *
 * @param account number of the billing account
 * @param number the old system's own, of none of the hub's series
 * @param amount what it was made out for, tax included
 * @param openAmount what was still to be paid at the cut-over
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "MigratedBill")
public record MigratedBillView(
        UUID id,
        String account,
        String source,
        String number,
        LocalDate issuedOn,
        LocalDate dueOn,
        BigDecimal amount,
        BigDecimal openAmount,
        String currency,
        String paymentReference) {

    static MigratedBillView of(MigratedBill bill) {
        return new MigratedBillView(
                bill.uuid(),
                bill.account(),
                bill.source(),
                bill.number(),
                bill.issuedOn(),
                bill.dueOn(),
                bill.amount().getAmount(),
                bill.open().getAmount(),
                bill.open().getCurrencyUnit().getCode(),
                bill.paymentReference());
    }
}
