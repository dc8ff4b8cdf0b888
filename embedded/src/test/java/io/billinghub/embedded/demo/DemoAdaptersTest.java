package io.billinghub.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The demo leaves no schedule behind that calls an address which is gone when the demo has ended. */
class DemoAdaptersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void noAdapterOfTheDemoCallsAnAddressOnASchedule() {
        DemoFolder demo = new DemoFolder(Path.of(System.getProperty("hub.root", ".."), "demo"));
        assertThat(demo.adapters()).hasSize(5).containsKey("deskly-json");
        assertThat(demo.adapters().values())
                .filteredOn(adapter -> adapter.at("/transport/type").asText().equals("http"))
                .hasSize(1)
                .allSatisfy(
                        adapter -> assertThat(adapter.at("/transport/schedule").isMissingNode())
                                .isTrue());
    }

    @Test
    void anAdapterOfAnotherFolderIsPulledOnDemandToo() throws IOException {
        JsonNode adapter = JSON.readTree(
                "{\"key\": \"a\", \"transport\": {\"type\": \"http\", \"url\": \"https://partner.example/\", \"schedule\": \"PT5M\"}}");
        assertThat(DemoRun.onDemandFrom(adapter, "http://127.0.0.1:9/x"))
                .isEqualTo(JSON.readTree(
                        "{\"key\": \"a\", \"transport\": {\"type\": \"http\", \"url\": \"http://127.0.0.1:9/x\"}}"));
        assertThat(adapter.at("/transport/schedule").asText()).isEqualTo("PT5M");
    }
}
