package io.billinghub.core.delivery.application;

import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.delivery.infrastructure.DeliveryPreferenceSql;
import io.billinghub.core.delivery.infrastructure.DeliveryPreferenceSql.Account;
import io.billinghub.core.delivery.model.Channel;
import io.billinghub.core.delivery.model.DeliveryPreference;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.notification.infrastructure.Targets;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** How accounts get their documents. */
@ApplicationScoped
public class DeliveryPreferences {

    private final TenantTransaction transactions;
    private final DeliveryPreferenceSql table;
    private final Targets targets;
    private final AuditLog audit;
    private final IdGenerator ids;
    private final Clock clock;

    public DeliveryPreferences(
            TenantTransaction transactions,
            DeliveryPreferenceSql table,
            Targets targets,
            AuditLog audit,
            IdGenerator ids,
            Clock clock) {
        this.transactions = transactions;
        this.table = table;
        this.targets = targets;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** What is wanted of an account's deliveries; see {@link DeliveryPreference}. */
    public record Wanted(Channel channel, String target, List<String> hostKeys, Optional<String> credential) {}

    /**
     * The preference of the account with this number; empty where it has none.
     *
     * @return fails with UNKNOWN_RESOURCE if there is no such account
     */
    public Uni<Optional<DeliveryPreference>> of(TenantContext context, String number) {
        return transactions.run(
                context,
                connection -> account(connection, number).flatMap(account -> table.find(connection, account.id())));
    }

    /**
     * Sets the preference; what still waits goes by it too.
     *
     * @param condition told the version that is there; throws if it must not be changed
     * @return fails with UNKNOWN_RESOURCE, TARGET_REFUSED, INVALID_REQUEST, IllegalArgumentException as of {@link DeliveryPreference}
     */
    public Uni<DeliveryPreference> put(
            TenantContext context, String number, Wanted wanted, Consumer<OptionalInt> condition) {
        DeliveryPreference first = preference(wanted, 1);
        Uni<?> allowed = wanted.channel() == Channel.WEBHOOK
                ? targets.check(wanted.target())
                : Uni.createFrom().voidItem();
        return allowed.flatMap(checked -> transactions.run(
                context,
                connection -> account(connection, number)
                        .flatMap(account -> table.locked(connection, account.id())
                                .flatMap(there -> {
                                    condition.accept(version(there));
                                    DeliveryPreference next = there.map(before -> new DeliveryPreference(
                                                    before.id(),
                                                    first.channel(),
                                                    first.target(),
                                                    first.hostKeys(),
                                                    first.credential(),
                                                    before.version() + 1))
                                            .orElse(first);
                                    return table.put(connection, account.id(), next, context.actor(), clock.instant())
                                            .flatMap(put -> audit.append(
                                                    connection,
                                                    context,
                                                    "account-delivery.put",
                                                    "billingAccount/" + account.uuid(),
                                                    there.map(DeliveryPreferences::json),
                                                    Optional.of(json(next))))
                                            .replaceWith(next);
                                }))));
    }

    /**
     * Takes the preference away: from now on nothing is sent, and what still waits is given up.
     *
     * @param condition as of {@link #put}
     */
    public Uni<Void> delete(TenantContext context, String number, Consumer<OptionalInt> condition) {
        return transactions.run(
                context,
                connection -> account(connection, number)
                        .flatMap(account -> table.locked(connection, account.id())
                                .flatMap(there -> {
                                    condition.accept(version(there));
                                    return there.isEmpty()
                                            ? Uni.createFrom().voidItem()
                                            : table.delete(connection, account.id(), clock.instant())
                                                    .flatMap(gone -> audit.append(
                                                            connection,
                                                            context,
                                                            "account-delivery.delete",
                                                            "billingAccount/" + account.uuid(),
                                                            there.map(DeliveryPreferences::json),
                                                            Optional.empty()));
                                })));
    }

    private DeliveryPreference preference(Wanted wanted, int version) {
        return new DeliveryPreference(
                ids.next(), wanted.channel(), wanted.target(), wanted.hostKeys(), wanted.credential(), version);
    }

    private Uni<Account> account(SqlConnection connection, String number) {
        return table.account(connection, number)
                .map(found -> found.orElseThrow(() -> new HubException(
                        CoreError.UNKNOWN_RESOURCE, "There is no account with the number '" + number + "'.")));
    }

    private static OptionalInt version(Optional<DeliveryPreference> there) {
        return there.map(each -> OptionalInt.of(each.version())).orElse(OptionalInt.empty());
    }

    private static String json(DeliveryPreference preference) {
        return new JsonObject()
                .put("channel", preference.channel().name())
                .put("target", preference.target())
                .encode();
    }
}
