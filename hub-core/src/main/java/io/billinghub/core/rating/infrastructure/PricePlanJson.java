package io.billinghub.core.rating.infrastructure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import io.billinghub.core.rating.infrastructure.PricePlanReading.Accepted;
import io.billinghub.core.rating.infrastructure.PricePlanReading.Refused;
import io.billinghub.core.rating.model.ChargeModel;
import io.billinghub.core.rating.modifier.commitment.Commitment;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.plan.PricePlan;
import java.util.SortedMap;

/**
 * Price plans to and from JSON, in the {@linkplain PriceLanguage language of prices}. Thread-safe.
 *
 * <p>{@code type} names the charge model, or the sort of a reduction. A plan has one product, so the scope of its limits is not written.
 */
public final class PricePlanJson {
    private static final SortedMap<String, Class<?>> MODELS = PriceLanguage.named(ChargeModel.class);
    private static final JsonMapper MAPPER = mapper();

    private PricePlanJson() {}

    /** The names that {@code type} may have, with their records, in alphabetical order. */
    public static SortedMap<String, Class<?>> models() {
        return MODELS;
    }

    /** The plan that the text holds, or the first place where it is not one. */
    public static PricePlanReading read(String json) {
        return PriceLanguage.<PricePlan, PricePlanReading>read(
                MAPPER, json, PricePlan.class, "a price plan", MODELS.keySet(), Accepted::new, Refused::new);
    }

    /** The plan as compact JSON; {@link #read} makes an equal plan of it. */
    public static String write(PricePlan plan) {
        try {
            return MAPPER.writeValueAsString(plan);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("plan " + plan.key() + " cannot be written as JSON", bug);
        }
    }

    private static JsonMapper mapper() {
        JsonMapper.Builder builder = PriceLanguage.mapper()
                .addMixIn(ChargeModel.class, PriceLanguage.Typed.class)
                .addMixIn(SpendLimit.class, PriceLanguage.Scoped.class)
                .addMixIn(Commitment.class, PriceLanguage.Scoped.class);
        MODELS.forEach((name, model) -> builder.registerSubtypes(new NamedType(model, name)));
        return builder.build();
    }
}
