package io.billinghub.api.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.resource.Validity;
import io.billinghub.core.error.HubException;
import java.time.LocalDate;

/** The validity of a price that is kept only. */
record KeptDays(LocalDate from, LocalDate to) {

    static KeptDays of(ObjectNode body) {
        ObjectNode said = body.objectNode().put("from", PriceTranslation.ALWAYS);
        Validity.read(body, "validFor", said, "from", "to");
        LocalDate from = LocalDate.parse(said.path("from").textValue());
        LocalDate to = said.has("to") ? LocalDate.parse(said.path("to").textValue()) : null;
        if (to != null && !from.isBefore(to)) {
            throw new HubException(
                    ApiError.INVALID_BODY, "/validFor: ends on " + to + ", but begins on " + from + " only.");
        }
        return new KeptDays(from, to);
    }
}
