package io.billinghub.adapters.format;

import io.billinghub.adapters.format.cii.CiiFormat;
import io.billinghub.adapters.format.csv.CsvFormat;
import io.billinghub.adapters.format.edifact.EdifactFormat;
import io.billinghub.adapters.format.facturx.FacturXFormat;
import io.billinghub.adapters.format.fixed.FixedWidthFormat;
import io.billinghub.adapters.format.focus.FocusFormat;
import io.billinghub.adapters.format.json.JsonFormat;
import io.billinghub.adapters.format.json.NdjsonFormat;
import io.billinghub.adapters.format.parquet.ParquetFormat;
import io.billinghub.adapters.format.ubl.UblFormat;
import io.billinghub.adapters.format.x12.X12Format;
import io.billinghub.adapters.format.xml.XmlFormat;
import java.util.List;

/** The formats that can be read. */
public final class DocumentFormats {

    private static final List<DocumentFormat> ALL = List.of(
            new CiiFormat(),
            new CsvFormat(),
            new EdifactFormat(),
            new FacturXFormat(),
            new FixedWidthFormat(),
            new FocusFormat(),
            new JsonFormat(),
            new NdjsonFormat(),
            new ParquetFormat(),
            new UblFormat(),
            new X12Format(),
            new XmlFormat());

    private DocumentFormats() {}

    /** All formats. */
    public static List<DocumentFormat> all() {
        return ALL;
    }

    /**
     * The format of that name.
     *
     * @throws IllegalArgumentException if there is none; the descriptor's schema lets no such name through
     */
    public static DocumentFormat of(String type) {
        return ALL.stream()
                .filter(format -> format.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no format " + type));
    }
}
