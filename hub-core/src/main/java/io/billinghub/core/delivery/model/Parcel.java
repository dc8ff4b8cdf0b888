package io.billinghub.core.delivery.model;

import io.billinghub.core.archive.model.KeptDocument;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is handed over in one delivery.
 *
 * @param id of the delivery, the same at each attempt
 * @param tenant its key
 * @param number of the bill
 * @param amountDue with its currency, for people
 * @param dueDate by when it is to be paid; empty where nothing is to be paid now
 */
public record Parcel(
        UUID id,
        String tenant,
        String issuer,
        UUID bill,
        String number,
        String account,
        String amountDue,
        Optional<LocalDate> dueDate,
        DeliveryPreference to,
        List<KeptDocument.Content> documents) {

    public Parcel {
        documents = List.copyOf(documents);
    }
}
