package io.billinghub.core.delivery.model;

import io.billinghub.core.mail.Mail;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * How an account gets its documents.
 *
 * @param id what a webhook's secret is derived from
 * @param target a mail address; of a webhook its URL; of SFTP {@code sftp://user@host:port/folder}
 * @param hostKeys of SFTP: fingerprints of the server's keys, {@code SHA256:…}; else empty
 * @param credential of SFTP: {@code secret:NAME}, whose value is the password, or a private key in PEM; else empty
 * @param version counts the changes, from 1
 */
public record DeliveryPreference(
        UUID id, Channel channel, String target, List<String> hostKeys, Optional<String> credential, int version) {

    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");
    private static final Pattern SECRET = Pattern.compile("secret:[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*");
    private static final int LONGEST = 2_000;
    private static final int MOST_KEYS = 10;

    /** @throws IllegalArgumentException with a message that begins with the name of the member that is wrong */
    public DeliveryPreference {
        hostKeys = List.copyOf(hostKeys);
        require(target.length() <= LONGEST, "target: has at most " + LONGEST + " characters");
        if (channel == Channel.EMAIL || channel == Channel.PORTAL_LINK) {
            require(Mail.isAddress(target), "target: must be a mail address such as bills@acme.example");
        }
        if (channel == Channel.SFTP) {
            requireSftp(target);
            require(
                    !hostKeys.isEmpty() && hostKeys.size() <= MOST_KEYS,
                    "hostKeys: one to " + MOST_KEYS + " are needed");
            hostKeys.forEach(key -> require(
                    FINGERPRINT.matcher(key).matches(),
                    "hostKeys: must be fingerprints as OpenSSH shows them, SHA256:…"));
            require(
                    credential.filter(name -> SECRET.matcher(name).matches()).isPresent(),
                    "credential: must be a reference such as secret:acme-sftp");
        } else {
            require(hostKeys.isEmpty(), "hostKeys: belong to the channel SFTP");
            require(credential.isEmpty(), "credential: belongs to the channel SFTP");
        }
    }

    private static void requireSftp(String target) {
        String wanted = "target: must be such as sftp://user@files.acme.example:22/in";
        try {
            URI uri = new URI(target);
            require(
                    "sftp".equals(uri.getScheme())
                            && uri.getHost() != null
                            && uri.getUserInfo() != null
                            && !uri.getUserInfo().contains(":")
                            && uri.getRawQuery() == null
                            && uri.getRawFragment() == null,
                    wanted);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(wanted, e);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
