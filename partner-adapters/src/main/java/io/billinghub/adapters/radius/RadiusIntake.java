package io.billinghub.adapters.radius;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.intake.UsageBatches;
import io.billinghub.adapters.radius.SessionTable.Key;
import io.billinghub.adapters.usage.EventSequence;
import io.billinghub.adapters.usage.UsageFormat;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes in accounting records: their usage and how far their sessions are counted, in one transaction. */
@ApplicationScoped
public class RadiusIntake {

    private final TenantTransaction transactions;
    private final UsageBatches batches;

    RadiusIntake(TenantTransaction transactions, UsageBatches batches) {
        this.transactions = transactions;
        this.batches = batches;
    }

    /**
     * Takes records of one adapter in, in their order.
     *
     * @return how many were of sessions that their NAS had forgotten, and add nothing; fails as {@link
     *     UsageBatches#receiveKeepingRefused} does, with nothing stored
     */
    Uni<Integer> takeIn(TenantContext context, RadiusAdapter adapter, List<AccountingRecord> records) {
        return transactions.run(context, connection -> {
            Work work = new Work(connection, adapter);
            Uni<Void> done = Uni.createFrom().voidItem();
            for (List<AccountingRecord> part : parts(records)) {
                done = done.flatMap(before -> work.part(part));
            }
            return done.flatMap(counted -> work.events.events().isEmpty()
                            ? Uni.createFrom().voidItem()
                            : batches.receiveKeepingRefused(
                                            connection,
                                            context,
                                            adapter.partner(),
                                            work.events.content(),
                                            EventSequence.CONTENT_TYPE,
                                            work.events.events())
                                    .replaceWithVoid())
                    .map(stored -> work.outdated);
        });
    }

    /** A restart stands alone, since it changes sessions that no other record names. */
    private static List<List<AccountingRecord>> parts(List<AccountingRecord> records) {
        List<List<AccountingRecord>> parts = new ArrayList<>();
        AccountingRecord before = null;
        for (AccountingRecord record : records) {
            if (record.kind() == AccountingRecord.Kind.OTHER) {
                continue;
            }
            if (before == null
                    || before.kind() == AccountingRecord.Kind.RESTART
                    || record.kind() == AccountingRecord.Kind.RESTART) {
                parts.add(new ArrayList<>());
            }
            parts.get(parts.size() - 1).add(record);
            before = record;
        }
        return parts;
    }

    /** One transaction. */
    private static final class Work {

        private final SqlConnection connection;
        private final RadiusAdapter adapter;
        private final EventSequence events = new EventSequence();
        private int outdated;

        Work(SqlConnection connection, RadiusAdapter adapter) {
            this.connection = connection;
            this.adapter = adapter;
        }

        Uni<Void> part(List<AccountingRecord> part) {
            AccountingRecord first = part.get(0);
            if (first.kind() == AccountingRecord.Kind.RESTART) {
                return SessionTable.restart(connection, adapter.key(), first.nas(), first.at());
            }
            Set<Key> keys = part.stream().map(Work::key).collect(Collectors.toSet());
            return SessionTable.lock(connection, adapter.key(), keys).flatMap(sessions -> {
                if (sessions.size() != keys.size()) {
                    throw new HubException(AdapterError.UNKNOWN_ADAPTER, "there is no adapter " + adapter.key());
                }
                part.forEach(record -> count(record, sessions));
                return SessionTable.keep(connection, adapter.key(), sessions);
            });
        }

        private void count(AccountingRecord record, Map<Key, Session> sessions) {
            Session before = sessions.get(key(record));
            before.behind(record)
                    .ifPresentOrElse(
                            after -> {
                                before.growth(after, record, adapter.options(), "radius/" + adapter.key())
                                        .forEach(event -> events.add(
                                                event,
                                                "session " + record.session() + " of " + record.nas(),
                                                UsageFormat.JSON.events(event, 1)));
                                sessions.put(key(record), after);
                            },
                            () -> outdated++);
        }

        private static Key key(AccountingRecord record) {
            return new Key(record.nas(), record.session());
        }
    }
}
