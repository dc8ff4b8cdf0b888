package io.billinghub.onboarding.masterdata.infrastructure;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.billinghub.core.error.JsonFlaw;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.infrastructure.PricePlanReading;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.model.Findings;
import io.billinghub.onboarding.masterdata.model.MasterData;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Documents of master data from JSON: by the published schema first, then into records. Thread-safe. */
public final class MasterDataJson {
    /** Where the schema stands on the class path. */
    public static final String SCHEMA = "/schema/master-data.schema.json";

    private static final JsonMapper MAPPER = mapper();
    private static final JsonSchema VALIDATOR = validator();

    private MasterDataJson() {}

    /** The document that the UTF-8 text holds, or each place where it is none. */
    public static MasterDataReading read(byte[] document) {
        Findings findings = new Findings();
        JsonNode tree;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document))
                    .toString();
            tree = MAPPER.readTree(text);
        } catch (CharacterCodingException notUtf8) {
            findings.add("", OnboardingError.NOT_JSON, "the document is not UTF-8");
            return new MasterDataReading.Refused(findings.list());
        } catch (JsonProcessingException notJson) {
            var place = notJson.getLocation();
            String where = place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr() + ": ";
            findings.add("", OnboardingError.NOT_JSON, where + JsonFlaw.of(notJson));
            return new MasterDataReading.Refused(findings.list());
        }
        Set<ValidationMessage> messages = VALIDATOR.validate(tree);
        messages.forEach(message ->
                findings.add(message.getInstanceLocation().toString(), OnboardingError.SCHEMA, message.getError()));
        if (findings.isEmpty()) {
            checkPricePlans(tree, findings);
        }
        if (!findings.isEmpty()) {
            return new MasterDataReading.Refused(findings.list());
        }
        try {
            return new MasterDataReading.Accepted(MAPPER.treeToValue(tree, MasterData.class));
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("what follows the schema can't be read", bug);
        }
    }

    private static void checkPricePlans(JsonNode tree, Findings findings) {
        JsonNode offerings = tree.path("offerings");
        for (int i = 0; i < offerings.size(); i++) {
            checkPricePlans(offerings.get(i).path("pricePlans"), "/offerings/" + i + "/pricePlans/", findings);
        }
        checkPricePlans(tree.path("pricePlans"), "/pricePlans/", findings);
    }

    private static void checkPricePlans(JsonNode plans, String at, Findings findings) {
        for (int i = 0; i < plans.size(); i++) {
            PricePlanReading reading = PricePlanJson.read(plans.get(i).toString());
            if (reading instanceof PricePlanReading.Refused refused) {
                String pointer = at + i + asPointer(refused.path());
                findings.add(pointer, OnboardingError.INVALID_PRICE_PLAN, refused.problem());
            }
        }
    }

    /** {@code $.model.tiers[1].upTo} as {@code /model/tiers/1/upTo}. */
    private static String asPointer(String path) {
        return path.substring(1).replace('.', '/').replace('[', '/').replace("]", "");
    }

    /** Reads price plans as they are stored and published. */
    static SimpleModule pricePlans() {
        return new SimpleModule("price-plans").addDeserializer(PricePlan.class, new PlanReader());
    }

    private static JsonMapper mapper() {
        return JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .addModule(new JavaTimeModule())
                .addModule(pricePlans())
                .build();
    }

    private static JsonSchema validator() {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .formatAssertionsEnabled(true)
                .locale(java.util.Locale.ENGLISH)
                .build();
        try (InputStream schema = MasterDataJson.class.getResourceAsStream(SCHEMA)) {
            String text = new String(schema.readAllBytes(), StandardCharsets.UTF_8);
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(text, InputFormat.JSON, config);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static final class PlanReader extends StdDeserializer<PricePlan> {
        private static final long serialVersionUID = 1L;

        PlanReader() {
            super(PricePlan.class);
        }

        @Override
        public PricePlan deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return PricePlanJson.read(context.readTree(json).toString()).orElseThrow();
        }
    }
}
