package io.billinghub.adapters.model;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * One line of a partner's bill.
 *
 * @param identity what two lines have in common if they are the same line sent twice, or null where the format gives no way to tell
 * @param account the partner's customer number, empty where it names none
 * @param product the partner's product key, empty where it names none
 * @param net unrounded, in the bill's currency; negative for a credit
 * @param tax what the partner says about VAT, or null
 * @param period null where the line has no dates of its own: then the bill's period holds
 * @param creditReference why the amount may be negative: the bill or charge that it corrects, or null
 */
public record CanonicalLine(
        int position,
        String place,
        String identity,
        String account,
        String product,
        String groupingKey,
        String description,
        BigDecimal quantity,
        String unit,
        BigDecimal net,
        PartnerTax tax,
        ServicePeriod period,
        String creditReference)
        implements ParsedLine {

    public CanonicalLine {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(product, "product");
        Objects.requireNonNull(groupingKey, "groupingKey");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(quantity, "quantity");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(net, "net");
    }

    /** The same under another grouping key. */
    public CanonicalLine withGroupingKey(String key) {
        return new CanonicalLine(
                position,
                place,
                identity,
                account,
                product,
                key,
                description,
                quantity,
                unit,
                net,
                tax,
                period,
                creditReference);
    }

    @Override
    public void tell(Reader reader) {
        reader.line(this);
    }

    /**
     * VAT as the partner states it.
     *
     * @param category UNCL 5305 code as stated, or null
     * @param rate per cent, or null
     */
    public record PartnerTax(String category, BigDecimal rate) {}
}
