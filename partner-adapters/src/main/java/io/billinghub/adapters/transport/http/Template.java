package io.billinghub.adapters.transport.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.transport.PullSession;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.UnaryOperator;

/** Fills {@code {cursor}}, {@code {from}} and {@code {to}} in: what was kept last, and the last whole day or month. */
final class Template {

    private final String cursor;
    private final String from;
    private final String to;

    Template(PullSession session) {
        JsonNode options = session.options();
        this.cursor = session.cursor().orElse(options.at("/incremental/initial").asText(""));
        JsonNode period = options.path("period");
        LocalDate today = session.now()
                .atZone(ZoneId.of(period.path("timeZone").asText("UTC")))
                .toLocalDate();
        LocalDate end = "day".equals(period.path("unit").asText()) ? today : today.withDayOfMonth(1);
        this.to = end.toString();
        this.from = ("day".equals(period.path("unit").asText()) ? end.minusDays(1) : end.minusMonths(1)).toString();
    }

    URI url(String text) {
        return URI.create(filled(text, value -> URLEncoder.encode(value, StandardCharsets.UTF_8)));
    }

    /** The body of a request; the cursor stands inside of a JSON string there. */
    String body(String text) {
        return filled(text, value -> value.replace("\\", "\\\\").replace("\"", "\\\""));
    }

    private String filled(String text, UnaryOperator<String> encoding) {
        return text.replace("{cursor}", encoding.apply(cursor))
                .replace("{from}", from)
                .replace("{to}", to);
    }
}
