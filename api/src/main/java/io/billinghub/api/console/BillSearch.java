package io.billinghub.api.console;

import io.billinghub.api.bill.BillResource;
import io.billinghub.api.paging.KnownValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which bills are looked for; empty texts stand for all.
 *
 * @param account number of the billing account
 * @param state as of TMF678
 */
public record BillSearch(String account, String state) {

    /** @throws io.billinghub.core.error.HubException INVALID_PARAMETER where there is no such state */
    static BillSearch of(String account, String state) {
        BillSearch search = new BillSearch(FormFields.text(account), FormFields.text(state));
        KnownValue.of("state", search.state().isEmpty() ? null : search.state(), BillResource.STATES);
        return search;
    }

    /** The states that there are. */
    public List<String> states() {
        return BillResource.STATES;
    }

    /** A state in words. */
    public String words(String of) {
        return BillView.words(of);
    }

    /** Whether anything is looked for at all. */
    public boolean any() {
        return !account.isEmpty() || !state.isEmpty();
    }

    /** For a link to more of the same: begins with {@code &}, or is empty. */
    public String query() {
        return part("account", account) + part("state", state);
    }

    String accountOrNull() {
        return account.isEmpty() ? null : account;
    }

    String stateOrNull() {
        return state.isEmpty() ? null : state;
    }

    private static String part(String name, String value) {
        return value.isEmpty() ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
