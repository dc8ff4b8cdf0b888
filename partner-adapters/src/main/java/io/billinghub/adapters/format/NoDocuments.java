package io.billinghub.adapters.format;

import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;

/** Stands where a descriptor has no {@code format}: its usage comes record by record, and documents are refused. */
public final class NoDocuments implements DocumentFormat {

    @Override
    public String type() {
        return "none";
    }

    @Override
    public DocumentParser parser(ParserRequest request) {
        return (file, sink) -> {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    "document",
                    "the adapter takes no documents: its descriptor has no format");
        };
    }
}
