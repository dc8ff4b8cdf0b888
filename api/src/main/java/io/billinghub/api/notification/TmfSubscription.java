package io.billinghub.api.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.core.notification.model.Listener;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * TMF EventSubscription: a registered listener.
 *
 * @param query as it was given; left out where none was
 */
@Schema(name = "EventSubscription")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record TmfSubscription(
        @Schema(examples = "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11")
        String id,

        @Schema(examples = "https://203.0.113.7/billing/events")
        String callback,

        @Schema(examples = "eventType=CustomerBillStateChangeEvent&state=sent")
        String query) {

    static TmfSubscription of(Listener listener) {
        return new TmfSubscription(listener.uuid().toString(), listener.callback(), listener.query());
    }
}
