package io.billinghub.onboarding.party;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of table {@code party}. New ones come in by the import of master data only. */
@Entity
@Table(name = "party")
class PartyEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @SuppressWarnings("UnusedVariable") // Hibernate's
    private Long id;

    @Column(updatable = false)
    private UUID uuid;

    @Column(updatable = false)
    private String key;

    @Column(updatable = false)
    private String kind;

    private String name;

    @Column(name = "legal_id", updatable = false)
    private String legalId;

    private String street;
    private String city;
    private String postcode;

    @Column(length = 2)
    @JdbcTypeCode(SqlTypes.CHAR)
    private String country;

    private String email;

    @Column(name = "bank_iban")
    private String bankIban;

    @Column(name = "bank_bic")
    private String bankBic;

    @Version
    private int version;

    /** Changed here and not from outside: Hibernate sees writes of fields inside of the entity only. */
    void change(PartyChange change) {
        name = change.name();
        street = change.street();
        city = change.city();
        postcode = change.postcode();
        country = change.country();
        email = change.email();
        bankIban = change.bankIban();
        bankBic = change.bankBic();
    }

    PartyView view() {
        return new PartyView(
                uuid, key, kind, name, legalId, street, city, postcode, country, email, bankIban, bankBic, version);
    }
}
