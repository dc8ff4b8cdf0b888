package io.billinghub.api.http;

/** Where the APIs lie, as against the page. */
public final class ApiPaths {

    public static final String HUB = "/hub/";
    public static final String TMF = "/tmf-api/";

    private ApiPaths() {}

    /** Whether the path belongs to an API, so that it answers with a status and never with a redirect to the login. */
    public static boolean contains(String path) {
        return path.startsWith(HUB) || path.startsWith(TMF);
    }
}
