package io.billinghub.settlement.share.infrastructure;

import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.settlement.error.SettlementError;
import io.billinghub.settlement.share.application.ShareAgreements;
import io.billinghub.settlement.share.model.AgreedShares;
import io.billinghub.settlement.share.model.ShareModel;
import io.billinghub.settlement.share.model.ShareParty;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Share models by two queries, one for the models and one for all parties that they name. */
@ApplicationScoped
public class SqlShareAgreements implements ShareAgreements {

    private static final String MODELS = """
            select v.id, a.key || ' version ' || v.version as name, v.share_model::text as share_model, v.residue_party
              from agreement_version v join agreement a on a.id = v.agreement_id
             where v.id = any($1)
            """;

    // a key is the party's, or that of one of its roles; a party of several roles counts as the first of this order
    private static final String PARTIES = """
            select distinct on (k.key) k.key, p.id, r.role
              from unnest($1::text[]) as k (key)
              join party_role r on r.role <> 'CUSTOMER'
              join party p on p.id = r.party_id and (p.key = k.key or r.key = k.key)
             order by k.key, p.key = k.key desc, r.key = k.key desc,
                      array_position(array['CSP', 'MARKETPLACE', 'PARTNER', 'SUB_PARTNER'], r.role), p.id
            """;

    private static final String BEARERS = """
            select distinct on (p.id) p.id, p.key, r.role
              from party p join party_role r on r.party_id = p.id and r.role <> 'CUSTOMER'
             where p.id = any($1)
             order by p.id, array_position(array['CSP', 'MARKETPLACE', 'PARTNER', 'SUB_PARTNER'], r.role)
            """;

    private record NamedModel(String name, ShareModel model) {}

    @Override
    public Uni<Map<Long, AgreedShares>> of(SqlConnection transaction, TenantContext context, Set<Long> versionIds) {
        if (versionIds.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return transaction
                .preparedQuery(MODELS)
                .execute(Tuple.of(versionIds.toArray(Long[]::new)))
                .map(SqlShareAgreements::models)
                .flatMap(models -> {
                    String[] keys = models.values().stream()
                            .flatMap(named -> named.model().parties().stream())
                            .distinct()
                            .toArray(String[]::new);
                    return transaction
                            .preparedQuery(PARTIES)
                            .execute(Tuple.of(keys))
                            .map(SqlShareAgreements::parties)
                            .map(parties -> agreed(models, parties));
                });
    }

    @Override
    public Uni<Map<Long, ShareParty>> bearers(SqlConnection transaction, TenantContext context, Set<Long> partyIds) {
        if (partyIds.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return transaction
                .preparedQuery(BEARERS)
                .execute(Tuple.tuple().addArrayOfLong(partyIds.toArray(Long[]::new)))
                .map(rows -> {
                    Map<Long, ShareParty> parties = new HashMap<>();
                    for (Row row : rows) {
                        parties.put(
                                row.getLong("id"),
                                new ShareParty(row.getString("key"), row.getLong("id"), part(row.getString("role"))));
                    }
                    return parties;
                });
    }

    private static Map<Long, NamedModel> models(RowSet<Row> rows) {
        Map<Long, NamedModel> models = new TreeMap<>();
        for (Row row : rows) {
            String name = row.getString("name");
            try {
                models.put(
                        row.getLong("id"),
                        new NamedModel(
                                name,
                                ShareModelJson.read(row.getString("share_model"), row.getString("residue_party"))));
            } catch (IllegalArgumentException invalid) {
                throw new HubException(
                        SettlementError.INVALID_SHARE_MODEL,
                        "Share model of agreement " + name + ": " + invalid.getMessage(),
                        invalid);
            }
        }
        return models;
    }

    private static Map<String, ShareParty> parties(RowSet<Row> rows) {
        Map<String, ShareParty> parties = new HashMap<>();
        for (Row row : rows) {
            String key = row.getString("key");
            parties.put(key, new ShareParty(key, row.getLong("id"), part(row.getString("role"))));
        }
        return parties;
    }

    private static ShareParty.Part part(String role) {
        return switch (role) {
            case "CSP" -> ShareParty.Part.CSP;
            case "MARKETPLACE" -> ShareParty.Part.MARKETPLACE;
            default -> ShareParty.Part.PARTNER;
        };
    }

    private static Map<Long, AgreedShares> agreed(Map<Long, NamedModel> models, Map<String, ShareParty> parties) {
        Map<Long, AgreedShares> agreed = new HashMap<>();
        models.forEach((id, named) -> {
            List<ShareParty> found = named.model().parties().stream()
                    .map(key -> {
                        ShareParty party = parties.get(key);
                        if (party == null) {
                            throw new HubException(
                                    SettlementError.UNKNOWN_SHARE_PARTY,
                                    "Share model of agreement " + named.name() + " names the party \"" + key
                                            + "\", but no party or role of the tenant has that key");
                        }
                        return party;
                    })
                    .toList();
            agreed.put(id, new AgreedShares(id, named.model(), found));
        });
        return agreed;
    }
}
