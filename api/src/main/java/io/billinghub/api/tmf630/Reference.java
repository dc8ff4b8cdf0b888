package io.billinghub.api.tmf630;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A reference to another resource (EntityRef).
 *
 * @param href null where the hub does not serve the resource
 * @param role null but in a related party
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reference(
        String id,
        String href,
        String name,
        String role,
        @JsonProperty("@referredType") String referredType) {

    public static Reference to(String referredType, String id, String name) {
        return new Reference(id, null, name, null, referredType);
    }

    public static Reference party(String role, String id, String name) {
        return new Reference(id, null, name, role, "Organization");
    }
}
