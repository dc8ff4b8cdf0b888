package io.billinghub.api.bill;

import io.billinghub.api.error.ApiError;
import io.billinghub.api.json.SaidDay;
import io.billinghub.api.paging.KnownValue;
import io.billinghub.core.error.HubException;
import jakarta.ws.rs.QueryParam;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which bills are looked for, as a request says it; what is missing or empty stands for all. */
public class BillFilter {

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int LONGEST = 200;
    private static final BigDecimal LARGEST = new BigDecimal("1e15");

    @Parameter(description = "State as of TMF678", example = "sent")
    @QueryParam("state")
    String state;

    @Parameter(description = "Number of the billing account", example = "NL-1001")
    @QueryParam("account")
    String account;

    @Parameter(
            description = "Number of the bill, or of a tax invoice on it, as a customer quotes it; blanks do not count",
            example = "RF18NL1039261001")
    @QueryParam("number")
    String number;

    @Parameter(description = "Least amount due, in the bill's own currency", example = "49.90")
    @QueryParam("amountFrom")
    String amountFrom;

    @Parameter(description = "Largest amount due, in the bill's own currency", example = "49.90")
    @QueryParam("amountTo")
    String amountTo;

    @Parameter(description = "First day of issue", example = "2026-11-01")
    @QueryParam("dateFrom")
    String dateFrom;

    @Parameter(description = "Last day of issue", example = "2026-11-30")
    @QueryParam("dateTo")
    String dateTo;

    @Parameter(
            description = "Key of a partner who sold something on the bill; of bills that were sent",
            example = "cirrus")
    @QueryParam("partner")
    String partner;

    @Parameter(
            description = "Words, or their beginnings, that all stand in the bill's lines; of bills that were sent",
            example = "cloud storage")
    @QueryParam("text")
    String text;

    /**
     * What was asked for, read; null in each place that stands for all.
     *
     * @throws HubException INVALID_PARAMETER
     */
    public Wanted read() {
        BigDecimal least = amount("amountFrom", amountFrom);
        BigDecimal most = amount("amountTo", amountTo);
        String words = given("text", text);
        return new Wanted(
                KnownValue.of("state", given("state", state), BillResource.STATES),
                given("account", account),
                given("number", number),
                least,
                most,
                day("dateFrom", dateFrom),
                day("dateTo", dateTo),
                given("partner", partner),
                words == null ? null : words(words));
    }

    /** The parameters as they were given, by their names; null for those that were not. */
    public Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("state", state);
        given.put("account", account);
        given.put("number", number);
        given.put("amountFrom", amountFrom);
        given.put("amountTo", amountTo);
        given.put("dateFrom", dateFrom);
        given.put("dateTo", dateTo);
        given.put("partner", partner);
        given.put("text", text);
        return given;
    }

    /**
     * Which bills are wanted.
     *
     * @param words a tsquery of beginnings of words
     */
    public record Wanted(
            String state,
            String account,
            String number,
            BigDecimal amountFrom,
            BigDecimal amountTo,
            LocalDate dateFrom,
            LocalDate dateTo,
            String partner,
            String words) {}

    private static String given(String name, String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        if (value.length() > LONGEST) {
            throw new HubException(
                    ApiError.INVALID_PARAMETER, "The parameter '" + name + "' has at most " + LONGEST + " characters.");
        }
        return value.strip();
    }

    private static LocalDate day(String name, String value) {
        String day = given(name, value);
        return day == null ? null : SaidDay.ofParameter(name, day);
    }

    private static BigDecimal amount(String name, String value) {
        String amount = given(name, value);
        if (amount == null) {
            return null;
        }
        try {
            BigDecimal read = new BigDecimal(amount);
            if (read.abs().compareTo(LARGEST) <= 0 && read.scale() <= 10) {
                return read;
            }
        } catch (NumberFormatException e) {
            throw noAmount(name, e);
        }
        throw noAmount(name, null);
    }

    private static HubException noAmount(String name, Throwable cause) {
        return new HubException(
                ApiError.INVALID_PARAMETER, "The parameter '" + name + "' must be an amount such as 49.90.", cause);
    }

    /** Letters and digits are words, as the database has them; each may go on. */
    private static String words(String text) {
        StringBuilder query = new StringBuilder();
        for (String word : BETWEEN_WORDS.split(text, -1)) {
            if (!word.isEmpty()) {
                query.append(query.isEmpty() ? "" : " & ").append(word).append(":*");
            }
        }
        if (query.isEmpty()) {
            throw new HubException(
                    ApiError.INVALID_PARAMETER, "The parameter 'text' must hold a word of letters or digits.");
        }
        return query.toString();
    }
}
