package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.archive.infrastructure.DocumentFiles;
import io.billinghub.core.archive.model.DocumentForm;
import io.billinghub.core.archive.model.KeptDocument;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents of a run are kept with their hashes, once, and never given out as something else. */
class KeptDocumentsIT {

    private static TestDatabase database;
    private static BillRunFixture fixture;
    private static UUID run;

    @TempDir
    static Path folder;

    @BeforeAll
    static void runOneMonth() {
        database = TestDatabase.create("hub_it_kept_documents");
        fixture = new BillRunFixture(database, "kept", folder, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        database.execute(fixture.operator, """
                insert into account_delivery (tenant_id, account_id, uuid, channel, target, version, changed_by, changed_at)
                select tenant_id, id, gen_random_uuid(), 'EMAIL', 'bills@acme.example', 1, 'test', now()
                  from billing_account where number = 'A-0006'
                """);
        run = fixture.runToTheEnd(fixture.worker(7, 1));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static UUID bill(String account) {
        return UUID.fromString(database.text(
                fixture.operator,
                "select b.uuid from customer_bill b join billing_account a on a.id = b.account_id where a.number = '"
                        + account + "'"));
    }

    private static List<KeptDocument> kept(UUID bill) {
        return TestDatabase.await(fixture.archive().ofBill(fixture.operator, bill));
    }

    @Test
    void eachDocumentIsKeptWithItsHashUntilTenYearsAreOver() throws IOException {
        List<KeptDocument> kept = kept(bill("A-0006"));
        assertThat(kept)
                .extracting(KeptDocument::form)
                .startsWith(DocumentForm.BILL_PDF)
                .contains(DocumentForm.UBL);
        for (KeptDocument each : kept) {
            byte[] bytes = Files.readAllBytes(folder.resolve(each.path()));
            assertThat(each.sha256()).isEqualTo(DocumentFiles.sha256(bytes));
            assertThat(each.size()).isEqualTo(bytes.length);
            assertThat(each.keepUntil()).isEqualTo(LocalDate.of(2036, 12, 31));
            assertThat(TestDatabase.await(fixture.archive().read(fixture.operator, bill("A-0006"), each.name()))
                            .bytes())
                    .isEqualTo(bytes);
        }
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).count())
                    .isEqualTo(database.number(fixture.operator, "select count(*) from kept_document"));
        }
    }

    @Test
    void documentsAreQueuedForTheAccountThatWantsThemSent() {
        assertThat(database.text(
                        fixture.operator,
                        "select string_agg(a.number || ' ' || d.channel || ' ' || d.state, ', ') from document_delivery d"
                                + " join billing_account a on a.id = d.account_id"))
                .isEqualTo("A-0006 EMAIL PENDING");
    }

    @Test
    void whatIsKeptIsNotWrittenAgain() throws IOException {
        UUID bill = UUID.fromString(
                database.text(
                        fixture.operator,
                        "select b.uuid from customer_bill b join kept_document d on d.bill_id = b.id where b.shard = 0 limit 1"));
        KeptDocument first = kept(bill).get(0);
        Path file = folder.resolve(first.path());
        byte[] bytes = Files.readAllBytes(file);
        long rows = database.number(fixture.operator, "select count(*) from kept_document");
        Files.delete(file);
        RunShard shard = new RunShard(
                1,
                run,
                0,
                1,
                false,
                RunKind.CYCLE,
                0,
                1,
                ZoneOffset.UTC,
                BillRunFixture.OCTOBER,
                BillRunFixture.OCTOBER.plusMonths(1),
                BillRunFixture.OCTOBER,
                BillRunFixture.OCTOBER);
        TestDatabase.await(fixture.writeDocuments()
                .write(fixture.operator, shard, () -> Uni.createFrom().item(true)));

        assertThat(database.number(fixture.operator, "select count(*) from kept_document"))
                .isEqualTo(rows);
        assertThat(file).doesNotExist();
        Files.write(file, bytes);
    }

    @Test
    void aDocumentThatWasTouchedIsNotGivenOutAndIsToldUntilItIsWhatItWas() throws IOException {
        UUID bill = bill("A-0006");
        KeptDocument first = kept(bill).get(0);
        Path file = folder.resolve(first.path());
        byte[] bytes = Files.readAllBytes(file);
        byte[] other = bytes.clone();
        other[other.length / 2] ^= 1;
        Files.write(file, other, StandardOpenOption.TRUNCATE_EXISTING);
        TestDatabase.await(fixture.archive().check(fixture.operator));
        assertThat(fixture.incoherences())
                .singleElement()
                .satisfies(finding -> assertThat(finding.violations())
                        .singleElement()
                        .asString()
                        .contains(first.path(), "instead of " + first.sha256()));
        assertThatThrownBy(() -> TestDatabase.await(fixture.archive().read(fixture.operator, bill, first.name())))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(CoreError.DOCUMENT_DAMAGED));
        Files.delete(file);
        TestDatabase.await(fixture.archive().check(fixture.operator));
        assertThat(kept(bill).get(0).damage()).contains("the file is missing");
        Files.write(file, bytes);
        TestDatabase.await(fixture.archive().check(fixture.operator));
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void billsAreFoundByPartnersAndWordsOfTheirLines() {
        String found = "select count(*) from customer_bill b where b.id in (select bills_with_words('%s'))";
        long sent = database.number(fixture.operator, "select count(*) from customer_bill where state = 'sent'");
        assertThat(database.number(fixture.operator, found.formatted("nosuchword")))
                .isZero();
        long byPartner = database.number(
                fixture.operator,
                "select count(*) from customer_bill b where b.id in (select bills_of_partner(r.id) from party_role r where r.role = 'PARTNER')");
        assertThat(byPartner).isPositive().isLessThanOrEqualTo(sent);
        assertThat(database.number(
                        database.tenant("another"), "select count(*) from (select bills_with_words('a:*')) x"))
                .isZero();
    }
}
