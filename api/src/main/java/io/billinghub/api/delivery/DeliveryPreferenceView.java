package io.billinghub.api.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.core.delivery.model.Channel;
import io.billinghub.core.delivery.model.DeliveryPreference;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How an account gets the documents of its bills.
 *
 * @param target a mail address; of a webhook its URL; of SFTP {@code sftp://user@host:port/folder}
 * @param hostKeys of SFTP: fingerprints of the server's keys
 * @param credential of SFTP: the reference to the password or the private key
 * @param secret of a webhook: what signs each call; answered to who has just set the preference
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DeliveryPreferenceView(
        Channel channel,
        @Schema(examples = "bills@acme.example") String target,
        List<String> hostKeys,
        @Schema(examples = "secret:acme-sftp") String credential,
        String secret) {

    public DeliveryPreferenceView {
        hostKeys = List.copyOf(hostKeys);
    }

    /** @param secret null where it is not to be told */
    static DeliveryPreferenceView of(DeliveryPreference preference, String secret) {
        return new DeliveryPreferenceView(
                preference.channel(),
                preference.target(),
                preference.hostKeys(),
                preference.credential().orElse(null),
                secret);
    }
}
