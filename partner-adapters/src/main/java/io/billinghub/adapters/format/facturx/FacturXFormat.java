package io.billinghub.adapters.format.facturx;

import io.billinghub.adapters.format.DocumentAllowances;
import io.billinghub.adapters.format.DocumentFormat;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.ParserRequest;
import io.billinghub.adapters.format.cii.CiiParser;
import io.billinghub.adapters.format.xml.XmlSource;
import java.util.Optional;

/** PDF invoices with a Cross Industry Invoice attached: Factur-X 1.0, ZUGFeRD 2. */
public final class FacturXFormat implements DocumentFormat {

    @Override
    public String type() {
        return "factur-x";
    }

    @Override
    public DocumentParser parser(ParserRequest request) {
        CiiParser parser = new CiiParser(request.mapping());
        AttachedXml attached = new AttachedXml(request.maxMappedBytes());
        return DocumentAllowances.of(
                request.mapping(), (file, sink) -> Optional.of(parser.parse(XmlSource.of(attached.of(file)), sink)));
    }
}
