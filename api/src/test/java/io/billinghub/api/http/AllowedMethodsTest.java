package io.billinghub.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A path's template covers the paths that RESTEasy would lead there. */
class AllowedMethodsTest {

    @ParameterizedTest
    @CsvSource({
        // template,            path,              covered
        "/hub/v1/bills,          /hub/v1/bills,     true",
        "/hub/v1/bills/,         /hub/v1/bills/,    true",
        "/hub/v1/bills/{id}/pdf, /hub/v1/bills/7/pdf, true",
        "/hub/v1/bills/{id}/pdf, /hub/v1/bills/pdf, false",
        "/hub/v1/bills/{id},     /hub/v1/bills/7/8, false",
        "/a.b/{id: [0-9]+},      /a.b/77,           true",
        "/a.b/{id: [0-9]+},      /a.b/x,            false",
        "/a.b/{id: [0-9]+},      /aXb/77,           false",
        "/,                      /,                 true",
    })
    void aTemplateCoversItsPaths(String template, String path, boolean covered) {
        assertThat(AllowedMethods.pattern(template).matcher(path).matches()).isEqualTo(covered);
    }
}
