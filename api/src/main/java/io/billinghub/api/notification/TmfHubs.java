package io.billinghub.api.notification;

import io.billinghub.core.notification.model.TmfApi;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The {@code /hub} of each TMF API that the hub serves. */
public final class TmfHubs {

    private TmfHubs() {}

    /** Listeners of TMF678 Customer Bill Management. */
    @Path("/tmf-api/customerBillManagement/v4/hub")
    @Tag(name = "TMF678 Customer Bill Management")
    public static class CustomerBill extends TmfHub {

        CustomerBill(TmfSubscriptions subscriptions) {
            super(TmfApi.CUSTOMER_BILL_MANAGEMENT, subscriptions);
        }
    }

    /** Listeners of TMF632 Party Management. */
    @Path("/tmf-api/party/v4/hub")
    @Tag(name = "TMF632 Party Management")
    public static class Party extends TmfHub {

        Party(TmfSubscriptions subscriptions) {
            super(TmfApi.PARTY, subscriptions);
        }
    }

    /** Listeners of TMF669 Party Role Management. */
    @Path("/tmf-api/partyRoleManagement/v4/hub")
    @Tag(name = "TMF669 Party Role Management")
    public static class PartyRole extends TmfHub {

        PartyRole(TmfSubscriptions subscriptions) {
            super(TmfApi.PARTY_ROLE_MANAGEMENT, subscriptions);
        }
    }

    /** Listeners of TMF668 Partnership Management. */
    @Path("/tmf-api/partnershipManagement/v4/hub")
    @Tag(name = "TMF668 Partnership Management")
    public static class Partnership extends TmfHub {

        Partnership(TmfSubscriptions subscriptions) {
            super(TmfApi.PARTNERSHIP_MANAGEMENT, subscriptions);
        }
    }

    /** Listeners of TMF651 Agreement Management. */
    @Path("/tmf-api/agreementManagement/v4/hub")
    @Tag(name = "TMF651 Agreement Management")
    public static class Agreement extends TmfHub {

        Agreement(TmfSubscriptions subscriptions) {
            super(TmfApi.AGREEMENT_MANAGEMENT, subscriptions);
        }
    }

    /** Listeners of TMF666 Account Management. */
    @Path("/tmf-api/accountManagement/v4/hub")
    @Tag(name = "TMF666 Account Management")
    public static class Account extends TmfHub {

        Account(TmfSubscriptions subscriptions) {
            super(TmfApi.ACCOUNT_MANAGEMENT, subscriptions);
        }
    }

    /** Listeners of TMF620 Product Catalog Management. */
    @Path("/tmf-api/productCatalogManagement/v4/hub")
    @Tag(name = "TMF620 Product Catalog Management")
    public static class ProductCatalog extends TmfHub {

        ProductCatalog(TmfSubscriptions subscriptions) {
            super(TmfApi.PRODUCT_CATALOG_MANAGEMENT, subscriptions);
        }
    }

    /** Listeners of TMF637 Product Inventory. */
    @Path("/tmf-api/productInventory/v4/hub")
    @Tag(name = "TMF637 Product Inventory")
    public static class ProductInventory extends TmfHub {

        ProductInventory(TmfSubscriptions subscriptions) {
            super(TmfApi.PRODUCT_INVENTORY, subscriptions);
        }
    }

    /** Listeners of TMF677 Usage Consumption. */
    @Path("/tmf-api/usageConsumption/v4/hub")
    @Tag(name = "TMF677 Usage Consumption")
    public static class UsageConsumption extends TmfHub {

        UsageConsumption(TmfSubscriptions subscriptions) {
            super(TmfApi.USAGE_CONSUMPTION, subscriptions);
        }
    }

    /** Listeners of TMF654 Prepay Balance Management. */
    @Path("/tmf-api/prepayBalanceManagement/v4/hub")
    @Tag(name = "TMF654 Prepay Balance Management")
    public static class PrepayBalance extends TmfHub {

        PrepayBalance(TmfSubscriptions subscriptions) {
            super(TmfApi.PREPAY_BALANCE_MANAGEMENT, subscriptions);
        }
    }

    /** Listeners of TMF635 Usage Management. */
    @Path("/tmf-api/usageManagement/v4/hub")
    @Tag(name = "TMF635 Usage Management")
    public static class Usage extends TmfHub {

        Usage(TmfSubscriptions subscriptions) {
            super(TmfApi.USAGE_MANAGEMENT, subscriptions);
        }
    }
}
