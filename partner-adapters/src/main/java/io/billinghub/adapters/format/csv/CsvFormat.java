package io.billinghub.adapters.format.csv;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.DocumentFormat;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.FormatFlaw;
import io.billinghub.adapters.format.ParserRequest;
import io.billinghub.adapters.format.flat.FlatParsers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Flat CSV in the partner's own columns and dialect. */
public final class CsvFormat implements DocumentFormat {

    @Override
    public String type() {
        return "csv";
    }

    @Override
    public List<FormatFlaw> flaws(JsonNode options, JsonNode mapping) {
        Optional<FormatFlaw> dialect = FormatFlaw.of("/format/quote", () -> CsvDialect.of(options));
        return Stream.concat(dialect.stream(), FlatParsers.flaws(options, mapping).stream())
                .limit(1)
                .toList();
    }

    @Override
    public DocumentParser parser(ParserRequest request) {
        return FlatParsers.parser(request, new CsvRows(CsvDialect.of(request.options())));
    }
}
