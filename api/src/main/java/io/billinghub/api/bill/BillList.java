package io.billinghub.api.bill;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of bills, newest first.
 *
 * @param next what to send as {@code after} for the next page; null on the last one
 */
public record BillList(
        List<BillSummary> items, @Schema(nullable = true) UUID next) {

    public BillList {
        items = List.copyOf(items);
    }
}
