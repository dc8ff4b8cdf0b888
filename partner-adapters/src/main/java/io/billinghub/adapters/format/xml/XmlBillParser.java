package io.billinghub.adapters.format.xml;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.FileStem;
import io.billinghub.adapters.format.ParserRequest;
import io.billinghub.adapters.format.Restated;
import io.billinghub.adapters.mapping.BillTexts;
import io.billinghub.adapters.mapping.Dates;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.BillType;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A bill in any XML. The document is read twice: for its head, which may stand behind the lines, and then line by line, so
 * that a large bill takes no more memory than its head and one line.
 */
final class XmlBillParser implements DocumentParser {

    private final XmlMapping mapping;
    private final BillTexts texts;
    private final Set<String> creditTypes = new HashSet<>();
    private final String fileName;

    XmlBillParser(ParserRequest request) {
        JsonNode options = request.options();
        this.mapping = new XmlMapping(request.mapping());
        this.texts = new BillTexts(
                options.path("decimal").asText(".").charAt(0),
                options.has("date") ? Dates.strict(options.path("date").asText()) : null,
                request.mapping().path("periodEnd").asText("inclusive").equals("inclusive"),
                request.mapping().path("constants"));
        request.mapping().path("creditTypes").forEach(type -> creditTypes.add(type.asText()));
        this.fileName = request.fileName();
    }

    @Override
    public Optional<CanonicalBill> parse(Path file, Consumer<ParsedLine> sink) throws IOException {
        XmlSource source = XmlSource.of(file);
        XmlNode root = XmlLines.read(source, mapping.lines(), (line, around, place) -> {});
        if (root == null) {
            throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, "/", "the document has no root");
        }
        CanonicalBill bill = head(root, file);
        BillTexts.Bill common =
                new BillTexts.Bill(bill.currency(), bill.type() == BillType.CREDIT_NOTE, reference(root, bill));
        int[] position = new int[1];
        XmlLines.read(source, mapping.lines(), (line, around, place) -> {
            position[0]++;
            requireOneBill(bill.number(), mapping.nearest(around, "number"), place);
            sink.accept(texts.line(field -> mapping.field(root, around, line, field), position[0], place, common));
        });
        return Optional.of(bill);
    }

    private static void requireOneBill(String number, String around, String place) {
        if (around != null && !Values.text(around).equals(number)) {
            throw new RefusedException(
                    RuleCode.SEVERAL_BILLS,
                    place,
                    "the line belongs to bill " + Values.shortened(around) + ", those before it to "
                            + Values.shortened(number));
        }
    }

    private String reference(XmlNode root, CanonicalBill bill) {
        return bill.type() == BillType.CREDIT_NOTE ? "credit note " + bill.number() : mapping.head(root, "reference");
    }

    private CanonicalBill head(XmlNode root, Path file) throws IOException {
        String type = mapping.head(root, "type");
        boolean credit = type != null && creditTypes.contains(type);
        String currency = Values.orElse(
                mapping.head(root, "currency"),
                texts.constants().path("currency").textValue());
        try {
            ServicePeriod period = texts.period(mapping.head(root, "periodFrom"), mapping.head(root, "periodTo"));
            return new CanonicalBill(
                    Values.text(FileStem.orNumber(mapping.head(root, "number"), fileName, file)),
                    credit ? BillType.CREDIT_NOTE : BillType.INVOICE,
                    currency == null ? null : Values.text(currency).toUpperCase(Locale.ROOT),
                    period == null ? null : period.from(),
                    period == null ? null : period.to(),
                    total(root, "net", credit),
                    total(root, "tax", credit),
                    Restated.of("/" + root.name(), null, mapping.head(root, "replaces")));
        } catch (LineFlawException e) {
            throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, "/" + root.name(), e.getMessage());
        }
    }

    private BigDecimal total(XmlNode root, String field, boolean credit) {
        String text = mapping.head(root, field);
        return text == null ? null : texts.number(field, text, credit);
    }
}
