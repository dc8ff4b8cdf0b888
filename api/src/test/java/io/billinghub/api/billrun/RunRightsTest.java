package io.billinghub.api.billrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.api.console.RunForms;
import io.billinghub.api.console.RunPages;
import io.billinghub.api.console.RunReviewPage;
import io.billinghub.api.console.RunTemplatePages;
import jakarta.annotation.security.RolesAllowed;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API and the pages let the same roles do the same, and the pages show no button that would be refused for its role. */
class RunRightsTest {

    private static Set<String> rights(String name) {
        return switch (name) {
            case "SEE" -> RunRights.SEE;
            case "SEE_AMOUNTS" -> RunRights.SEE_AMOUNTS;
            case "OPERATE" -> RunRights.OPERATE;
            default -> RunRights.DECIDE;
        };
    }

    private static Class<?> type(String name) {
        return Stream.of(
                        BillRunResource.class,
                        RunTemplateResource.class,
                        RunProgressResource.class,
                        RunDifferenceResource.class,
                        RunPages.class,
                        RunReviewPage.class,
                        RunForms.class,
                        RunTemplatePages.class)
                .filter(type -> type.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "BillRunResource, list, SEE",
        "BillRunResource, one, SEE",
        "BillRunResource, report, SEE",
        "RunProgressResource, progress, SEE",
        "RunProgressResource, events, SEE",
        "RunTemplateResource, list, SEE",
        "RunTemplateResource, one, SEE",
        "RunPages, list, SEE",
        "RunPages, one, SEE",
        "RunPages, progress, SEE",
        "RunTemplatePages, list, SEE",
        "RunDifferenceResource, difference, SEE_AMOUNTS",
        "RunReviewPage, review, SEE_AMOUNTS",
        "BillRunResource, start, OPERATE",
        "BillRunResource, pause, OPERATE",
        "BillRunResource, resume, OPERATE",
        "BillRunResource, reschedule, OPERATE",
        "BillRunResource, cancel, OPERATE",
        "RunTemplateResource, skip, OPERATE",
        "RunForms, start, OPERATE",
        "RunForms, pause, OPERATE",
        "RunForms, resume, OPERATE",
        "RunForms, reschedule, OPERATE",
        "RunForms, cancel, OPERATE",
        "RunTemplatePages, skip, OPERATE",
        "BillRunResource, approve, DECIDE",
        "BillRunResource, stopWaiting, DECIDE",
        "RunTemplateResource, put, DECIDE",
        "RunForms, approve, DECIDE",
        "RunForms, stopWaiting, DECIDE",
        "RunTemplatePages, put, DECIDE",
    })
    void areTheSameEverywhere(String type, String method, String rights) {
        Method route = Stream.of(type(type).getMethods())
                .filter(candidate -> candidate.getName().equals(method))
                .findFirst()
                .orElseThrow();
        AnnotatedElement says = route.isAnnotationPresent(RolesAllowed.class) ? route : route.getDeclaringClass();
        assertThat(says.getAnnotation(RolesAllowed.class).value()).containsExactlyInAnyOrderElementsOf(rights(rights));
    }
}
