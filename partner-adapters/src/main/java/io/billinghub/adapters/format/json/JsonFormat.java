package io.billinghub.adapters.format.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.DocumentFormat;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.FormatFlaw;
import io.billinghub.adapters.format.ParserRequest;
import io.billinghub.adapters.mapping.JsonataMapping;
import io.billinghub.adapters.model.DocumentKind;
import java.util.List;

/** A bill, or usage, as one JSON document, mapped by JSONata. */
public final class JsonFormat implements DocumentFormat {

    @Override
    public String type() {
        return "json";
    }

    @Override
    public List<FormatFlaw> flaws(JsonNode options, JsonNode mapping) {
        return FormatFlaw.of(
                        "/mapping/jsonata",
                        () -> JsonataMapping.compile(mapping.path("jsonata").asText("0")))
                .stream()
                .toList();
    }

    @Override
    public DocumentParser parser(ParserRequest request) {
        return request.kind() == DocumentKind.USAGE
                ? new JsonUsageParser(request.mapping(), request.maxMappedBytes())
                : new JsonBillParser(request.mapping(), request.maxMappedBytes());
    }
}
