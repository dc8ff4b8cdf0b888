package io.billinghub.adapters.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Units with the size of a block, in the styles that clouds use. */
class UnitsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // no block
                "Hours              | 1          | Hours",
                "GB-Mo              | 1          | GB-Mo",
                "GB/Month           | 1          | GB/Month",
                "Requests           | 1          | Requests",
                "OCPU Hours         | 1          | OCPU Hours",
                "gibibyte month     | 1          | gibibyte month",
                // a block of one
                "1                  | 1          | unit",
                "1 Hour             | 1          | Hour",
                "1 Hours            | 1          | Hours",
                "1/Month            | 1          | Month",
                "1 /Day             | 1          | Day",
                "1 / Year           | 1          | Year",
                "1 GB               | 1          | GB",
                "1 GB/Month         | 1          | GB/Month",
                "1 vCPU Hour        | 1          | vCPU Hour",
                "1 1 Hour           | 1          | Hour",
                "1GB                | 1          | GB",
                // blocks
                "10 Hours           | 10         | Hours",
                "100 Hours          | 100        | Hours",
                "100                | 100        | unit",
                "730 Hours          | 730        | Hours",
                "1000 API Calls     | 1000       | API Calls",
                "1,000 Messages     | 1000       | Messages",
                "1'000 Messages     | 1000       | Messages",
                "10000 Transactions | 10000      | Transactions",
                "10,000 Operations  | 10000      | Operations",
                "1,000,000 Tokens   | 1000000    | Tokens",
                "100 GB             | 100        | GB",
                "100GB              | 100        | GB",
                "5 TB/Month         | 5          | TB/Month",
                "50 Users/Month     | 50         | Users/Month",
                "60 Minutes         | 60         | Minutes",
                "0.5 Hour           | 0.5        | Hour",
                // letters and words
                "1K                 | 1000       | unit",
                "10K                | 10000      | unit",
                "100K               | 100000     | unit",
                "1M                 | 1000000    | unit",
                "1B                 | 1000000000 | unit",
                "1k Requests        | 1000       | Requests",
                "10K Transactions   | 10000      | Transactions",
                "1K/Month           | 1000       | Month",
                "1M/Month           | 1000000    | Month",
                "10 M Characters    | 10000000   | Characters",
                "1 Million Requests | 1000000    | Requests",
                "1 thousand calls   | 1000       | calls",
                "2 Hundred Pages    | 200        | Pages",
                "per 1000 Calls     | 1000       | Calls",
                "Per 1M Tokens      | 1000000    | Tokens",
                "1 10K              | 10000      | unit",
                // traps: what looks like a block and is none, and other blanks
                "2xlarge hours      | 1          | 2xlarge hours",
                "5G Sessions        | 1          | 5G Sessions",
                "4K Stream Hours    | 4000       | Stream Hours",
                "1MB                | 1          | MB",
                "10  Hours          | 10         | Hours",
                "0 Hours            | 1          | 0 Hours",
            })
    void theQuantityIsMultipliedByTheSizeOfTheBlock(String text, String size, String unit) {
        Units.Block block = new Units().of(text);

        assertThat(block.size()).isEqualByComparingTo(size);
        assertThat(block.unit()).isEqualTo(unit);
    }
}
