package io.billinghub.adapters.format.x12;

import io.billinghub.adapters.format.DocumentAllowances;
import io.billinghub.adapters.format.DocumentFormat;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.ParserRequest;

/** ANSI X12 invoices: transaction set 810. */
public final class X12Format implements DocumentFormat {

    @Override
    public String type() {
        return "x12-810";
    }

    @Override
    public DocumentParser parser(ParserRequest request) {
        return DocumentAllowances.of(
                request.mapping(),
                new X12Parser(
                        request.mapping(), request.options().path("currency").textValue()));
    }
}
