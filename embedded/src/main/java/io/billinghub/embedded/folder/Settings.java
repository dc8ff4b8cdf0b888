package io.billinghub.embedded.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * What is chosen once per data folder and kept.
 *
 * @param ports port per purpose, for example {@code postgres}; a port may change if another program took it
 * @param passwords password per database role; never change, since the database keeps them too
 */
public record Settings(Map<String, Integer> ports, Map<String, String> passwords) {
    public Settings {
        ports = Map.copyOf(ports);
        passwords = Map.copyOf(passwords);
    }

    /**
     * Reads the settings, or makes and keeps new ones.
     *
     * @param roles database roles that need a password
     */
    public static Settings load(Path file, Iterable<String> roles) throws IOException {
        Settings known =
                Files.exists(file) ? PrivateFiles.read(file, Settings.class) : new Settings(Map.of(), Map.of());
        Map<String, String> passwords = new HashMap<>(known.passwords());
        SecureRandom random = new SecureRandom();
        for (String role : roles) {
            passwords.computeIfAbsent(role, r -> password(random));
        }
        Settings complete = new Settings(known.ports(), passwords);
        if (!complete.equals(known)) {
            PrivateFiles.write(file, complete);
        }
        return complete;
    }

    /** These settings with another port for one purpose. */
    public Settings withPort(String purpose, int port) {
        Map<String, Integer> changed = new HashMap<>(ports);
        changed.put(purpose, port);
        return new Settings(changed, passwords);
    }

    private static String password(SecureRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
