package io.billinghub.adapters.transport.jdbc;

import io.billinghub.adapters.transport.NamedTls;
import java.io.IOException;
import java.security.GeneralSecurityException;

/** TLS of the PostgreSQL driver, which makes the factory by its name and gives it one text. */
public final class DriverTls extends NamedTls {

    /** @param text the server's name, an end of line, and certificates in PEM or nothing for those that Java trusts */
    public DriverTls(String text) throws GeneralSecurityException, IOException {
        super(host(text), pem(text));
    }

    private static String host(String text) {
        return text.substring(0, text.indexOf('\n'));
    }

    private static String pem(String text) {
        String pem = text.substring(text.indexOf('\n') + 1);
        return pem.isEmpty() ? null : pem;
    }
}
