package io.billinghub.core.billprint;

import java.io.ByteArrayInputStream;
import java.util.List;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;

/** The validator of the PDF Association, veraPDF. */
final class PdfAValidator {
    static {
        VeraGreenfieldFoundryProvider.initialise();
    }

    private PdfAValidator() {}

    /** The flavour of PDF/A that the file claims, e.g. {@code 3b}. */
    static String flavour(byte[] pdf) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new ByteArrayInputStream(pdf))) {
            return parser.getFlavour().getId();
        }
    }

    /** What the file breaks of the flavour; empty if it keeps it. */
    static List<String> findings(byte[] pdf, String flavour) throws Exception {
        PDFAFlavour rules = PDFAFlavour.fromString(flavour);
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new ByteArrayInputStream(pdf), rules);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(rules, false)) {
            return validator.validate(parser).getTestAssertions().stream()
                    .map(assertion -> assertion.getRuleId() + " " + assertion.getMessage())
                    .distinct()
                    .toList();
        }
    }
}
