package io.billinghub.api.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.billinghub.core.tenancy.TenantTransaction;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.stream.Stream;

/** The modules and packages hold to the design. */
@AnalyzeClasses(packages = "io.billinghub", importOptions = ProductionClasses.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule adapters_depend_on_the_core_alone = noClasses()
            .that()
            .resideInAPackage("io.billinghub.adapters..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.billinghub.onboarding..",
                    "io.billinghub.settlement..",
                    "io.billinghub.api..",
                    "io.billinghub.embedded..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onboarding_depends_on_the_core_alone = noClasses()
            .that()
            .resideInAPackage("io.billinghub.onboarding..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.billinghub.adapters..",
                    "io.billinghub.settlement..",
                    "io.billinghub.api..",
                    "io.billinghub.embedded..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule settlement_depends_on_the_core_alone = noClasses()
            .that()
            .resideInAPackage("io.billinghub.settlement..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.billinghub.adapters..",
                    "io.billinghub.onboarding..",
                    "io.billinghub.api..",
                    "io.billinghub.embedded..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule the_core_depends_on_no_other_module = noClasses()
            .that()
            .resideInAPackage("io.billinghub.core..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.billinghub..")
                    .and(describe(
                            "outside of the core",
                            type -> !type.getPackageName().startsWith("io.billinghub.core"))));

    @ArchTest
    static final ArchRule the_embedded_services_depend_on_no_other_module = noClasses()
            .that()
            .resideInAPackage("io.billinghub.embedded..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.billinghub..")
                    .and(describe(
                            "outside of embedded",
                            type -> !type.getPackageName().startsWith("io.billinghub.embedded"))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule the_application_needs_no_embedded_service = noClasses()
            .that()
            .resideInAPackage("io.billinghub.api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.billinghub.embedded..");

    @ArchTest
    static final ArchRule models_are_pure = noClasses()
            .that()
            .resideInAPackage("..model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "io.smallrye..",
                    "io.vertx..",
                    "org.hibernate..",
                    "org.apache.camel..",
                    "org.apache.kafka..",
                    "jakarta.enterprise..",
                    "jakarta.persistence..",
                    "jakarta.ws.rs..",
                    "java.sql..",
                    "java.nio.file..");

    @ArchTest
    static final ArchRule models_open_no_file = noClasses()
            .that()
            .resideInAPackage("..model..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.io\\.(File|FileInputStream|FileOutputStream|FileReader|FileWriter|RandomAccessFile)");

    @ArchTest
    static final ArchRule the_clock_is_injected = noClasses()
            .that()
            .resideOutsideOfPackages("io.billinghub.core.identity", "io.billinghub.embedded..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone");

    @ArchTest
    static final ArchRule transactions_begin_in_use_cases = noClasses()
            .that()
            .resideInAnyPackage("..model..", "..infrastructure..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(TenantTransaction.class);

    @ArchTest
    static final ArchRule features_of_the_core_have_no_cycles =
            slices().matching("io.billinghub.core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule features_of_the_adapters_have_no_cycles = slices().matching("io.billinghub.adapters.(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule features_of_onboarding_have_no_cycles = slices().matching("io.billinghub.onboarding.(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule features_of_settlement_have_no_cycles = slices().matching("io.billinghub.settlement.(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule features_of_the_api_have_no_cycles =
            slices().matching("io.billinghub.api.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packages_are_named_after_what_they_are_about = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..manager..", "..impl..");

    @ArchTest
    static final ArchRule resources_speak_for_the_api_alone =
            classes().that().areAnnotatedWith(Path.class).should().resideInAPackage("io.billinghub.api..");

    @ArchTest
    static final ArchRule each_route_says_who_may_use_it =
            methods().that().areMetaAnnotatedWith(HttpMethod.class).should(declareWhoMayUseThem());

    private static ArchCondition<JavaMethod> declareWhoMayUseThem() {
        return new ArchCondition<>("declare who may use them") {
            @Override
            public void check(JavaMethod route, ConditionEvents events) {
                boolean declared = Stream.of(RolesAllowed.class, PermitAll.class, DenyAll.class, Authenticated.class)
                        .anyMatch(access -> route.isAnnotatedWith(access)
                                || route.getOwner().isAnnotatedWith(access));
                if (!declared) {
                    events.add(SimpleConditionEvent.violated(route, route.getFullName() + " declares no role"));
                }
            }
        };
    }
}
