package io.billinghub.onboarding.ratecard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.error.HubException;
import io.billinghub.core.rating.infrastructure.PlanTemplate;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.onboarding.priceplan.model.OfferedPlan;
import io.billinghub.onboarding.priceplan.model.PlanReading;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rate card holds price plans whole: what is written is read again as it was. {@code -Dgolden.update} writes the files anew. */
class RateCardTest {

    private static final Path GOLDEN = Path.of("src/test/resources/ratecard");
    /** Models that do not fit into rows. */
    private static final Set<String> BY_JSON_ALONE = Set.of("timeOfUse", "capacity", "dynamic", "formula", "preRated");

    static Stream<PlanTemplate> inRows() {
        return PlanTemplate.all().stream()
                .filter(template -> !BY_JSON_ALONE.contains(model(template.plan())))
                .filter(template -> !template.plan().hasModifiers());
    }

    static Stream<PlanTemplate> modified() {
        return PlanTemplate.all().stream().filter(template -> template.plan().hasModifiers());
    }

    static Stream<PlanTemplate> byJsonAlone() {
        return PlanTemplate.all().stream()
                .filter(template -> BY_JSON_ALONE.contains(model(template.plan())))
                .filter(template -> !template.plan().hasModifiers());
    }

    private static String model(PricePlan plan) {
        String name = plan.model().getClass().getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    @ParameterizedTest
    @MethodSource("inRows")
    void aTemplateComesBackAsItWas(PlanTemplate template) {
        OfferedPlan given = new OfferedPlan("an-offering", template.plan());
        assertThat(read(RateCard.write(List.of(given)))).containsExactly(given);
    }

    @ParameterizedTest
    @MethodSource("byJsonAlone")
    void aTemplateThatDoesNotFitIntoRowsIsRefusedByItsModel(PlanTemplate template) {
        assertThatThrownBy(() -> RateCard.write(List.of(new OfferedPlan(null, template.plan()))))
                .isInstanceOf(HubException.class)
                .hasMessageContaining(template.key())
                .hasMessageContaining("does not fit into rows");
    }

    @ParameterizedTest
    @MethodSource("modified")
    void modifiersAreRefusedAndNotLost(PlanTemplate template) {
        assertThatThrownBy(() -> RateCard.write(List.of(new OfferedPlan(null, template.plan()))))
                .isInstanceOf(HubException.class)
                .hasMessageContaining(template.key())
                .hasMessageContaining("says /modifiers");
    }

    @ParameterizedTest
    @MethodSource("inRows")
    void aTemplateIsWrittenAsInItsFile(PlanTemplate template) throws IOException {
        String written = RateCard.write(List.of(new OfferedPlan(null, template.plan())));
        Path file = GOLDEN.resolve(template.key() + ".csv");
        if (System.getProperty("golden.update") != null) {
            Files.writeString(file, written);
        }
        assertThat(written).isEqualTo(Files.readString(file));
    }

    @Test
    void allTemplatesFitIntoOneFileEachWithItsOwnColumns() {
        List<OfferedPlan> plans =
                inRows().map(template -> new OfferedPlan(null, template.plan())).toList();
        assertThat(plans).hasSizeGreaterThan(20);
        assertThat(read(RateCard.write(plans))).isEqualTo(plans);
    }

    @Test
    void aPriceListOfPrefixesZonesAndTimeBandsIsAMatrix() throws IOException {
        List<OfferedPlan> plans = read(Files.readString(GOLDEN.resolve("carrier-termination.csv")));
        PricePlan plan = plans.get(0).plan();
        assertThat(plans).hasSize(1);
        assertThat(plans.get(0).offering()).isEqualTo("termination");
        assertThat(plan.sumDimensions()).containsExactly("prefix", "zone", "band", "service");
        assertThat(plan.measures().rounding().increment()).isEqualByComparingTo("1");
        assertThat(read(RateCard.write(plans))).isEqualTo(plans);
    }

    @Test
    void theExampleOfTheGuideIsOne() throws IOException {
        String guide = Files.readString(Path.of("../docs/price-plans.md"));
        String example = guide.substring(guide.indexOf("```csv\n") + "```csv\n".length());
        List<OfferedPlan> plans = read(example.substring(0, example.indexOf("```")));
        assertThat(plans).extracting(OfferedPlan::offering).containsExactly("roaming-data", null);
        // 5 x 1.90 + 2 x 1.20
        assertThat(plans.get(0).plan().rateUsage(new BigDecimal("7")).amount().getAmount())
                .isEqualByComparingTo("11.90");
        assertThat(plans.get(1).plan().sumDimensions()).containsExactly("zone", "band");
    }

    @Test
    void rowsOfOnePlanAndVersionBelongTogetherWhereverTheyStand() {
        List<OfferedPlan> plans = read("""
            plan,version,name,currency,unit,model,upTo,unitPrice
            data,1,Data,EUR,GB,graduated,100,0.50
            sms,1,SMS,EUR,piece,perUnit,,0.05
            data,1,,,,,,0.40
            data,2,Data,EUR,GB,perUnit,,0.30
            """);
        assertThat(plans)
                .extracting(offered -> offered.plan().key() + offered.plan().version())
                .containsExactly("data1", "sms1", "data2");
        // 100 x 0.50 + 37.5 x 0.40
        assertThat(plans.get(0)
                        .plan()
                        .rateUsage(new BigDecimal("137.5"))
                        .amount()
                        .getAmount())
                .isEqualByComparingTo("65");
    }

    @Test
    void semicolonsBetweenFieldsAndSpellingsOfHeadersAreTaken() {
        assertThat(read("\uFEFFPlan;Version;NAME;currency;Unit;model;valid_from;Unit Price\r\n"
                                + "sms;1;SMS;EUR;piece;perUnit;2027-01-01;0.05\r\n;;;;;;;\r\n")
                        .get(0)
                        .plan()
                        .validFrom())
                .isEqualTo("2027-01-01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+358 calls",
                "-prepaid-",
                "@SUM(A1)",
                "'quoted'",
                "'=x",
                "＝1",
                "a \"b\", c; d",
                "two\nlines",
                "å·漢字·🛰"
            })
    void aTextThatASpreadsheetWouldRunIsHarmlessInTheFileAndItselfAgain(String name) {
        OfferedPlan given = new OfferedPlan(
                null,
                PricePlanJson.read("{\"key\":\"k\",\"version\":1,\"name\":\""
                                + name.replace("\"", "\\\"").replace("\n", "\\n")
                                + "\",\"currency\":\"EUR\",\"unit\":\"GB\","
                                + "\"model\":{\"type\":\"perUnit\",\"unitPrice\":\"-0.05\"}}")
                        .orElseThrow());
        String written = RateCard.write(List.of(given));
        assertThat(written)
                .contains("-0.05")
                .doesNotContain(",=")
                .doesNotContain(",+")
                .doesNotContain(",@");
        assertThat(read(written)).containsExactly(given);
    }

    @Test
    void aDecimalKeepsItsZeros() {
        assertThat(RateCard.write(read("""
            plan,version,name,currency,unit,model,unitPrice,priceBase
            sms,1,SMS,EUR,piece,perUnit,0.0500,1000
            """))).contains("0.0500,1000");
    }

    @Test
    void whatNoFieldCanHoldIsRefusedAndNotLost() {
        PricePlan plan = PricePlanJson.read("""
            {"key": "k", "version": 1, "name": "K", "currency": "EUR", "unit": "GB", "model": {"type": "matrix", "dimensions": ["zone"],
             "cells": [{"when": {"zone": ""}, "model": {"type": "perUnit", "unitPrice": "1"}},
                       {"model": {"type": "perUnit", "unitPrice": "2"}}]}}
            """).orElseThrow();
        assertThatThrownBy(() -> RateCard.write(List.of(new OfferedPlan(null, plan))))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("price plan k, version 1");
    }

    private static List<OfferedPlan> read(String csv) {
        PlanReading reading = RateCard.read(csv.getBytes(StandardCharsets.UTF_8));
        assertThat(reading).isInstanceOf(PlanReading.Accepted.class);
        return ((PlanReading.Accepted) reading)
                .plans().stream()
                        .map(given -> new OfferedPlan(
                                given.offering(),
                                PricePlanJson.read(given.plan().toString()).orElseThrow()))
                        .toList();
    }
}
