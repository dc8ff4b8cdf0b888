package io.billinghub.core.usagelimit.application;

import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.consumption.infrastructure.PayingAccountSql;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.usagelimit.infrastructure.UsageLimitSql;
import io.billinghub.core.usagelimit.infrastructure.UsageNotes;
import io.billinghub.core.usagelimit.model.LimitTerms;
import io.billinghub.core.usagelimit.model.Limited;
import io.billinghub.core.usagelimit.model.UsageLimit;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.joda.money.CurrencyUnit;

/**
 * Makes, changes and deletes limits, in the caller's transaction; a customer's login those of the accounts that it pays for. A limit that is
 * new, or whose terms have changed, is looked at like usage that has come in.
 */
@ApplicationScoped
public class UsageLimits {

    private final UsageLimitSql sql;
    private final PayingAccountSql accounts;
    private final AuditLog audit;
    private final IdGenerator ids;
    private final Clock clock;
    private final UsageLimitConfig config;

    public UsageLimits(
            UsageLimitSql sql,
            PayingAccountSql accounts,
            AuditLog audit,
            IdGenerator ids,
            Clock clock,
            UsageLimitConfig config) {
        this.sql = sql;
        this.accounts = accounts;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
        this.config = config;
    }

    /**
     * A limit to be made.
     *
     * @param account its number
     * @param product key of the offering; empty for all
     * @param unit that is counted; empty where the amount is
     * @param currency of the amount that is counted; empty where a quantity is
     */
    public record NewLimit(
            String account,
            Optional<String> product,
            Optional<String> unit,
            Optional<CurrencyUnit> currency,
            LimitTerms terms) {}

    /** Makes a limit; fails with UNKNOWN_ACCOUNT, UNKNOWN_PRODUCT and TOO_MANY_LIMITS. */
    public Uni<UsageLimit> make(SqlConnection connection, TenantContext login, NewLimit wanted) {
        UUID uuid = ids.next();
        return sql.account(connection, wanted.account())
                .map(found -> found.orElseThrow(() -> new HubException(
                        CoreError.UNKNOWN_ACCOUNT, "there is no account with the number '" + wanted.account() + "'")))
                .flatMap(account -> sql.count(connection, account)
                        .invoke(this::requireFew)
                        .flatMap(few -> offering(connection, wanted.product()))
                        .flatMap(offering -> sql.insert(
                                connection,
                                login,
                                uuid,
                                account,
                                new Limited(offering, wanted.unit(), wanted.currency()),
                                wanted.terms()))
                        .flatMap(made -> lookSoon(connection, account)))
                .flatMap(made -> find(connection, uuid))
                .call(made -> audit.append(
                        connection, login, "usage-limit.create", subject(made), Optional.empty(), json(made)));
    }

    /** Limits that the login sees, the oldest first, behind the one with the number {@code after}. */
    public Uni<List<UsageLimit>> list(
            SqlConnection connection, Optional<String> account, OptionalLong after, int limit) {
        return sql.list(connection, account, after.orElse(0), limit);
    }

    /** The limit; fails with UNKNOWN_RESOURCE. */
    public Uni<UsageLimit> find(SqlConnection connection, UUID uuid) {
        return sql.find(connection, uuid, false).map(found -> found.orElseThrow(() -> unknown(uuid)));
    }

    /**
     * Changes the terms of a limit. Another value lets all thresholds be reached anew.
     *
     * @param condition judges the version that is there
     */
    public Uni<UsageLimit> change(
            SqlConnection connection,
            TenantContext login,
            UUID uuid,
            Consumer<OptionalInt> condition,
            UnaryOperator<LimitTerms> change) {
        return toChange(connection, uuid, condition)
                .flatMap(before -> sql.change(connection, before, change.apply(before.terms()))
                        .flatMap(done -> lookSoon(connection, before.accountId()))
                        .flatMap(done -> find(connection, uuid))
                        .call(after -> audit.append(
                                connection, login, "usage-limit.change", subject(after), json(before), json(after))));
    }

    /** Deletes a limit with what is known of when it was reached. */
    public Uni<Void> delete(SqlConnection connection, TenantContext login, UUID uuid, Consumer<OptionalInt> condition) {
        return toChange(connection, uuid, condition)
                .flatMap(before -> sql.delete(connection, before)
                        .flatMap(done -> audit.append(
                                connection,
                                login,
                                "usage-limit.delete",
                                subject(before),
                                json(before),
                                Optional.empty())));
    }

    private Uni<UsageLimit> toChange(SqlConnection connection, UUID uuid, Consumer<OptionalInt> condition) {
        return sql.find(connection, uuid, true)
                .map(found -> found.orElseThrow(() -> unknown(uuid)))
                .invoke(found -> condition.accept(OptionalInt.of(found.version())));
    }

    private Uni<OptionalLong> offering(SqlConnection connection, Optional<String> product) {
        if (product.isEmpty()) {
            return Uni.createFrom().item(OptionalLong.empty());
        }
        return sql.product(connection, product.get())
                .map(found -> OptionalLong.of(found.orElseThrow(() -> new HubException(
                        CoreError.UNKNOWN_PRODUCT, "there is no product with the key '" + product.get() + "'"))));
    }

    private void requireFew(int limits) {
        if (limits >= config.limitsPerAccount()) {
            throw new HubException(CoreError.TOO_MANY_LIMITS, "the account has " + limits + " limits");
        }
    }

    /** Of the period that is open now. */
    private Uni<Void> lookSoon(SqlConnection connection, long account) {
        return accounts.byIds(connection, List.of(account)).flatMap(found -> {
            LocalDate period = found.get(0).periodAt(clock.instant()).from();
            return UsageNotes.note(connection, new Long[] {account}, new LocalDate[] {period})
                    .flatMap(done -> UsageNotes.noteForLater(connection, account, period));
        });
    }

    private static HubException unknown(UUID uuid) {
        return new HubException(CoreError.UNKNOWN_RESOURCE, "there is no usage limit with the id '" + uuid + "'");
    }

    private static String subject(UsageLimit limit) {
        return "usage-limit/" + limit.uuid();
    }

    private static Optional<String> json(UsageLimit limit) {
        return Optional.of(new JsonObject()
                .put("account", limit.accountNumber())
                .put("product", limit.product().orElse(null))
                .put("unit", limit.limited().unit().orElse(null))
                .put(
                        "currency",
                        limit.limited().currency().map(CurrencyUnit::getCode).orElse(null))
                .put("value", limit.terms().value().toPlainString())
                .put(
                        "thresholds",
                        new JsonArray(limit.terms().thresholds().stream()
                                .map(BigDecimal::toPlainString)
                                .toList()))
                .put("description", limit.terms().description().orElse(null))
                .put("version", limit.version())
                .encode());
    }
}
