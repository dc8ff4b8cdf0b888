package io.billinghub.core.billprint;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import io.billinghub.core.invoice.model.BillDocument;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** Prints a customer bill as PDF/A-2b. Without state besides template and fonts, so thread-safe. */
@ApplicationScoped
public class BillPdf {
    private static final String PRODUCER = "Billing Hub";
    private static final int REGULAR = 400;
    private static final int BOLD = 700;

    private final byte[] regular = resource("Lato-Regular.ttf");
    private final byte[] bold = resource("Lato-Bold.ttf");
    private final byte[] colours = resource("sRGB.icc");
    private final Template template = template();

    public BillPdf() {
        XRLog.setLoggingEnabled(false);
    }

    /** The bill as a whole PDF file. */
    public byte[] print(BillDocument bill) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        print(bill, out);
        return out.toByteArray();
    }

    /**
     * Writes the bill to a stream that stays open.
     *
     * @throws UncheckedIOException if the stream fails
     */
    public void print(BillDocument bill, OutputStream out) {
        try (PDDocument document = new PDDocument();
                PdfBoxRenderer renderer = renderer(bill, document)) {
            renderer.createPDFWithoutClosing();
            FileIdentity.give(document, bill);
            document.save(out);
        } catch (IOException e) {
            throw new UncheckedIOException("bill " + bill.id() + " can't be written as PDF", e);
        }
    }

    private PdfBoxRenderer renderer(BillDocument bill, PDDocument document) throws IOException {
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.usePDDocument(document);
        builder.withHtmlContent(html(bill), null);
        builder.useFont(new PDFontSupplier(font(document, regular)), "Lato", REGULAR, FontStyle.NORMAL, true);
        builder.useFont(new PDFontSupplier(font(document, bold)), "Lato", BOLD, FontStyle.NORMAL, true);
        builder.usePdfAConformance(PdfAConformance.PDFA_2_B);
        builder.useColorProfile(colours);
        builder.useReplacementText("?");
        builder.useObjectDrawerFactory(new PaymentCode());
        builder.withProducer(PRODUCER);
        // a bill refers to nothing outside of itself, whatever a partner writes into a description
        for (ExternalResourceControlPriority priority : ExternalResourceControlPriority.values()) {
            builder.useExternalResourceAccessControl((uri, type) -> false, priority);
        }
        return builder.buildPdfRenderer();
    }

    private String html(BillDocument bill) {
        return XmlCharacters.clean(template.data("bill", new BillViewBuilder(bill).build())
                .data("t", BillText.of(bill.language()).words())
                .render());
    }

    static PDFont font(PDDocument document, byte[] bytes) throws IOException {
        TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(bytes));
        // PDFBox compiles a regular expression over all ligatures for each piece of text: five times slower
        font.setEnableGsub(false);
        return PDType0Font.load(document, font, true);
    }

    private static Template template() {
        Engine engine = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                .build();
        return engine.parse(
                new String(resource("bill.html"), StandardCharsets.UTF_8),
                new Variant(Locale.ROOT, Variant.TEXT_HTML, StandardCharsets.UTF_8.name()));
    }

    static byte[] resource(String name) {
        try (InputStream in = BillPdf.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the bill's resource " + name + " can't be read", e);
        }
    }
}
