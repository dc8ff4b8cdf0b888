package io.billinghub.core.billprint;

import io.billinghub.core.invoice.sample.SampleBills;
import java.nio.file.Files;
import java.nio.file.Path;

final class Look {
    public static void main(String[] a) throws Exception {
        Path out = Path.of(a[0]);
        BillPdf pdf = new BillPdf();
        Files.write(out.resolve("consumer.pdf"), pdf.print(SampleBills.consumer("fi")));
        Files.write(out.resolve("consumer-en.pdf"), pdf.print(SampleBills.consumer("en")));
        Files.write(out.resolve("business.pdf"), pdf.print(SampleBills.business("en")));
        var c = SampleBills.consumer("en");
        for (int i = 0; i < 30; i++) pdf.print(c);
        long t = System.nanoTime();
        for (int i = 0; i < 20; i++) pdf.print(c);
        System.out.println("consumer ms " + (System.nanoTime() - t) / 20e6);
        t = System.nanoTime();
        Files.write(out.resolve("big.pdf"), pdf.print(SampleBills.lines(1500)));
        System.out.println("1500 ms " + (System.nanoTime() - t) / 1e6);
    }
}
