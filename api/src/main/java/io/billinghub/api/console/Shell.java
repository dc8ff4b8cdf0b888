package io.billinghub.api.console;

import java.util.List;

/**
 * What stands around each page.
 *
 * @param links to the pages that the login may open
 * @param token for the page's forms
 */
public record Shell(String user, String tenant, List<String> roles, List<Link> links, String token) {

    public Shell {
        roles = List.copyOf(roles);
        links = List.copyOf(links);
    }

    /** @param here whether the page that is shown is this one */
    public record Link(String path, String text, boolean here) {}
}
