package io.billinghub.core.notification.model;

import java.util.Arrays;
import java.util.Optional;

/** The TM Forum APIs (version 4) that have a {@code /hub}, by the name that stands in their base path. */
public enum TmfApi {
    /** TMF620. */
    PRODUCT_CATALOG_MANAGEMENT("productCatalogManagement"),
    /** TMF632. */
    PARTY("party"),
    /** TMF635. */
    USAGE_MANAGEMENT("usageManagement"),
    /** TMF637. */
    PRODUCT_INVENTORY("productInventory"),
    /** TMF651. */
    AGREEMENT_MANAGEMENT("agreementManagement"),
    /** TMF654. */
    PREPAY_BALANCE_MANAGEMENT("prepayBalanceManagement"),
    /** TMF666. */
    ACCOUNT_MANAGEMENT("accountManagement"),
    /** TMF668. */
    PARTNERSHIP_MANAGEMENT("partnershipManagement"),
    /** TMF669. */
    PARTY_ROLE_MANAGEMENT("partyRoleManagement"),
    /** TMF677. */
    USAGE_CONSUMPTION("usageConsumption"),
    /** TMF678. */
    CUSTOMER_BILL_MANAGEMENT("customerBillManagement");

    private final String pathName;

    TmfApi(String pathName) {
        this.pathName = pathName;
    }

    /** The API's name in {@code /tmf-api/<name>/v4}, which is also the {@code domain} of its events. */
    public String pathName() {
        return pathName;
    }

    /** The API of that name in a path; empty if the hub has no such one. */
    public static Optional<TmfApi> ofPathName(String name) {
        return Arrays.stream(values()).filter(api -> api.pathName.equals(name)).findFirst();
    }
}
