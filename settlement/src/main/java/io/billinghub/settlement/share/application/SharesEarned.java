package io.billinghub.settlement.share.application;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.event.model.Topic;
import io.billinghub.core.identity.StableId;
import io.billinghub.settlement.share.model.LineShare;
import io.billinghub.settlement.share.model.ShareParty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.joda.money.Money;

/**
 * The event {@value #TYPE}: what a party other than the CSP earns by a shard's bills.
 *
 * <p>Data: {@code {"run": uuid, "shard": n, "party": key, "lines": n, "totals": [{"currency": "EUR", "amount": "12.30"}]}};
 * nets, without VAT. The key is the party's, so that a partner's events keep their order.
 */
final class SharesEarned {

    static final String TYPE = "io.billinghub.settlement.shares-earned.v1";

    private SharesEarned() {}

    static List<DomainEvent> events(UUID run, int shard, List<LineShare> shares, Instant now) {
        Map<String, List<LineShare>> byParty = new TreeMap<>();
        for (LineShare share : shares) {
            if (share.party().part() != ShareParty.Part.CSP) {
                byParty.computeIfAbsent(share.party().key(), party -> new ArrayList<>())
                        .add(share);
            }
        }
        List<DomainEvent> events = new ArrayList<>();
        byParty.forEach((party, earned) -> events.add(new DomainEvent(
                StableId.of(run, "shares-earned/" + shard + "/" + party),
                Topic.SETTLEMENT,
                party,
                TYPE,
                run + "/" + shard,
                now,
                data(run, shard, party, earned))));
        return events;
    }

    private static String data(UUID run, int shard, String party, List<LineShare> earned) {
        Map<String, BigDecimal> totals = new TreeMap<>();
        for (LineShare share : earned) {
            Money amount = share.amount();
            totals.merge(amount.getCurrencyUnit().getCode(), amount.getAmount(), BigDecimal::add);
        }
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("run", run.toString());
        data.put("shard", shard);
        data.put("party", party);
        data.put("lines", earned.size());
        ArrayNode amounts = data.putArray("totals");
        totals.forEach((currency, amount) ->
                amounts.addObject().put("currency", currency).put("amount", amount.toPlainString()));
        return data.toString();
    }
}
