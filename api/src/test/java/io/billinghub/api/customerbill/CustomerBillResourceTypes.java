package io.billinghub.api.customerbill;

import io.billinghub.api.tmf630.ResourceType;
import java.util.List;
import java.util.Map;

/** The resources of TMF678 that have classes of their own, with the tests that hold them to the specification. */
public final class CustomerBillResourceTypes {

    private CustomerBillResourceTypes() {}

    public static Map<ResourceType, List<String>> tested() {
        return Map.of(
                CustomerBillTypes.CUSTOMER_BILL,
                names(CustomerBillIT.class, ChangeBillIT.class),
                CustomerBillTypes.APPLIED_RATE,
                names(CustomerBillIT.class),
                OnDemand.TYPE,
                List.of("OnDemandBillsIT"));
    }

    private static List<String> names(Class<?>... tests) {
        return java.util.Arrays.stream(tests).map(Class::getSimpleName).toList();
    }
}
