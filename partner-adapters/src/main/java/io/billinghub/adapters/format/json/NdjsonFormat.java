package io.billinghub.adapters.format.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.DocumentFormat;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.FormatFlaw;
import io.billinghub.adapters.format.ParserRequest;
import io.billinghub.adapters.mapping.JsonataMapping;
import io.billinghub.adapters.model.DocumentKind;
import java.util.List;

/** Usage, or a bill, as one JSON object per line. */
public final class NdjsonFormat implements DocumentFormat {

    @Override
    public String type() {
        return "ndjson";
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
                ? new NdjsonUsageParser(request.mapping())
                : new NdjsonBillParser(request.mapping(), request.fileName());
    }
}
