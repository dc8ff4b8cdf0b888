package io.billinghub.core.notification.infrastructure;

import static io.billinghub.core.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.infrastructure.SqlOutbox;
import io.billinghub.core.notification.application.ResourceEvents;
import io.billinghub.core.notification.model.ChangeKind;
import io.billinghub.core.notification.model.Listener;
import io.billinghub.core.notification.model.TmfApi;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told of what. */
class FanOutIT {

    private static final String RUN = "0193a000-0000-7000-8000-000000000001";
    private static final String BILL = "0193a000-0000-7000-8000-000000000002";
    private static final String SHARD = "{\"run\":\"" + RUN + "\",\"shard\":1}";
    private static final String URL = "http://127.0.0.1:1025/";
    private static final AtomicInteger TENANTS = new AtomicInteger();

    private static TestDatabase database;
    private static Notifications hub;
    private TenantContext tenant;
    private TenantContext cirrus;
    private TenantContext deskly;
    private TenantContext customer;

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.create("hub_it_fan_out");
        hub = new Notifications(database, TestConfig.FAST);
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void aPublishedBill() {
        tenant = database.tenant("fan-out-" + TENANTS.incrementAndGet());
        database.loadPublishedBill(tenant);
        database.execute(tenant, "delete from event_listener");
        cirrus = tenant.forPartner(tenant.tenantId() * 1000L + 3);
        deskly = tenant.forPartner(tenant.tenantId() * 1000L + 4);
        customer = tenant.forAccount(tenant.tenantId() * 1000L);
    }

    @Test
    void aPublishedShardIsToldBillByBill() {
        Listener tmf = hub.subscription(tenant, TmfApi.CUSTOMER_BILL_MANAGEMENT, URL, "");
        Listener webhook = hub.webhook(tenant, URL);
        hub.happens(tenant, "io.billinghub.billrun.shard-published.v1", SHARD);

        assertThat(hub.queued(tenant, tmf)).isEqualTo("CustomerBillStateChangeEvent");
        assertThat(hub.queued(tenant, webhook))
                .isEqualTo("io.billinghub.billrun.shard-published.v1 io.billinghub.customer-bill.state-changed.v1");
        JsonObject event = body(tmf);
        assertThat(event.getString("eventType")).isEqualTo("CustomerBillStateChangeEvent");
        assertThat(event.getString("eventTime")).isEqualTo("2026-11-02T10:00:00.000Z");
        assertThat(event.getString("domain")).isEqualTo("customerBillManagement");
        assertThat(event.getString("correlationId")).isEqualTo(RUN);
        assertThat(event.getJsonObject("event").getJsonObject("customerBill").encode())
                .startsWith(
                        "{\"id\":\"" + BILL + "\",\"href\":\"/tmf-api/customerBillManagement/v4/customerBill/" + BILL
                                + "\",\"billNo\":\"RF18\",\"state\":\"sent\",\"billDate\":\"2026-11-02T00:00:00Z\","
                                + "\"paymentDueDate\":\"2026-11-16T00:00:00Z\",\"amountDue\":{\"unit\":\"EUR\",\"value\":204.99}");
    }

    /** What stands on the next bill is due with that one. */
    @Test
    void aBillThatIsNotAskedForHasNoDueDate() {
        Listener tmf = hub.subscription(tenant, TmfApi.CUSTOMER_BILL_MANAGEMENT, URL, "");
        database.execute(tenant, "update customer_bill set carries = true");
        hub.happens(tenant, "io.billinghub.billrun.shard-published.v1", SHARD);
        assertThat(body(tmf)
                        .getJsonObject("event")
                        .getJsonObject("customerBill")
                        .fieldNames())
                .contains("billDate", "amountDue")
                .doesNotContain("paymentDueDate");
    }

    @Test
    void aShardThatIsToldAgainUnderAnotherIdAddsNoBillTwice() {
        Listener tmf = hub.subscription(tenant, TmfApi.CUSTOMER_BILL_MANAGEMENT, URL, "");
        for (int n = 0; n < 3; n++) {
            hub.happens(tenant, "io.billinghub.billrun.shard-published.v1", SHARD);
        }
        assertThat(hub.queued(tenant, tmf)).isEqualTo("CustomerBillStateChangeEvent");
        hub.happens(tenant, "io.billinghub.billrun.shard-consolidated.v1", SHARD);
        assertThat(hub.queued(tenant, tmf)).isEqualTo("CustomerBillStateChangeEvent CustomerBillCreateEvent");
    }

    @Test
    void aCustomerIsToldOfItsOwnBillsOnceTheyAreSent() {
        Listener own = hub.subscription(customer, TmfApi.CUSTOMER_BILL_MANAGEMENT, URL, "");
        Listener hook = hub.webhook(customer, URL);
        database.execute(tenant, """
                insert into billing_account (tenant_id, id, uuid, number, name, party_id, root_id, cycle_id, currency)
                overriding system value
                select tenant_id, id + 500, gen_random_uuid(), 'another', 'Another', party_id, id + 500, cycle_id, currency
                  from billing_account where id = hub_tenant() * 1000
                """);
        TenantContext another = tenant.forAccount(tenant.tenantId() * 1000L + 500);
        Listener others = hub.subscription(another, TmfApi.CUSTOMER_BILL_MANAGEMENT, URL, "");
        hub.happens(tenant, "io.billinghub.billrun.shard-consolidated.v1", SHARD);
        hub.happens(tenant, "io.billinghub.billrun.shard-validated.v1", SHARD);
        hub.happens(tenant, "io.billinghub.billrun.shard-published.v1", SHARD);
        hub.happens(tenant, "io.billinghub.billrun.closed.v1", "{\"run\":\"" + RUN + "\"}");

        assertThat(hub.queued(tenant, own)).isEqualTo("CustomerBillStateChangeEvent");
        assertThat(hub.queued(tenant, hook)).isEqualTo("io.billinghub.customer-bill.state-changed.v1");
        assertThat(hub.queued(tenant, others)).isEmpty();
    }

    @Test
    void aPartnerIsToldOfItsOwnDocumentsAndShares() {
        Listener ofCirrus = hub.webhook(cirrus, URL);
        Listener ofDeskly = hub.webhook(deskly, URL);
        hub.happens(tenant, "io.billinghub.document.accepted.v1", "{\"partner\":\"cirrus\",\"status\":\"ACCEPTED\"}");
        hub.happens(tenant, "io.billinghub.document.refused.v1", "{\"partner\":\"deskly\",\"status\":\"REFUSED\"}");
        hub.happens(tenant, "io.billinghub.settlement.shares-earned.v1", "{\"party\":\"cirrus\",\"lines\":2}");
        hub.happens(tenant, "io.billinghub.billrun.shard-published.v1", SHARD);

        assertThat(hub.queued(tenant, ofCirrus))
                .isEqualTo("io.billinghub.document.accepted.v1 io.billinghub.settlement.shares-earned.v1");
        assertThat(hub.queued(tenant, ofDeskly)).isEqualTo("io.billinghub.document.refused.v1");
    }

    @Test
    void anotherTenantIsToldNothing() {
        TenantContext other = database.tenant("fan-out-other-" + TENANTS.incrementAndGet());
        Listener listener = hub.webhook(other, URL);
        hub.happens(tenant, "io.billinghub.billrun.closed.v1", "{}");
        assertThat(hub.queued(other, listener)).isEmpty();
    }

    @Test
    void aQueryChoosesTypesValuesAndAttributes() {
        Listener created =
                hub.subscription(tenant, TmfApi.CUSTOMER_BILL_MANAGEMENT, URL, "eventType=CustomerBillCreateEvent");
        Listener sent =
                hub.subscription(tenant, TmfApi.CUSTOMER_BILL_MANAGEMENT, URL, "state=settled,sent&fields=state");
        Listener ofOthers = hub.subscription(
                tenant, TmfApi.CUSTOMER_BILL_MANAGEMENT, URL, "event.customerBill.billingAccount.id=none");
        Listener otherApi = hub.subscription(tenant, TmfApi.PARTY, URL, "");
        hub.happens(tenant, "io.billinghub.billrun.shard-consolidated.v1", SHARD);
        hub.happens(tenant, "io.billinghub.billrun.shard-published.v1", SHARD);

        assertThat(hub.queued(tenant, created)).isEqualTo("CustomerBillCreateEvent");
        assertThat(hub.queued(tenant, sent)).isEqualTo("CustomerBillStateChangeEvent");
        assertThat(body(sent)
                        .getJsonObject("event")
                        .getJsonObject("customerBill")
                        .fieldNames())
                .containsExactlyInAnyOrder("id", "href", "state", "@type");
        assertThat(hub.queued(tenant, ofOthers)).isEmpty();
        assertThat(hub.queued(tenant, otherApi)).isEmpty();
    }

    @Test
    void aChangedResourceGoesFromTheOutboxToWhomItConcerns() {
        Listener all = hub.subscription(tenant, TmfApi.AGREEMENT_MANAGEMENT, URL, "");
        Listener own = hub.subscription(cirrus, TmfApi.AGREEMENT_MANAGEMENT, URL, "");
        Listener others = hub.subscription(deskly, TmfApi.AGREEMENT_MANAGEMENT, URL, "");
        Listener webhook = hub.webhook(tenant, URL, "io.billinghub.agreement.changed.v1");
        ResourceEvents events =
                new ResourceEvents(new SqlOutbox(), UUID::randomUUID, Clock.fixed(Notifications.NOW, ZoneOffset.UTC));
        UUID id = UUID.randomUUID();
        String json = "{\"id\":\"" + id + "\",\"href\":\"/x\",\"share\":0.10}";
        database.inTenant(
                tenant,
                transaction -> events.emit(
                        transaction,
                        tenant,
                        TmfApi.AGREEMENT_MANAGEMENT,
                        "Agreement",
                        ChangeKind.ATTRIBUTE_VALUE_CHANGE,
                        id,
                        cirrus.partnerId().getAsLong(),
                        null,
                        json));
        String outbox = " from outbox where topic = 'resources' and key = '" + id + "'";
        hub.happens(
                tenant, database.text(tenant, "select type" + outbox), database.text(tenant, "select data" + outbox));

        assertThat(hub.queued(tenant, all)).isEqualTo("AgreementAttributeValueChangeEvent");
        assertThat(hub.queued(tenant, own)).isEqualTo("AgreementAttributeValueChangeEvent");
        assertThat(hub.queued(tenant, others)).isEmpty();
        assertThat(body(all).getJsonObject("event").getJsonObject("agreement").getString("id"))
                .isEqualTo(id.toString());
        // amounts look as they did, and the partner's internal id stays inside
        assertThat(text(webhook)).contains("\"data\" : " + json).doesNotContain("partnerId");
    }

    @Test
    void aResourceThatIsNoObjectIsRefused() {
        ResourceEvents events = new ResourceEvents(new SqlOutbox(), UUID::randomUUID, Clock.systemUTC());
        assertThatThrownBy(() -> database.inTenant(
                        tenant,
                        transaction -> Uni.createFrom()
                                .deferred(() -> events.emit(
                                        transaction,
                                        tenant,
                                        TmfApi.PARTY,
                                        "Organization",
                                        ChangeKind.CREATE,
                                        UUID.randomUUID(),
                                        null,
                                        null,
                                        "[]"))))
                .hasMessageContaining("no object");
    }

    @Test
    void anEventThatCanNotBeReadIsRefusedForGood() {
        assertThatThrownBy(() -> hub.happens(tenant, "io.billinghub.billrun.shard-published.v1", "{\"run\":1}"))
                .isInstanceOfSatisfying(HubException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(CoreError.UNREADABLE_EVENT);
                    assertThat(refusal.code().retryable()).isFalse();
                });
    }

    @Test
    void aSecondListenerWithTheSameCallbackAndQueryIsRefused() {
        hub.subscription(tenant, TmfApi.PARTY, URL, "eventType=A");
        hub.subscription(tenant, TmfApi.PARTY, URL, "eventType=B");
        hub.subscription(tenant, TmfApi.ACCOUNT_MANAGEMENT, URL, "eventType=A");
        hub.subscription(cirrus, TmfApi.PARTY, URL, "eventType=A"); // its own
        assertThatThrownBy(() -> hub.subscription(tenant, TmfApi.PARTY, URL, "eventType=A"))
                .hasMessageContaining("there is a listener with this callback and query");
    }

    @Test
    void thereIsALimitPerOwner() {
        for (int n = 0; n < TestConfig.FAST.listeners(); n++) {
            hub.webhook(cirrus, URL + n);
        }
        assertThatThrownBy(() -> hub.webhook(cirrus, URL + "more")).hasMessageContaining("there are 5 of them");
        hub.webhook(deskly, URL);
    }

    @Test
    void aPartnerKnowsOfItsOwnListenersAlone() {
        Listener own = hub.webhook(cirrus, URL);
        Listener hosts = hub.webhook(tenant, URL);
        for (Listener listener : new Listener[] {own, hosts}) {
            assertThat(database.number(deskly, "select count(*) from event_listener where id = " + listener.id()))
                    .isZero();
            assertThat(database.number(customer, "select count(*) from event_listener where id = " + listener.id()))
                    .isZero();
        }
        assertThat(database.number(cirrus, "select count(*) from event_listener"))
                .isEqualTo(1);
        hub.happens(tenant, "io.billinghub.document.accepted.v1", "{\"partner\":\"cirrus\"}");
        assertThat(database.number(cirrus, "select count(*) from event_delivery"))
                .isEqualTo(1);
        assertThat(database.number(deskly, "select count(*) from event_delivery"))
                .isZero();
        assertThat(await(database.app()
                                .query("select count(*) from event_delivery")
                                .execute())
                        .iterator()
                        .next()
                        .getLong(0))
                .isZero();
    }

    private JsonObject body(Listener listener) {
        return new JsonObject(text(listener));
    }

    private String text(Listener listener) {
        return database.text(
                tenant,
                "select body from event_delivery where listener_id = " + listener.id() + " order by id limit 1");
    }
}
