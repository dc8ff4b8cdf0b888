package io.billinghub.embedded.folder;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/** Chooses loopback ports: the configured one, else the remembered one while it is free, else any free one. */
public final class Ports {
    /** Below the range that the system gives to outgoing connections, so that a remembered port stays free. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 31_999;
    private static final int ATTEMPTS = 500;

    private Ports() {}

    /**
     * The port that an environment variable names.
     *
     * @return empty if the variable is unset or blank
     * @throws EmbeddedServicesException if it is not a port number
     */
    public static OptionalInt configured(String variable, Map<String, String> environment) {
        String value = environment.getOrDefault(variable, "").strip();
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= 65_535) {
                return OptionalInt.of(port);
            }
        } catch (NumberFormatException e) {
            // told below, as for a number out of range
        }
        throw new EmbeddedServicesException(variable + " is '" + value + "'; it must be a port number, 1 to 65535.");
    }

    /**
     * Chooses a port that is free now.
     *
     * @param configured the port that the user asked for with {@code variable}
     * @param remembered the port of the last start, 0 if none
     * @throws EmbeddedServicesException if the configured port is taken
     */
    public static int choose(String variable, OptionalInt configured, int remembered) {
        if (configured.isPresent()) {
            int port = configured.getAsInt();
            if (!isFree(port)) {
                throw new EmbeddedServicesException("Port " + port + " (" + variable
                        + ") is taken by another program. Set " + variable
                        + " to a free port, or unset it to have one chosen.");
            }
            return port;
        }
        if (remembered != 0 && isFree(remembered)) {
            return remembered;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int candidate = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (isFree(candidate)) {
                return candidate;
            }
        }
        throw new EmbeddedServicesException(
                "No free port found between " + LOWEST + " and " + HIGHEST + "; set " + variable + ".");
    }

    /** Whether a server could listen on this port of the loopback address now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether something accepts connections on this port of the loopback address. */
    public static boolean isAnswered(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
