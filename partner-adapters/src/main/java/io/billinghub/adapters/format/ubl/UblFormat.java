package io.billinghub.adapters.format.ubl;

import io.billinghub.adapters.format.DocumentAllowances;
import io.billinghub.adapters.format.DocumentFormat;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.ParserRequest;

/** UBL 2.1 invoices and credit notes. */
public final class UblFormat implements DocumentFormat {

    @Override
    public String type() {
        return "ubl";
    }

    @Override
    public DocumentParser parser(ParserRequest request) {
        return DocumentAllowances.of(request.mapping(), new UblParser(request.mapping()));
    }
}
