package io.billinghub.core.billprint.bench;

import io.billinghub.core.billprint.BillPdf;
import io.billinghub.core.billprint.TaxInvoicePdf;
import io.billinghub.core.einvoice.CiiInvoiceWriter;
import io.billinghub.core.einvoice.EInvoice;
import io.billinghub.core.einvoice.UblInvoiceWriter;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.sample.SampleBills;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** How many documents of a bill with one invoice two threads write a second, without reading or storing them. Run by {@code mvn -Pjmh}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 3, time = 5)
@Fork(1)
@Threads(2)
public class DocumentsBenchmark {

    /** Number of lines of the invoice. */
    @Param({"20", "1000"})
    public int lines;

    private final BillPdf pdf = new BillPdf();
    private final UblInvoiceWriter ubl = new UblInvoiceWriter();
    private final CiiInvoiceWriter cii = new CiiInvoiceWriter();
    private final TaxInvoicePdf facturX = new TaxInvoicePdf(cii);
    private BillDocument bill;

    /** A bill of the one invoice. */
    @Setup
    public void makeBill() {
        bill = SampleBills.lines(lines);
    }

    /** The bill as PDF/A-2. */
    @Benchmark
    public byte[] billPdf() {
        return pdf.print(bill);
    }

    /** The invoice as PDF/A-3 with its CII document. */
    @Benchmark
    public EInvoice invoiceFacturX() {
        return facturX.write(bill, bill.invoices().get(0));
    }

    /** The invoice as UBL. */
    @Benchmark
    public EInvoice invoiceUbl() {
        return ubl.write(bill, bill.invoices().get(0));
    }

    /** The invoice as CII. */
    @Benchmark
    public EInvoice invoiceCii() {
        return cii.write(bill, bill.invoices().get(0));
    }
}
