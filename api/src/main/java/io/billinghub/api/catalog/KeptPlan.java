package io.billinghub.api.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.infrastructure.PricePlanReading;

/** Price plans in the one way of writing in which they are stored, so that they can be compared. Pure. */
final class KeptPlan {

    private KeptPlan() {}

    /** The plan with each number as a text and defaults left out; as it is where it is no plan. */
    static ObjectNode of(ObjectNode definition) {
        return PricePlanJson.read(definition.toString()) instanceof PricePlanReading.Accepted accepted
                ? KeptJson.read(PricePlanJson.write(accepted.plan()))
                : definition;
    }

    /** Whether two plans, written as they are stored, differ in nothing but their end. */
    static boolean sameButForEnd(ObjectNode one, ObjectNode other) {
        ObjectNode first = one.deepCopy();
        ObjectNode second = other.deepCopy();
        first.remove("validTo");
        second.remove("validTo");
        return first.equals(second);
    }
}
