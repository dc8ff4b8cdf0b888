package io.billinghub.adapters.format.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.format.DocumentFormat;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.FormatFlaw;
import io.billinghub.adapters.format.ParserRequest;
import io.billinghub.adapters.format.flat.FlatParsers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Parquet in the partner's own columns. */
public final class ParquetFormat implements DocumentFormat {

    @Override
    public String type() {
        return "parquet";
    }

    @Override
    public List<FormatFlaw> flaws(JsonNode options, JsonNode mapping) {
        return FlatParsers.flaws(style(options), mapping);
    }

    @Override
    public DocumentParser parser(ParserRequest request) {
        Set<String> mapped = new HashSet<>();
        texts(request.mapping(), mapped);
        ParserRequest flat = new ParserRequest(
                request.kind(),
                style(request.options()),
                request.mapping(),
                request.fileName(),
                request.maxMappedBytes());
        return FlatParsers.parser(flat, ParquetRows.of(request.options(), mapped));
    }

    /** Dates and times have types of their own and are handed on as ISO 8601, which patterns of the descriptor add to. */
    private static JsonNode style(JsonNode options) {
        if (options.has("date")) {
            return options;
        }
        return ((ObjectNode) options.deepCopy()).put("date", "iso");
    }

    /** All texts of the mapping: the names of columns that it may mean are among them. */
    private static void texts(JsonNode node, Set<String> texts) {
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(child -> texts(child, texts));
    }
}
