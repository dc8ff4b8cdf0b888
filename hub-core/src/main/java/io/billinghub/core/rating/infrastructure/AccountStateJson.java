package io.billinghub.core.rating.infrastructure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.billinghub.core.error.JsonFlaw;
import io.billinghub.core.rating.infrastructure.PricePlanReading.Refused;
import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import java.util.List;

/**
 * What an account keeps between runs, to and from JSON. Thread-safe.
 *
 * <p>Numbers are written as texts with all their digits. The version of the layout stands first; another one, and what is
 * unknown or doubled, is refused.
 */
public final class AccountStateJson {
    /** Of the layout. */
    private static final int VERSION = 1;

    private static final JsonMapper MAPPER = PlanStateJson.mapper();

    private AccountStateJson() {}

    private record Stored(int version, AccountState state) {
        Stored {
            if (version != VERSION) {
                throw new IllegalArgumentException("version must be " + VERSION + ", but is " + version);
            }
            Checks.present(state, "state");
        }
    }

    /** The state as compact JSON; {@link #read} makes an equal one of it. */
    public static String write(AccountState state) {
        try {
            return MAPPER.writeValueAsString(new Stored(VERSION, state));
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("the state of an account cannot be written as JSON", bug);
        }
    }

    /**
     * The state that the text holds.
     *
     * @throws IllegalArgumentException if it holds none; the message begins with the JSON path of the place
     */
    public static AccountState read(String json) {
        try {
            Stored stored = MAPPER.readValue(json, Stored.class);
            if (stored == null) {
                throw new IllegalArgumentException("$: the state of an account is a JSON object");
            }
            return stored.state();
        } catch (JsonMappingException notAState) {
            Refused refused = PricePlanRefusal.of(notAState, List.of(), List.of());
            throw new IllegalArgumentException(refused.path() + ": " + refused.problem(), notAState);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("$: not well-formed JSON: " + JsonFlaw.of(notJson), notJson);
        }
    }
}
