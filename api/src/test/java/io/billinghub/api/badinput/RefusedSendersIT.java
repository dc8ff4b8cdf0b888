package io.billinghub.api.badinput;

import static io.billinghub.api.badinput.BadDocuments.csv;
import static io.billinghub.api.badinput.BadDocuments.row;
import static io.billinghub.api.badinput.BadDocuments.utf8;
import static io.billinghub.api.badinput.BadInputHub.CSV;
import static io.billinghub.api.badinput.BadInputHub.UBL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may not send a document, or not this way, is told so before anything is received. */
@ExtendWith(BadInputHub.Shared.class)
class RefusedSendersIT {

    private final BadInputHub hub;

    RefusedSendersIT(BadInputHub hub) {
        this.hub = hub;
    }

    /** Requests that are refused before anything is received. */
    @Test
    void whoMayNotSendIsToldSoAndNothingIsStored() throws Exception {
        byte[] content = utf8(csv("NOBODY", row("1", "1.00")));
        Map<String, String> expired = Map.of(
                "Authorization", "Bearer eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJleHAiOjEsImF1ZCI6Imh1Yi1hcGkifQ.AAAA");
        // status and code, user, partner, adapter, headers
        BadInputHub.assertRefused(401, "UNAUTHORIZED", hub.calls().push(null, "kinobox", CSV, content, Map.of()));
        BadInputHub.assertRefused(401, "UNAUTHORIZED", hub.calls().push(null, "kinobox", CSV, content, expired));
        BadInputHub.assertRefused(
                403, "OTHER_PARTNER", hub.calls().push("partner-mobilia", "kinobox", CSV, content, Map.of()));
        BadInputHub.assertRefused(403, "FORBIDDEN", hub.calls().push("customer", "kinobox", CSV, content, Map.of()));
        BadInputHub.assertRefused(
                404, "UNKNOWN_PARTNER", hub.calls().push("marketplace-admin", "nobody", CSV, content, Map.of()));
        BadInputHub.assertRefused(
                404, "UNKNOWN_ADAPTER", hub.calls().push("partner-kinobox", "kinobox", "none", content, Map.of()));
        BadInputHub.assertRefused(
                404, "UNKNOWN_ADAPTER", hub.calls().push("partner-kinobox", "kinobox", UBL, content, Map.of()));
        BadInputHub.assertRefused(
                422, "ADAPTER_NEEDED", hub.calls().push("partner-kinobox", "kinobox", null, content, Map.of()));
        assertThat(hub.accepted("NOBODY")).isZero();
    }
}
