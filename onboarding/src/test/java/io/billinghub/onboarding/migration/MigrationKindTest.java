package io.billinghub.onboarding.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.error.HubException;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.migration.infrastructure.MigrationTable;
import io.billinghub.onboarding.migration.infrastructure.TotalsTable;
import io.billinghub.onboarding.migration.model.Flaw;
import io.billinghub.onboarding.migration.model.MigrationKind;
import io.billinghub.onboarding.migration.model.MigrationRow;
import io.billinghub.onboarding.migration.model.RowReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A row that can't be right, whatever the hub holds, is refused by its column. */
class MigrationKindTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(MigrationKind.class)
    void theRowsOfTheTestFilesAreGood(MigrationKind kind) throws IOException {
        assertThat(checked(kind, Migrated.file(kind))).isNotEmpty().allMatch(MigrationRow::isGood);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    # kind     | row                                                    | column        | code
                    CUSTOMERS  | ,ORGANIZATION,Nameless,FI,,,,,                          | customer      | MISSING_VALUE
                    CUSTOMERS  | C-1,ORGANIZATION,,FI,,,,,                               | name          | MISSING_VALUE
                    CUSTOMERS  | C 1,ORGANIZATION,Blank,FI,,,,,                          | customer      | INVALID_VALUE
                    CUSTOMERS  | -C1,ORGANIZATION,Dash,FI,,,,,                           | customer      | INVALID_VALUE
                    CUSTOMERS  | C-1,COMPANY,Kind,FI,,,,,                                | kind          | INVALID_VALUE
                    CUSTOMERS  | C-1,ORGANIZATION,Long country,FIN,,,,,                  | country       | INVALID_VALUE
                    CUSTOMERS  | C-1,ORGANIZATION,A,FI,,,,,,extra                        |               | INVALID_VALUE
                    ACCOUNTS   | A-1,,Nobody,monthly,EUR,,,                              | customer      | MISSING_VALUE
                    ACCOUNTS   | A-1,C-1,Old money,monthly,ECU,,,                        | currency      | INVALID_VALUE
                    ACCOUNTS   | A-1,C-1,Gold,monthly,XAU,,,                             | currency      | INVALID_VALUE
                    ACCOUNTS   | A-1,C-1,Perhaps,monthly,EUR,A-2,yes,                    | consolidates  | INVALID_VALUE
                    PRODUCTS   | P-1,A-1,line,,,,                                        | startedOn     | MISSING_VALUE
                    PRODUCTS   | P-1,A-1,line,01.10.2026,,,                              | startedOn     | INVALID_VALUE
                    PRODUCTS   | P-1,A-1,line,2026-02-29,,,                              | startedOn     | INVALID_VALUE
                    PRODUCTS   | P-1,A-1,line,0202-10-01,,,                              | startedOn     | INVALID_VALUE
                    PRODUCTS   | P-1,A-1,line,2026-10-01,2026-09-30,,                    | billedThrough | INVALID_VALUE
                    PRODUCTS   | P-1,A-1,line,2026-10-01,2062-10-15,,                    | billedThrough | INVALID_VALUE
                    PRODUCTS   | P-1,A-1,line,2026-10-01,,,0                             | quantity      | INVALID_VALUE
                    PRODUCTS   | P-1,A-1,line,2026-10-01,,,-1                            | quantity      | INVALID_VALUE
                    BALANCES   | S-1;A-1;DEBIT;1.00;EUR                                  | type          | INVALID_VALUE
                    BALANCES   | S-1;A-1;OWED;-1.00;EUR                                  | amount        | INVALID_VALUE
                    BALANCES   | S-1;A-1;OWED;0.00;EUR                                   | amount        | INVALID_VALUE
                    BALANCES   | S-1;A-1;OWED;1,00;EUR                                   | amount        | INVALID_VALUE
                    BALANCES   | S-1;A-1;OWED;1.001;EUR                                  | amount        | INVALID_VALUE
                    BALANCES   | S-1;A-1;OWED;1.5;JPY                                    | amount        | INVALID_VALUE
                    OPEN_BILLS | R-1,A-1,2026-10-01,2026-10-15,1.00,1.01,EUR,            | openAmount    | INVALID_VALUE
                    OPEN_BILLS | R-1,A-1,2026-10-15,2026-10-01,1.00,1.00,EUR,            | dueOn         | INVALID_VALUE
                    OPEN_BILLS | R-1,A-1,2026-10-16,2026-10-30,1.00,1.00,EUR,            | issuedOn      | INVALID_VALUE
                    OPEN_BILLS | R-1,A-1,2026-10-01,2026-10-15,1.00,1.00,,               | currency      | MISSING_VALUE
                    """)
    void theRowIsRefused(MigrationKind kind, String row, String column, OnboardingError code) throws IOException {
        String headers = Migrated.file(kind).lines().findFirst().orElseThrow();
        List<MigrationRow> rows = checked(kind, headers + "\n" + row + "\n");
        assertThat(rows).singleElement().satisfies(read -> {
            Flaw flaw = read.flaw().orElseThrow();
            assertThat(flaw.field()).isEqualTo(column);
            assertThat(flaw.code()).isEqualTo(code);
            assertThat(read.line()).isEqualTo(2);
        });
    }

    @Test
    void aReportShowsNoControlCharactersAndNoNames() throws IOException {
        List<MigrationRow> rows = checked(
                MigrationKind.CUSTOMERS,
                "customer,kind,name,country\n\"C\u0000-1\",INDIVIDUAL,Aino,FI\nC-2,INDIVIDUAL,\"Aino\u0007Virtanen\",FI\n");
        assertThat(rows)
                .extracting(RowReport::of)
                .extracting(RowReport::reference)
                .containsExactly("C?-1", "C-2");
        assertThat(rows).extracting(row -> row.flaw().orElseThrow().message()).noneMatch(text -> text.contains("Aino"));
    }

    @Test
    void aByteOrderMarkAndLinesWithinQuotesAreRead() throws IOException {
        List<MigrationRow> rows = checked(
                MigrationKind.CUSTOMERS,
                "\uFEFFcustomer;kind;name;country\nC-1;ORGANIZATION;\"A; B\";FI\n\n;;;\nC-2;ORGANIZATION;B;FI\n");
        assertThat(rows).allMatch(MigrationRow::isGood);
        assertThat(rows).extracting(MigrationRow::line).containsExactly(2, 5);
        assertThat(rows.get(0).get("name")).isEqualTo("A; B");
    }

    @Test
    void aQuoteThatIsNeverClosedIsNoRow() throws IOException {
        assertThat(checked(
                        MigrationKind.CUSTOMERS,
                        "customer,kind,name,country\nC-1,INDIVIDUAL,\"A,FI\nC-2,INDIVIDUAL,B,FI\n"))
                .singleElement()
                .satisfies(row -> assertThat(row.flaw().orElseThrow().field()).isEqualTo("name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "customer,kind,name\n",
                "customer,kind,name,country,country\n",
                "customer,kind,name,country,shoeSize\n"
            })
    void aFileThatCannotBeReadIsRefusedAsAWhole(String csv) {
        unreadable(csv.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFileInAnotherEncodingIsRefusedAsAWhole() {
        unreadable("customer,kind,name,country\nC-1,ORGANIZATION,Yhtiö,FI\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kind,currency,count\n",
                "kind,currency,count,sum\n",
                "kind,currency,count,sum\nSHOES,EUR,1,\n",
                "kind,currency,count,sum\nCUSTOMERS,EUR,1,\n",
                "kind,currency,count,sum\nACCOUNTS,,1,\n",
                "kind,currency,count,sum\nACCOUNTS,EUR,many,\n",
                "kind,currency,count,sum\nACCOUNTS,EUR,1,2\n",
                "kind,currency,count,sum\nOPEN_BILLS,EUR,1,\n",
                "kind,currency,count,sum\nOPEN_BILLS,EUR,1,-1\n",
                "kind,currency,count,sum\nACCOUNTS,EUR,1,\nACCOUNTS,EUR,2,\n"
            })
    void totalsThatCannotBeReadAreRefused(String csv) {
        assertThatThrownBy(() -> TotalsTable.read(csv.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(OnboardingError.INVALID_MIGRATION_FILE));
    }

    private void unreadable(byte[] csv) {
        assertThatThrownBy(() -> read(MigrationKind.CUSTOMERS, csv))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(OnboardingError.INVALID_MIGRATION_FILE));
    }

    private List<MigrationRow> checked(MigrationKind kind, String csv) throws IOException {
        List<MigrationRow> rows = read(kind, csv.getBytes(StandardCharsets.UTF_8));
        rows.stream().filter(MigrationRow::isGood).forEach(row -> kind.check(row, Migrated.CUT_OVER));
        return rows;
    }

    private List<MigrationRow> read(MigrationKind kind, byte[] csv) throws IOException {
        Path file = folder.resolve("rows.csv");
        Files.write(file, csv);
        try (MigrationTable table = MigrationTable.open(kind, file)) {
            return table.next(1_000);
        }
    }
}
