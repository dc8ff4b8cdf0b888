package io.billinghub.api.creditnote;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.creditnote.application.CreditNotes.Request;
import io.billinghub.core.creditnote.model.Credited;
import io.billinghub.core.error.HubException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a client says of a credit note to be made. */
record CreditNoteRequest(JsonBody body) {

    private static final Set<String> MEMBERS = Set.of("taxInvoice", "reason", "lines", "net", "rebill");
    private static final int LONGEST_REASON = 500;

    Request read() {
        body.allowOnly(MEMBERS, "is no part of a request for a credit note");
        body.kept(Set.of());
        return new Request(invoice(), credited(), reason(), rebill());
    }

    private UUID invoice() {
        String text = required("taxInvoice");
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new HubException(ApiError.INVALID_BODY, "/taxInvoice: must be the id of a tax invoice.", e);
        }
    }

    private String reason() {
        String reason = required("reason");
        if (reason.length() > LONGEST_REASON) {
            throw invalid("/reason: must have at most " + LONGEST_REASON + " characters");
        }
        return reason;
    }

    private boolean rebill() {
        JsonNode node = body.json().path("rebill");
        if (!node.isMissingNode() && !node.isNull() && !node.isBoolean()) {
            throw invalid("/rebill: must be true or false");
        }
        return node.asBoolean(false);
    }

    private Credited credited() {
        boolean lines = body.json().hasNonNull("lines");
        boolean net = body.json().hasNonNull("net");
        if (lines && net) {
            throw invalid("/net: is said of the whole invoice, and can't be said beside lines");
        }
        if (lines) {
            return new Credited.Lines(lines(body.json().path("lines")));
        }
        return net ? new Credited.Amount(amount(body.json().path("net"), "/net")) : new Credited.Whole();
    }

    private static List<Credited.Line> lines(JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            throw invalid("/lines: must be an array of at least one {\"position\": …, \"net\": …}");
        }
        List<Credited.Line> lines = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            JsonNode line = node.get(i);
            String at = "/lines/" + i;
            JsonNode position = line.path("position");
            if (!position.isInt() || position.intValue() < 1) {
                throw invalid(at + "/position: must be the position of a line, from 1 on");
            }
            line.fieldNames().forEachRemaining(name -> {
                if (!name.equals("position") && !name.equals("net")) {
                    throw invalid(at + "/" + name + ": is no part of a line");
                }
            });
            lines.add(new Credited.Line(
                    position.intValue(),
                    line.hasNonNull("net") ? Optional.of(amount(line.path("net"), at + "/net")) : Optional.empty()));
        }
        return lines;
    }

    private static BigDecimal amount(JsonNode node, String at) {
        if (!node.isNumber()
                || node.decimalValue().precision() > 18
                || Math.abs(node.decimalValue().scale()) > 9) {
            throw invalid(at + ": must be an amount as a number");
        }
        return node.decimalValue();
    }

    private String required(String member) {
        return body.text(member)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> invalid("/" + member + ": is missing"));
    }

    private static HubException invalid(String why) {
        return new HubException(ApiError.INVALID_BODY, why + ".");
    }
}
