package io.billinghub.settlement.share.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.settlement.share.model.Percentage;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareModelJsonTest {

    @Test
    void percentsAreReadExactlyAsTextOrNumber() {
        assertThat(ShareModelJson.read(
                        "{\"type\":\"percentage\",\"shares\":[{\"party\":\"a\",\"percent\":\"33.333333333333333333\"},"
                                + "{\"party\":\"b\",\"percent\":66.666666666666666667}]}",
                        "b"))
                .isEqualTo(new Percentage(
                        List.of(
                                new Percentage.Share("a", new BigDecimal("33.333333333333333333")),
                                new Percentage.Share("b", new BigDecimal("66.666666666666666667"))),
                        "b"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":                                                              | it is not JSON
            {"type":"tiered","shares":[]}                                         | /type must be "percentage", but is "tiered"
            {"shares":[]}                                                         | /type must be "percentage", but is ""
            {"type":"percentage"}                                                 | /shares must be a list
            {"type":"percentage","shares":[{"percent":"100"}]}                    | /shares/0/party must be
            {"type":"percentage","shares":[{"party":"a","percent":"all"}]}        | /shares/0/percent must be a decimal number
            {"type":"percentage","shares":[{"party":"a"}]}                        | /shares/0/percent must be a decimal number
            {"type":"percentage","shares":[{"party":"a","percent":"99"}]}         | 99 instead of 100
            """)
    void whatIsNotAShareModelIsRefusedWithThePlace(String json, String reason) {
        assertThatThrownBy(() -> ShareModelJson.read(json, "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
