package io.billinghub.api.paging;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of a list.
 *
 * @param next what to send as {@code cursor} for the page behind this one; null on the last one
 */
public record Listing<T>(
        List<T> items,

        @Schema(
                nullable = true,
                examples = "YmlsbHM6MDE5OWYyYTE",
                description = "Send it as cursor; null on the last page")
        String next) {

    public Listing {
        items = List.copyOf(items);
    }
}
