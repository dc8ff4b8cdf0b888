package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billprint.BillPdf;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.testing.TestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was sent stays as it was: names, addresses, VAT numbers, bank accounts, languages and products of its day. */
class IssuedDocumentsIT {

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_issued_documents");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static BillRunFixture tenant(String key) {
        BillRunFixture fixture = new BillRunFixture(database, key, null, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        return fixture;
    }

    /** The bill of A-0006, whose child's lines are on it too. */
    private static BillDocument bill(BillRunFixture fixture, String period) {
        UUID bill = UUID.fromString(database.text(
                fixture.operator,
                "select b.uuid from customer_bill b join billing_account a on a.id = b.account_id where a.number = 'A-0006' and b.bill_period = '"
                        + period + "'"));
        return TestDatabase.await(fixture.documents.ofBill(fixture.operator, bill))
                .orElseThrow();
    }

    private static void everythingIsCalledOtherwise(BillRunFixture fixture) {
        database.execute(fixture.operator, """
                update party set name = name || ' (new)', street = 'Elsewhere 1', city = 'Oulu', bank_iban = 'FI2112345600000785', email = 'new@example.com';
                update tax_registration set number = 'FI99999999' where country = 'FI';
                update billing_account set name = name || ' (new)', language = 'fi', buyer_reference = 'PO-2';
                update product_offering set name = name || ' (new)'
                """);
    }

    @Test
    void aBillThatWasSentReadsAsItDid() {
        BillRunFixture fixture = tenant("sent");
        fixture.runToTheEnd(fixture.worker(7, 1));
        BillDocument before = bill(fixture, "2026-10-01");
        byte[] print = new BillPdf().print(before);

        everythingIsCalledOtherwise(fixture);
        everythingIsCalledOtherwise(fixture);
        BillDocument after = bill(fixture, "2026-10-01");
        assertThat(after).isEqualTo(before);
        assertThat(new BillPdf().print(after)).isEqualTo(print);

        fixture.runToTheEnd(fixture.worker(7, 1), BillRunFixture.OCTOBER.plusMonths(1));
        BillDocument november = bill(fixture, "2026-11-01");
        assertThat(november.toString()).contains("(new) (new)", "Elsewhere 1", "PO-2", "FI2112345600000785");
        assertThat(before.toString()).doesNotContain("(new)", "Elsewhere 1", "PO-2");
        assertThat(bill(fixture, "2026-10-01")).isEqualTo(before);
    }

    @Test
    void aDraftReadsAsThingsAre() {
        BillRunFixture fixture = tenant("draft");
        UUID run = fixture.start().uuid();
        TestDatabase.await(fixture.worker(7, 1).workOnce());
        everythingIsCalledOtherwise(fixture);
        assertThat(bill(fixture, "2026-10-01").toString()).contains("(new)", "Elsewhere 1");
        fixture.approve(run);
        everythingIsCalledOtherwise(fixture);
        assertThat(bill(fixture, "2026-10-01").toString()).contains("(new) (new)");
        TestDatabase.await(fixture.worker(7, 1).workOnce());
        BillDocument sent = bill(fixture, "2026-10-01");
        everythingIsCalledOtherwise(fixture);
        assertThat(bill(fixture, "2026-10-01")).isEqualTo(sent);
    }
}
