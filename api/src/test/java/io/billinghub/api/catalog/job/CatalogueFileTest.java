package io.billinghub.api.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.catalog.job.CatalogueFile.Entry;
import io.billinghub.api.catalog.job.CatalogueOrder.Change;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file is read in any of its forms, refused at the place that is wrong, and put into the order in which it can be stored. */
class CatalogueFileTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # format | path            | file                                                                            | read
                    JSON     |                 | [{'@type':'Category','name':'A'},{'@type':'Catalog','name':'B'}]                 | /0 CATEGORY, /1 CATALOG
                    JSON     | category        | [{'name':'A'}]                                                                  | /0 CATEGORY
                    JSON     |                 | {'category':[{'name':'A'}],'productOffering':[{'name':'B'}]}                     | /category/0 CATEGORY, /productOffering/0 OFFERING
                    JSON     |                 | {'@type':'Catalog','name':'A','category':[{'id':'1'}]}                           | / CATALOG
                    JSON     |                 | [{'@type':'Mine','@baseType':'ProductOffering'}]                                 | /0 OFFERING
                    JSON     |                 | [{'href':'https://x/productOfferingPrice/7'}]                                   | /0 PRICE
                    NDJSON   |                 | {'@type':'Category'}~~{'@type':'ProductSpecification'}~                         | line 1 CATEGORY, line 3 SPECIFICATION
                    """)
    void whatTheFileHolds(FileFormat format, String path, String file, String read) {
        assertThat(read(format, path, file))
                .extracting(entry -> entry.place() + " " + entry.type())
                .containsExactly(read.split(", ", -1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # format | path            | file                                               | refused
                    JSON     |                 | [{'@type':'Category'},                             | line 1, column
                    JSON     |                 | [{'name':'A','name':'B'}]                          | line 1, column
                    JSON     |                 | [{'@type':'Category'}] []                          | line 1, column
                    JSON     |                 | []                                                 | holds no resource
                    JSON     |                 | [{'@type':'Category'}, 7]                          | /1: is no resource
                    JSON     |                 | [{'name':'A'}]                                     | /0: neither @type nor href
                    JSON     | category        | [{'@type':'Catalog'}]                              | /0: is a catalog where category is expected
                    JSON     | category        | {'catalog':[{'name':'A'}]}                         | /catalog: the job's path leads to category alone
                    NDJSON   |                 | {'@type':'Category'}~{'@type'                      | line 2, column
                    """)
    void whatIsDamagedIsToldAtItsPlace(FileFormat format, String path, String file, String refused) {
        assertThatThrownBy(() -> read(format, path, file))
                .isInstanceOf(JobFailure.class)
                .hasMessageContaining(refused);
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        assertThatThrownBy(
                        () -> CatalogueFile.read(new byte[] {'[', (byte) 0xC3, ']'}, FileFormat.JSON, Optional.empty()))
                .isInstanceOf(JobFailure.class)
                .hasMessage("the file is not in UTF-8");
    }

    @Test
    void numbersKeepTheirDigits() {
        CatalogueWriter file = new CatalogueWriter(FileFormat.NDJSON, 1000);
        read(FileFormat.JSON, null, "[{'@type':'Category','a':1.50,'b':12345678901234567890.10}]")
                .forEach(entry -> file.add(entry.resource()));
        assertThat(new String(file.file(), StandardCharsets.UTF_8))
                .isEqualTo("{\"@type\":\"Category\",\"a\":1.50,\"b\":12345678901234567890.10}\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # format | begin | part                  | parts     | end | refused
                    JSON     | [     | {'@type':'Category'}, | 20001     | {}] | /20000: the file holds more than 20000 resources
                    JSON     | [     | {},                   | 5000000   | {}] | /0: neither @type nor href
                    JSON     | {'@type':'Category','a':[ | [], | 2000000  | []]} | holds more than the hub takes in
                    NDJSON   | ''    | {'@type':'Category'}~ | 20001     | ''  | line 20001: the file holds more than 20000 resources
                    NDJSON   | {'@type':'Category','a':[1]}  | ~ | 5000000 | {} | line 5000001: neither @type nor href
                    """)
    void ofAFileWithTooMuchNoMoreIsReadThanTheHubTakesIn(
            FileFormat format, String begin, String part, int parts, String end, String refused) {
        assertThatThrownBy(() -> read(format, null, begin + part.repeat(parts) + end))
                .isInstanceOf(JobFailure.class)
                .hasMessageContaining(refused);
    }

    /** A line has 2 brackets, 3 names and values, 2 brackets of the array, 60,000 x 2 inside of it and a 1: 120,008. 17 lines have 2,040,136. */
    @Test
    void theLinesOfAFileAreBoundedTogether() {
        String line = "{'@type':'Category','a':[" + "[],".repeat(60_000) + "1]}~";
        assertThatThrownBy(() -> read(FileFormat.NDJSON, null, line.repeat(20)))
                .isInstanceOf(JobFailure.class)
                .hasMessageContaining("line 17: up to here the file holds more than 2000000");
    }

    /** 100 bytes have room for 12 lines of 8 bytes, not for 13. */
    @Test
    void aFileIsNotWrittenBeyondItsBound() {
        CatalogueWriter file = new CatalogueWriter(FileFormat.NDJSON, 100);
        ObjectNode resource = JsonNodeFactory.instance.objectNode().put("a", 7);
        for (int i = 0; i < 12; i++) {
            file.add(resource); // 8 bytes: {"a":7} and the end of the line
        }
        assertThatThrownBy(() -> file.add(resource))
                .isInstanceOf(JobFailure.class)
                .hasMessageContaining("more than 100 bytes");
    }

    @Test
    void aLongLineOfCategoriesIsPutFromTheTopDownInTime() {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            file.append("{'@type':'Category','id':'")
                    .append(i)
                    .append("','parentId':'")
                    .append(i + 1)
                    .append("'}~");
        }
        List<Entry> entries = read(FileFormat.NDJSON, null, file.toString());
        List<Change> changes = assertTimeout(Duration.ofSeconds(10), () -> CatalogueOrder.of(entries));
        assertThat(changes.get(0).entry().place()).isEqualTo("line 20000");
        assertThat(changes.get(19_999).entry().place()).isEqualTo("line 1");
    }

    @Test
    void eachComesAfterWhatItRefersTo() {
        List<Change> changes = CatalogueOrder.of(read(FileFormat.JSON, null, """
                [{'@type':'Catalog','id':'k','category':[{'id':'child'}]},
                 {'@type':'ProductOffering','id':'o','productOfferingPrice':[{'id':'p2'},{'id':'p1'}]},
                 {'@type':'ProductOfferingPrice','id':'p2','validFor':{'startDateTime':'2027-01-01T00:00:00Z'}},
                 {'@type':'ProductOfferingPrice','id':'p1','validFor':{'startDateTime':'2026-01-01T00:00:00Z'}},
                 {'@type':'Category','id':'child','parentId':'top'},
                 {'@type':'Category','name':'without id'},
                 {'@type':'Category','id':'top'}]
                """));
        assertThat(changes)
                .extracting(change -> change.entry().place())
                .containsExactly("/6", "/4", "/5", "/3", "/2", "/1", "/0");
        // ids that are none of the hub's become some, and what refers to them follows
        assertThat(changes.get(1).entry().resource().path("parentId").textValue())
                .isEqualTo(changes.get(0).id().orElseThrow().toString());
        assertThat(changes.get(5)
                        .entry()
                        .resource()
                        .path("productOfferingPrice")
                        .get(1)
                        .path("id")
                        .textValue())
                .isEqualTo(changes.get(3).id().orElseThrow().toString());
        assertThat(changes.get(2).id()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    [{'@type':'Category','id':'a','parentId':'b'},{'@type':'Category','id':'b','parentId':'a'}]  | below itself
                    [{'@type':'Category','id':'a'},{'@type':'Category','id':'a'}]                                | /1/id: is also the id of the category at /0
                    [{'@type':'Category','id':7}]                                                                | /0/id: must be a text
                    """)
    void whatHasNoOrderIsRefused(String file, String refused) {
        List<Entry> entries = read(FileFormat.JSON, null, file);
        assertThatThrownBy(() -> CatalogueOrder.of(entries))
                .isInstanceOf(JobFailure.class)
                .hasMessageContaining(refused);
    }

    private static List<Entry> read(FileFormat format, String path, String file) {
        String text = file.replace('\'', '"').replace('~', '\n');
        return CatalogueFile.read(
                text.getBytes(StandardCharsets.UTF_8),
                format,
                Optional.ofNullable(path).map(CatalogueType::ofPath));
    }
}
