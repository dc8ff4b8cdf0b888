package io.billinghub.adapters.format.flat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.FormatFlaw;
import io.billinghub.adapters.format.ParserRequest;
import io.billinghub.adapters.model.DocumentKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The parsers of flat formats. */
public final class FlatParsers {

    private FlatParsers() {}

    /** The parser of a bill or of usage whose rows are read so. */
    public static DocumentParser parser(ParserRequest request, FlatRows rows) {
        FlatStyle style = FlatStyle.of(request.options());
        return request.kind() == DocumentKind.USAGE
                ? new FlatUsageParser(request.mapping(), style, rows)
                : new FlatBillParser(request.mapping(), style, rows, request.fileName());
    }

    /** What is wrong with a style or a mapping beyond the schema; the first of it. */
    public static List<FormatFlaw> flaws(JsonNode options, JsonNode mapping) {
        Optional<FormatFlaw> style = FormatFlaw.of("/format/date", () -> FlatStyle.of(options));
        if (style.isPresent()) {
            return style.stream().toList();
        }
        return Stream.of(FormatFlaw.of(
                        "/mapping/columns",
                        () -> new FlatBillParser(mapping, FlatStyle.of(options), (file, reader) -> {}, null)))
                .flatMap(Optional::stream)
                .toList();
    }
}
