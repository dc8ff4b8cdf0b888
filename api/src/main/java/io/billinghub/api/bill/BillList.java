package io.billinghub.api.bill;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of bills, newest first.
 *
 * @param next id of the last bill, behind which the next page begins; null on the last page
 */
public record BillList(
        List<BillSummary> items, @Schema(nullable = true) UUID next) {

    public BillList {
        items = List.copyOf(items);
    }
}
