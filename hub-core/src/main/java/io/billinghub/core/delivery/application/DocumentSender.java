package io.billinghub.core.delivery.application;

import io.billinghub.core.delivery.model.Channel;
import io.billinghub.core.delivery.model.Parcel;
import io.billinghub.core.delivery.model.Proof;
import io.smallrye.mutiny.Uni;
import java.util.Set;

/** Hands parcels over by some channels. */
public interface DocumentSender {

    Set<Channel> channels();

    /** Hands a parcel over; fails, with a message for people, if the other side has not taken all of it. The same parcel may come again. */
    Uni<Proof> send(Parcel parcel);
}
