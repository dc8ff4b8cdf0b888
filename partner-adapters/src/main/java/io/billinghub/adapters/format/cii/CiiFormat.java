package io.billinghub.adapters.format.cii;

import io.billinghub.adapters.format.DocumentAllowances;
import io.billinghub.adapters.format.DocumentFormat;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.ParserRequest;
import io.billinghub.adapters.format.xml.XmlSource;
import java.util.Optional;

/** Invoices and credit notes as UN/CEFACT Cross Industry Invoice, D16B and D22B. */
public final class CiiFormat implements DocumentFormat {

    @Override
    public String type() {
        return "cii";
    }

    @Override
    public DocumentParser parser(ParserRequest request) {
        CiiParser parser = new CiiParser(request.mapping());
        return DocumentAllowances.of(
                request.mapping(), (file, sink) -> Optional.of(parser.parse(XmlSource.of(file), sink)));
    }
}
