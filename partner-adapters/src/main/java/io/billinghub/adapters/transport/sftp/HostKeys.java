package io.billinghub.adapters.transport.sftp;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;

/** Knows a server by fingerprints alone, in the form of OpenSSH: {@code SHA256:} and Base64 without padding. */
final class HostKeys implements HostKeyRepository {

    private final Set<String> fingerprints;
    private String refused;

    HostKeys(Set<String> fingerprints) {
        this.fingerprints = Set.copyOf(fingerprints);
    }

    /** The fingerprint of the key that was shown and is not known, or null. */
    String refused() {
        return refused;
    }

    static String fingerprint(byte[] key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int check(String host, byte[] key) {
        String shown = fingerprint(key);
        if (fingerprints.contains(shown)) {
            return OK;
        }
        refused = shown;
        return NOT_INCLUDED;
    }

    @Override
    public void add(HostKey hostkey, UserInfo ui) {
        throw new UnsupportedOperationException("no host key is taken on trust");
    }

    @Override
    public void remove(String host, String type) {
        throw new UnsupportedOperationException("host keys stand in the descriptor");
    }

    @Override
    public void remove(String host, String type, byte[] key) {
        throw new UnsupportedOperationException("host keys stand in the descriptor");
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return "descriptor";
    }

    @Override
    public HostKey[] getHostKey() {
        return new HostKey[0];
    }

    @Override
    public HostKey[] getHostKey(String host, String type) {
        return new HostKey[0];
    }
}
