package io.billinghub.core.event.infrastructure;

import io.smallrye.mutiny.Uni;

/** Where the relay sends events to. */
interface EventSender {

    /** Ends with an item once every replica asked for has the event; fails if that can't be said. */
    Uni<Void> send(OutboxRow row);

    /** Makes ready what sending needs; called before each pass, cheap once it has succeeded. */
    Uni<Void> prepare();
}
