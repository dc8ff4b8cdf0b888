package io.billinghub.adapters.mime;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.angus.mail.util.DecodingException;

/** Headers and a body, in a file. */
public final class MimeEntity {

    private static final int LONGEST_HEAD = 1 << 14;
    private static final Set<String> ENCODINGS = Set.of("7bit", "8bit", "binary", "base64", "quoted-printable");

    private final FileRange whole;
    private final FileRange body;
    private final InternetHeaders headers;

    private MimeEntity(FileRange whole, FileRange body, InternetHeaders headers) {
        this.whole = whole;
        this.body = body;
        this.headers = headers;
    }

    /**
     * A file that begins with headers.
     *
     * @throws MimeFlaw if the headers do not end, or are none
     */
    public static MimeEntity of(Path file) throws IOException {
        return of(FileRange.of(file));
    }

    static MimeEntity of(FileRange whole) throws IOException {
        byte[] head = head(whole);
        try {
            InternetHeaders headers = new InternetHeaders(new ByteArrayInputStream(head));
            return new MimeEntity(whole, new FileRange(whole.file(), whole.from() + head.length, whole.to()), headers);
        } catch (MessagingException e) {
            throw new MimeFlaw("the headers of a part can't be read", e);
        }
    }

    /**
     * A body whose headers came by HTTP.
     *
     * @param contentType may be null
     * @param transferEncoding may be null; HTTP has none, but some senders name one
     */
    public static MimeEntity ofBody(Path file, String contentType, String transferEncoding) {
        InternetHeaders headers = new InternetHeaders();
        if (contentType != null) {
            headers.setHeader("Content-Type", contentType);
        }
        if (transferEncoding != null) {
            headers.setHeader("Content-Transfer-Encoding", transferEncoding);
        }
        FileRange whole = FileRange.of(file);
        return new MimeEntity(whole, whole, headers);
    }

    /** The bytes up to the empty line, and that line. */
    private static byte[] head(FileRange whole) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try (InputStream in = whole.open()) {
            int inLine = 0;
            for (int read = in.read(); read >= 0; read = in.read()) {
                head.write(read);
                if (read == '\n') {
                    if (inLine == 0) {
                        return head.toByteArray();
                    }
                    inLine = 0;
                } else if (read != '\r') {
                    inLine++;
                }
                if (head.size() > LONGEST_HEAD) {
                    throw new MimeFlaw("the headers of a part have more than " + LONGEST_HEAD + " bytes");
                }
            }
        }
        throw new MimeFlaw("a part has no empty line behind its headers");
    }

    /** The first header of this name; empty where there is none. */
    public Optional<String> header(String name) {
        String[] values = headers.getHeader(name);
        return values == null ? Optional.empty() : Optional.of(MimeUtility.unfold(values[0]));
    }

    /** The media type in small letters, without parameters; that of plain text where nothing is said. */
    public String mediaType() {
        return contentType().getBaseType().toLowerCase(Locale.ROOT);
    }

    /** A parameter of the content type. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(contentType().getParameter(name));
    }

    private ContentType contentType() {
        try {
            return new ContentType(header("Content-Type").orElse("text/plain"));
        } catch (ParseException e) {
            throw new MimeFlaw("the Content-Type of a part is no media type", e);
        }
    }

    /** The name that {@code Content-Disposition}, or the content type, gives; empty where neither does. */
    public Optional<String> fileName() {
        Optional<String> named = header("Content-Disposition").flatMap(MimeEntity::fileName);
        return (named.isPresent() ? named : parameter("name")).filter(name -> !name.isBlank() && name.length() <= 200);
    }

    private static Optional<String> fileName(String disposition) {
        try {
            return Optional.ofNullable(
                    new jakarta.mail.internet.ContentDisposition(disposition).getParameter("filename"));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /** Headers and body, each byte as it was sent. */
    public InputStream whole() throws IOException {
        return whole.open();
    }

    /** Bytes of the body as it was sent: its content without transfer encoding has no more. */
    public long size() {
        return body.to() - body.from();
    }

    /**
     * The body without its transfer encoding.
     *
     * @throws MimeFlaw if the encoding is none of RFC 2045; while it is read, if the body is not in that encoding
     */
    public InputStream content() throws IOException {
        String encoding =
                header("Content-Transfer-Encoding").orElse("binary").strip().toLowerCase(Locale.ROOT);
        if (!ENCODINGS.contains(encoding)) {
            throw new MimeFlaw("there is no transfer encoding '" + encoding + "'");
        }
        InputStream in = body.open();
        try {
            return new Decoded(MimeUtility.decode(in, encoding));
        } catch (MessagingException e) {
            in.close();
            throw new MimeFlaw("the transfer encoding can't be taken off", e);
        }
    }

    /**
     * The parts of a multipart body, in their order.
     *
     * @param most how many there may be
     * @throws MimeFlaw if there is no boundary, if the last one is missing, or if there are more parts
     */
    public List<MimeEntity> parts(int most) throws IOException {
        String boundary = parameter("boundary")
                .filter(text -> !text.isEmpty() && text.length() <= 200)
                .orElseThrow(() -> new MimeFlaw("the content type names no boundary"));
        return MultipartBody.parts(body, boundary, most);
    }

    /** Tells a body that is not in its encoding from a file that can't be read. */
    private static final class Decoded extends FilterInputStream {
        Decoded(InputStream decoding) {
            super(decoding);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (DecodingException e) {
                throw new MimeFlaw("a part is not in its transfer encoding", e);
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (DecodingException e) {
                throw new MimeFlaw("a part is not in its transfer encoding", e);
            }
        }
    }
}
