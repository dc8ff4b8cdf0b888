package io.billinghub.api.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A cursor leads to the page behind, of its own list, or is refused. */
class PageRequestTest {

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "7, 3", "9, 3", "10, 3", "500, 500", "501, 500"})
    void theCursorsLeadThroughTheWholeListOnce(int entries, int limit) {
        List<Integer> list = IntStream.range(0, entries).boxed().toList();
        List<Integer> seen = new ArrayList<>();
        String cursor = null;
        do {
            PageRequest page = PageRequest.of("numbers", cursor, Integer.toString(limit));
            int from = page.afterNumber().isPresent() ? (int) page.afterNumber().getAsLong() + 1 : 0;
            List<Integer> found = list.subList(from, Math.min(entries, from + page.limit() + 1));
            Listing<Integer> listing = page.listing(found, Object::toString);
            seen.addAll(listing.items());
            cursor = listing.next();
        } while (cursor != null);
        assertThat(seen).isEqualTo(list);
    }

    @Test
    void aPlaceMayBeAUuidOrAText() {
        UUID id = UUID.fromString("0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11");
        String cursor = PageRequest.of("bills", null, "1").cursor(id.toString());
        assertThat(PageRequest.of("bills", cursor, "1").afterUuid()).isEqualTo(id);
        String key = PageRequest.of("adapters", null, "1").cursor("määrä:7");
        assertThat(PageRequest.of("adapters", key, "1").after()).contains("määrä:7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "501", "99999999999", "ten", "", "1.0", "٣x"})
    void aLimitOutsideItsBoundsIsRefused(String limit) {
        assertThatThrownBy(() -> PageRequest.of("bills", null, limit))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.code()).isEqualTo(ApiError.INVALID_PARAMETER))
                .hasMessageContaining("'limit'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "*", "documents:7", "ZG9jdW1lbnRzOjc", "YmlsbHM", "_w", "YmlsbHM6AA", "YmlsbHM6NzA=="})
    void whatIsNoCursorOfTheListIsRefused(String cursor) {
        assertThatThrownBy(() -> PageRequest.of("bills", cursor, "10").afterUuid())
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.code()).isEqualTo(ApiError.INVALID_PARAMETER))
                .hasMessageContaining("'cursor'");
    }

    @Test
    void aPlaceThatIsNoNumberIsRefusedWhereOneIsNeeded() {
        String cursor = Base64.getUrlEncoder().encodeToString("documents:seven".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> PageRequest.of("documents", cursor, "10").afterNumber())
                .hasMessageContaining("'cursor'");
    }

    @Test
    void aPlaceBeforeTheFirstIsNone() {
        String cursor = Base64.getUrlEncoder().encodeToString("numbers:-5".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> PageRequest.of("numbers", cursor, "10").afterNumber())
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ApiError.INVALID_PARAMETER));
    }
}
