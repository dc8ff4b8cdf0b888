package io.billinghub.adapters.format.xml;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.DocumentFormat;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.FormatFlaw;
import io.billinghub.adapters.format.ParserRequest;
import io.billinghub.adapters.mapping.Dates;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Bills in any XML, mapped by paths. */
public final class XmlFormat implements DocumentFormat {

    @Override
    public String type() {
        return "xml";
    }

    @Override
    public List<FormatFlaw> flaws(JsonNode options, JsonNode mapping) {
        Stream<Optional<FormatFlaw>> date = Stream.of(FormatFlaw.of(
                "/format/date", () -> Dates.strict(options.path("date").asText("yyyy-MM-dd"))));
        return Stream.concat(date, XmlMapping.flaws(mapping))
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public DocumentParser parser(ParserRequest request) {
        return new XmlBillParser(request);
    }
}
