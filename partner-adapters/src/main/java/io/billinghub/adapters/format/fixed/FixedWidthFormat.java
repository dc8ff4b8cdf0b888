package io.billinghub.adapters.format.fixed;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.DocumentFormat;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.FormatFlaw;
import io.billinghub.adapters.format.ParserRequest;
import io.billinghub.adapters.format.flat.FlatParsers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Records whose fields stand at fixed places. */
public final class FixedWidthFormat implements DocumentFormat {

    @Override
    public String type() {
        return "fixed-width";
    }

    @Override
    public List<FormatFlaw> flaws(JsonNode options, JsonNode mapping) {
        Optional<FormatFlaw> layout = FormatFlaw.of("/format/records", () -> Layout.of(options));
        return Stream.concat(layout.stream(), FlatParsers.flaws(options, mapping).stream())
                .limit(1)
                .toList();
    }

    @Override
    public DocumentParser parser(ParserRequest request) {
        return FlatParsers.parser(request, new FixedWidthRows(Layout.of(request.options())));
    }
}
