package io.billinghub.api.document;

import io.billinghub.adapters.document.DocumentQueries;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page, newest first.
 *
 * @param next what to send as {@code after} for the next page; null on the last one
 */
public record DocumentPage<T>(
        List<T> items, @Schema(nullable = true) Long next) {

    public DocumentPage {
        items = List.copyOf(items);
    }

    static <T> DocumentPage<T> of(DocumentQueries.Page<T> page) {
        return new DocumentPage<>(
                page.items(), page.next().isPresent() ? page.next().getAsLong() : null);
    }
}
