package io.billinghub.core.notification.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeKindTest {

    @ParameterizedTest
    @CsvSource({
        "CREATE, ProductOffering, ProductOfferingCreateEvent, io.billinghub.product-offering.created.v1",
        "ATTRIBUTE_VALUE_CHANGE, Organization, OrganizationAttributeValueChangeEvent, io.billinghub.organization.changed.v1",
        "STATE_CHANGE, CustomerBill, CustomerBillStateChangeEvent, io.billinghub.customer-bill.state-changed.v1",
        "DELETE, PartyRole, PartyRoleDeleteEvent, io.billinghub.party-role.deleted.v1",
    })
    void eachKindHasANameInBothForms(ChangeKind kind, String resource, String tmf, String hub) {
        assertThat(kind.tmfEventType(resource)).isEqualTo(tmf);
        assertThat(kind.hubEventType(resource)).isEqualTo(hub);
    }
}
