package io.billinghub.adapters.format.focus;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.DocumentFormat;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.FormatFlaw;
import io.billinghub.adapters.format.ParserRequest;
import io.billinghub.adapters.mapping.DateStyle;
import java.util.List;

/** FOCUS 1.0, the open form of cloud bills: CSV or Parquet with named columns. */
public final class FocusFormat implements DocumentFormat {

    @Override
    public String type() {
        return "focus";
    }

    @Override
    public List<FormatFlaw> flaws(JsonNode options, JsonNode mapping) {
        return FormatFlaw.of("/format/date", () -> DateStyle.of(options.path("date"), "iso")).stream()
                .toList();
    }

    @Override
    public DocumentParser parser(ParserRequest request) {
        return new FocusParser(request.options(), request.mapping(), request.fileName());
    }
}
