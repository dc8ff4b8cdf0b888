package io.billinghub.adapters.radius;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code transport} of a descriptor of this type.
 *
 * @param clients secrets by the address that requests come from, as references
 * @param account the attribute that holds the customer number
 * @param dimensions attributes by the name of the dimension that they become
 */
record RadiusOptions(
        Map<String, String> clients, String account, List<Measure> measures, Map<String, String> dimensions) {

    private static final int DECIMALS = 9;

    RadiusOptions {
        clients = Map.copyOf(clients);
        measures = List.copyOf(measures);
        dimensions = Map.copyOf(dimensions);
    }

    /**
     * A counter that becomes usage.
     *
     * @param of which one
     * @param per how much of the counter is one unit
     * @param product key of the partner's product; empty where it names none
     */
    record Measure(Counter of, String unit, BigDecimal per, String product) {

        /** Units in the counter's total, at 9 decimals rounded down: differences of such add up to the whole. */
        BigDecimal units(long total) {
            return BigDecimal.valueOf(total).divide(per, DECIMALS, RoundingMode.DOWN);
        }
    }

    /** Cumulative counters of a session. */
    enum Counter {
        OCTETS {
            @Override
            long total(Session session) {
                return Math.addExact(session.octetsIn(), session.octetsOut());
            }
        },
        OCTETS_IN {
            @Override
            long total(Session session) {
                return session.octetsIn();
            }
        },
        OCTETS_OUT {
            @Override
            long total(Session session) {
                return session.octetsOut();
            }
        },
        SECONDS {
            @Override
            long total(Session session) {
                return session.seconds();
            }
        };

        abstract long total(Session session);
    }

    /** Reads what the schema has accepted. */
    static RadiusOptions of(JsonNode transport) {
        Map<String, String> clients = new HashMap<>();
        transport
                .path("clients")
                .forEach(client -> clients.put(
                        client.path("address").asText(), client.path("secret").asText()));
        List<Measure> measures = new ArrayList<>();
        transport
                .path("usage")
                .forEach(usage -> measures.add(new Measure(
                        Counter.valueOf(usage.path("counter").asText()),
                        usage.path("unit").asText(),
                        usage.path("per").isMissingNode()
                                ? BigDecimal.ONE
                                : usage.path("per").decimalValue(),
                        usage.path("product").asText(""))));
        Map<String, String> dimensions = new HashMap<>();
        transport
                .path("dimensions")
                .properties()
                .forEach(dimension ->
                        dimensions.put(dimension.getKey(), dimension.getValue().asText()));
        return new RadiusOptions(clients, transport.path("account").asText("User-Name"), measures, dimensions);
    }
}
