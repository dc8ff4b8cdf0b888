package io.billinghub.adapters.format.edifact;

import io.billinghub.adapters.format.DocumentAllowances;
import io.billinghub.adapters.format.DocumentFormat;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.ParserRequest;

/** EDIFACT INVOIC, in an interchange or bare. */
public final class EdifactFormat implements DocumentFormat {

    @Override
    public String type() {
        return "edifact";
    }

    @Override
    public DocumentParser parser(ParserRequest request) {
        return DocumentAllowances.of(
                request.mapping(),
                new EdifactParser(
                        request.mapping(),
                        !request.options().path("segmentCount").asText().equals("ignored")));
    }
}
