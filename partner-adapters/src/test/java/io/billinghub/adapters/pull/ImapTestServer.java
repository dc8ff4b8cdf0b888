package io.billinghub.adapters.pull;

import com.icegreen.greenmail.imap.ImapHostManager;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.activation.DataHandler;
import jakarta.mail.Flags;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** GreenMail with TLS, and without; the place is a folder of the one mailbox. */
final class ImapTestServer implements DocumentServer {

    /** The one of the process: GreenMail reads its properties once. */
    static final TestCertificate CERTIFICATE = certificate();

    static final String SENDER = "Billing <billing@cirrus.example>";

    private final GreenMail server;
    private final GreenMailUser user;
    private final Relay relay;

    private static TestCertificate certificate() {
        TestCertificate certificate = TestCertificate.create("mail");
        System.setProperty("greenmail.tls.keystore.file", certificate.keyStore().toString());
        System.setProperty("greenmail.tls.keystore.password", TestCertificate.PASSWORD);
        System.setProperty("greenmail.tls.key.password", TestCertificate.PASSWORD);
        return certificate;
    }

    ImapTestServer() throws IOException {
        server = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAPS),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)
        });
        server.start();
        user = server.setUser("hub@nordlys.example", "hub", "right");
        relay = new Relay(server.getImaps().getPort());
    }

    @Override
    public Relay relay() {
        return relay;
    }

    @Override
    public String transport(String place) throws Exception {
        return transport(place, "");
    }

    String transport(String place, String options) throws Exception {
        folder(place);
        return "{\"type\": \"imap\", \"host\": \"127.0.0.1\", \"port\": " + relay.port()
                + ", \"user\": \"hub\", \"credential\": \"secret:password\", \"from\": [\"@cirrus.example\"], \"folder\": \""
                + place + "\", \"trustedCertificate\": \""
                + CERTIFICATE.pem().replace("\n", "\\n") + "\"" + options + "}";
    }

    int plainPort() {
        return server.getImap().getPort();
    }

    @Override
    public Map<String, String> secrets() {
        return Map.of("password", "right");
    }

    @Override
    public String put(String place, String number, int lines) throws Exception {
        deliver(place, SENDER, Map.of(number + ".csv", Pulling.bill(number, lines)));
        return number + ".csv";
    }

    @Override
    public void putAgain(String place, String number, int lines) throws Exception {
        put(place, number, lines);
    }

    void deliver(String place, String from, Map<String, String> attachments) throws Exception {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
        message.setFrom(new InternetAddress(from));
        message.setRecipients(Message.RecipientType.TO, "hub@nordlys.example");
        message.setSubject("Your bill");
        MimeMultipart parts = new MimeMultipart();
        MimeBodyPart letter = new MimeBodyPart();
        letter.setText("See the attachment.");
        parts.addBodyPart(letter);
        for (Map.Entry<String, String> attachment : attachments.entrySet()) {
            MimeBodyPart part = new MimeBodyPart();
            part.setDataHandler(new DataHandler(
                    new ByteArrayDataSource(attachment.getValue().getBytes(StandardCharsets.UTF_8), "text/csv")));
            part.setFileName(attachment.getKey());
            part.setHeader("Content-Transfer-Encoding", "base64");
            parts.addBodyPart(part);
        }
        message.setContent(parts);
        message.saveChanges();
        folder(place).appendMessage(message, new Flags(), new Date(0));
    }

    private MailFolder folder(String place) throws Exception {
        ImapHostManager mail = server.getManagers().getImapHostManager();
        MailFolder found = mail.getFolder(user, place, false);
        return found == null ? mail.createMailbox(user, place) : found;
    }

    /** Which of the folder's messages have the flag Seen. */
    List<Boolean> seen(String place) throws Exception {
        return folder(place).getMessages().stream()
                .map(message -> message.getFlags().contains(Flags.Flag.SEEN))
                .toList();
    }

    @Override
    public void stop() throws IOException {
        relay.close();
        server.stop();
    }
}
