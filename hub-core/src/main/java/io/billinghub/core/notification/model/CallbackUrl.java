package io.billinghub.core.notification.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a listener wants to be called: an absolute http or https URL of at most {@value #MAX_LENGTH} characters, without a user,
 * a password or a fragment, with a host in its usual form. Whether its address may be called is the egress rule's to say.
 *
 * @param host a name in ASCII, an IPv4 address of four decimal numbers, or an IPv6 address without brackets; in lower case
 * @param port 80, 443, or one from 1024 to 65535
 * @param target the path and the query, as they go into the request's first line
 */
public record CallbackUrl(String text, boolean https, String host, int port, String target) {

    /** Most characters of a URL. */
    public static final int MAX_LENGTH = 2000;

    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]{2,45}");
    // what ends in a number, like 2130706433, 127.1 or 0x7f000001, is one more way to write an IPv4 address
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");

    /**
     * Reads the text.
     *
     * @throws IllegalArgumentException if it is no such URL; the message says why and does not repeat it
     */
    public static CallbackUrl parse(String text) {
        require(text.length() <= MAX_LENGTH, "is longer than " + MAX_LENGTH + " characters");
        URI uri = uri(text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        require(scheme.equals("https") || scheme.equals("http"), "must begin with https://");
        require(uri.getRawUserInfo() == null, "must not hold a user or a password");
        require(uri.getRawFragment() == null, "must not have a fragment (#)");
        require(uri.getHost() != null, "has no host");
        boolean https = scheme.equals("https");
        int port = uri.getPort() < 0 ? https ? 443 : 80 : uri.getPort();
        require(
                port == 80 || port == 443 || port >= 1024 && port <= 65535,
                "has the port " + port + "; it is 80, 443, or one from 1024 to 65535");
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        require(target.chars().allMatch(c -> c > ' ' && c < 127), "must be of ASCII characters; encode others as %XX");
        return new CallbackUrl(text, https, host(uri.getHost()), port, target);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException("is no URL: " + malformed.getReason(), malformed);
        }
    }

    private static String host(String given) {
        String host = given.toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            String address = host.substring(1, host.length() - 1);
            require(IPV6.matcher(address).matches(), "has an IPv6 address with a zone, or none at all");
            return address;
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (IPV4.matcher(name).matches()) {
            return name;
        }
        require(!ENDS_IN_NUMBER.matcher(name).matches(), "must write an IPv4 address as four decimal numbers");
        require(NAME.matcher(name).matches(), "has a host that is no name and no address");
        return name;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
