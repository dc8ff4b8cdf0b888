package io.billinghub.embedded.postgres;

import java.util.Arrays;
import java.util.List;

/** The roles of the database cluster. All may log in; only the first is a superuser. */
public enum PostgresRole {
    /** Creates databases and roles; used by this module alone. */
    POSTGRES("postgres"),
    /** Owns the hub's database and its tables: migrations. */
    OWNER("hub_owner"),
    /** The hub's application: row-level security binds it. */
    APP("hub_app"),
    /** Reads the outbox for publication: row-level security binds it, policies of its own let it through. */
    RELAY("hub_relay");

    private final String roleName;

    PostgresRole(String roleName) {
        this.roleName = roleName;
    }

    /** The name that PostgreSQL knows it by. */
    public String roleName() {
        return roleName;
    }

    /** The names of all roles. */
    public static List<String> names() {
        return Arrays.stream(values()).map(PostgresRole::roleName).toList();
    }
}
