package io.billinghub.onboarding.party;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** A row of table {@code party}, as far as it may hold personal data. Rows come in by the import of master data and the TM Forum APIs. */
@Entity
@DynamicUpdate
@Table(name = "party")
class PartyEntity {

    @Id
    private Long id;

    private UUID uuid;
    private String kind;
    private String name;

    @SuppressWarnings("UnusedVariable") // Hibernate's
    private String key;

    @Column(name = "legal_id")
    @SuppressWarnings("UnusedVariable") // Hibernate's
    private String legalId;

    @SuppressWarnings("UnusedVariable") // Hibernate's
    private String street;

    @SuppressWarnings("UnusedVariable") // Hibernate's
    private String city;

    @SuppressWarnings("UnusedVariable") // Hibernate's
    private String postcode;

    @SuppressWarnings("UnusedVariable") // Hibernate's
    private String email;

    @Column(name = "electronic_address")
    @SuppressWarnings("UnusedVariable") // Hibernate's
    private String electronicAddress;

    @Column(name = "address_scheme")
    @SuppressWarnings("UnusedVariable") // Hibernate's
    private String addressScheme;

    @Column(name = "bank_iban")
    @SuppressWarnings("UnusedVariable") // Hibernate's
    private String bankIban;

    @Column(name = "bank_bic")
    @SuppressWarnings("UnusedVariable") // Hibernate's
    private String bankBic;

    Long id() {
        return id;
    }

    UUID uuid() {
        return uuid;
    }

    boolean isPerson() {
        return kind.equals("INDIVIDUAL");
    }

    boolean isErased() {
        return name.equals(pseudonym());
    }

    /** What stands in the place of the name afterwards: the same for every erasure of the person. */
    String pseudonym() {
        return "Erased person " + uuid.toString().substring(24);
    }

    /** Overwrites all that tells who the person is; the country stays, since it decided the tax. */
    void erase() {
        name = pseudonym();
        key = "erased-" + uuid;
        legalId = null;
        street = null;
        city = null;
        postcode = null;
        email = null;
        electronicAddress = null;
        addressScheme = null;
        bankIban = null;
        bankBic = null;
    }
}
