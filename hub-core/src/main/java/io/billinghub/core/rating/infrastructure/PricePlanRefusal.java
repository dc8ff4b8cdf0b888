package io.billinghub.core.rating.infrastructure;

import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.billinghub.core.error.JsonFlaw;
import io.billinghub.core.rating.infrastructure.PricePlanReading.Refused;
import io.billinghub.core.rating.modifier.Reduction;
import io.billinghub.core.rating.plan.MisfitException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What the JSON library found, in words for people who write price plans. */
final class PricePlanRefusal {
    private PricePlanRefusal() {}

    static Refused of(JsonMappingException found, Collection<String> modelNames, Collection<String> reductionNames) {
        String path = path(found.getPath());
        if (found instanceof UnrecognizedPropertyException unknown) {
            return new Refused(path, "this property is unknown; allowed are " + sorted(unknown.getKnownPropertyIds()));
        }
        if (found instanceof InvalidTypeIdException type) {
            String given = type.getTypeId() == null ? "the type is missing" : "'" + type.getTypeId() + "' is no type";
            boolean reduction = type.getBaseType().hasRawClass(Reduction.class);
            return new Refused(
                    path.endsWith(".type") ? path : path + ".type",
                    given + (reduction ? " of reduction" : " of charge model") + "; allowed are "
                            + sorted(reduction ? reductionNames : modelNames));
        }
        if (found instanceof ValueInstantiationException refusedByRecord && refusedByRecord.getCause() != null) {
            String part = refusedByRecord.getCause() instanceof MisfitException misfit ? "." + misfit.part() : "";
            return new Refused(path + part, refusedByRecord.getCause().getMessage());
        }
        if (found instanceof MismatchedInputException other && other.getTargetType() != null) {
            return new Refused(path, "must be " + kind(other.getTargetType()));
        }
        if (found.getCause() instanceof InputCoercionException outOfRange) {
            return new Refused(path, "must be " + kind(outOfRange.getTargetType()));
        }
        return new Refused(path, JsonFlaw.of(found));
    }

    private static String kind(Class<?> target) {
        if (target.isEnum()) {
            return Arrays.stream(target.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (target == int.class) {
            return "a whole number, at most " + Integer.MAX_VALUE;
        }
        if (target == boolean.class) {
            return "true or false";
        }
        if (target == String.class) {
            return "a text";
        }
        return Collection.class.isAssignableFrom(target) ? "a list" : "an object";
    }

    private static String sorted(Collection<?> names) {
        return names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder("$");
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append('.').append(reference.getFieldName());
            }
        }
        return path.toString();
    }
}
