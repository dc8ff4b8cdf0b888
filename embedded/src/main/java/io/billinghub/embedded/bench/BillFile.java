package io.billinghub.embedded.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A partner's bill as CSV, as {@code bill-adapter.json} reads it. */
final class BillFile {
    private static final String[] PRODUCTS = {"compute,hour,Compute", "storage,gigabyte,Storage", "books,seat,Library"};
    private static final int QUANTITIES = 997;

    private BillFile() {}

    /** Writes the bill; answers its bytes. */
    static long write(Path file, String number, BillSize size) throws IOException {
        long bytes = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            byte[] header = "bill,currency,account,product,sku,description,quantity,unit,amount,from,to,notes\n"
                    .getBytes(StandardCharsets.US_ASCII);
            out.write(header);
            bytes += header.length;
            StringBuilder row = new StringBuilder();
            for (int n = 0; n < size.lines(); n++) {
                row(row, number, n, size);
                byte[] written = row.toString().getBytes(StandardCharsets.US_ASCII);
                out.write(written);
                bytes += written.length;
            }
        }
        return bytes;
    }

    /** Quantities are quarters, the price is 0.0125: amounts have six decimals. */
    private static void row(StringBuilder row, String number, int n, BillSize size) {
        String[] product = PRODUCTS[n / size.accounts() % PRODUCTS.length].split(",", -1);
        long quarters = 1 + n * 13L % QUANTITIES;
        row.setLength(0);
        row.append(number).append(",EUR,A-");
        padded(row, n % size.accounts() + 1L, 7);
        row.append(',').append(product[0]).append(",sku-").append(n / size.accounts() / PRODUCTS.length);
        row.append(',').append(product[2]).append(" of ").append(product[1]).append(',');
        decimal(row, quarters * 25, 2);
        row.append(',').append(product[1]).append(',');
        decimal(row, quarters * 3125, 6);
        row.append(",2026-10-01,2026-11-01,");
        while (row.length() < size.width() - 1) {
            row.append((char) ('a' + row.length() % 26));
        }
        row.append('\n');
    }

    private static void decimal(StringBuilder row, long unscaled, int decimals) {
        long one = (long) Math.pow(10, decimals);
        row.append(unscaled / one).append('.');
        padded(row, unscaled % one, decimals);
    }

    private static void padded(StringBuilder row, long number, int digits) {
        String text = Long.toString(number);
        row.append("0".repeat(Math.max(0, digits - text.length()))).append(text);
    }
}
