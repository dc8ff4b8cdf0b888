package io.billinghub.onboarding.party;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of table {@code party}, as far as it is shown. Rows come in and change by the import of master data only. */
@Entity
@Immutable
@Table(name = "party")
class PartyEntity {

    @Id
    @SuppressWarnings("UnusedVariable") // Hibernate's
    private Long id;

    private UUID uuid;
    private String key;

    @SuppressWarnings("UnusedVariable") // the repository's query asks for it
    private String kind;

    private String name;

    @Column(name = "legal_id")
    private String legalId;

    private String street;
    private String city;
    private String postcode;

    @Column(length = 2)
    @JdbcTypeCode(SqlTypes.CHAR)
    private String country;

    private String email;

    OrganizationView organization() {
        return new OrganizationView(uuid, key, name, legalId, street, city, postcode, country, email);
    }
}
