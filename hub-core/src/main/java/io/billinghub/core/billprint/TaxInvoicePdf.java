package io.billinghub.core.billprint;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import io.billinghub.core.einvoice.CiiInvoiceWriter;
import io.billinghub.core.einvoice.EInvoice;
import io.billinghub.core.invoice.model.AmountDue;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.joda.money.Money;

/**
 * Prints one tax invoice of a bill as Factur-X 1.0, profile EN 16931: a PDF/A-3b for the eye that holds the same invoice as CII
 * for the machine, and nothing else. Without state besides template and fonts, so thread-safe.
 */
@ApplicationScoped
public class TaxInvoicePdf {
    private static final String PRODUCER = "Billing Hub";
    private static final int REGULAR = 400;
    private static final int BOLD = 700;

    private final CiiInvoiceWriter cii;
    private final byte[] regular = BillPdf.resource("Lato-Regular.ttf");
    private final byte[] bold = BillPdf.resource("Lato-Bold.ttf");
    private final byte[] colours = BillPdf.resource("sRGB.icc");
    private final Template template = template();

    public TaxInvoicePdf(CiiInvoiceWriter cii) {
        this.cii = cii;
        XRLog.setLoggingEnabled(false);
    }

    /**
     * The tax invoice as a whole PDF file, or why it can't be an electronic invoice. The same invoice gives the same bytes.
     *
     * @param bill the bill that the invoice stands in; gives dates, payment and payee
     * @param invoice one of {@code bill.invoices()}
     */
    public EInvoice write(BillDocument bill, TaxInvoice invoice) {
        EInvoice xml = cii.write(bill, invoice);
        return xml instanceof EInvoice.Written written
                ? new EInvoice.Written(print(alone(bill, invoice), written.document()))
                : xml;
    }

    private byte[] print(BillDocument alone, byte[] xml) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument();
                PdfBoxRenderer renderer = renderer(alone, document)) {
            renderer.createPDFWithoutClosing();
            FileIdentity.give(document, alone);
            FacturX.attach(document, xml, alone.issueDate());
            document.save(out);
        } catch (IOException e) {
            throw new UncheckedIOException("tax invoice " + alone.id() + " can't be written as PDF", e);
        }
        return out.toByteArray();
    }

    /** A bill of this invoice alone, to its buyer, as if nothing else were to be paid; but nothing where what is brought forward has paid the bill. */
    private static BillDocument alone(BillDocument bill, TaxInvoice invoice) {
        Money none = Money.zero(bill.currency());
        boolean paid = bill.amountDue().isZero() && !bill.due().broughtForward().isZero();
        return new BillDocument(
                invoice.id(),
                bill.number(),
                bill.state(),
                bill.issueDate(),
                bill.dueDate(),
                bill.periodFrom(),
                bill.periodTo(),
                bill.currency(),
                bill.language(),
                bill.issuer(),
                invoice.buyer(),
                bill.accountId(),
                bill.accountNumber(),
                bill.accountName(),
                bill.payment(),
                invoice.net(),
                invoice.tax(),
                new AmountDue(
                        paid ? invoice.payable().negated() : none,
                        invoice.rounding(),
                        paid ? none : invoice.payable(),
                        bill.due().carries()),
                List.of(),
                List.of(invoice));
    }

    private PdfBoxRenderer renderer(BillDocument alone, PDDocument document) throws IOException {
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.usePDDocument(document);
        builder.withHtmlContent(html(alone), null);
        builder.useFont(new PDFontSupplier(BillPdf.font(document, regular)), "Lato", REGULAR, FontStyle.NORMAL, true);
        builder.useFont(new PDFontSupplier(BillPdf.font(document, bold)), "Lato", BOLD, FontStyle.NORMAL, true);
        builder.usePdfAConformance(PdfAConformance.PDFA_3_B);
        builder.useColorProfile(colours);
        builder.useReplacementText("?");
        builder.withProducer(PRODUCER);
        // an invoice refers to nothing outside of itself, whatever a partner writes into a description
        for (ExternalResourceControlPriority priority : ExternalResourceControlPriority.values()) {
            builder.useExternalResourceAccessControl((uri, type) -> false, priority);
        }
        return builder.buildPdfRenderer();
    }

    private String html(BillDocument alone) {
        BillView view = new BillViewBuilder(alone).build();
        return XmlCharacters.clean(template.data("bill", view)
                .data("invoice", view.sections().get(0))
                .data("t", BillText.of(alone.language()).words())
                .render());
    }

    private static Template template() {
        Engine engine = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                .build();
        return engine.parse(
                new String(BillPdf.resource("tax-invoice.html"), StandardCharsets.UTF_8),
                new Variant(Locale.ROOT, Variant.TEXT_HTML, StandardCharsets.UTF_8.name()));
    }
}
