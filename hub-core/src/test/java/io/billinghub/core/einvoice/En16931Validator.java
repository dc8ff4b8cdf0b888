package io.billinghub.core.einvoice;

import com.helger.diver.api.coord.DVRCoordinate;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.api.result.ValidationResultList;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.en16931.EN16931Validation;
import com.helger.phive.peppol.PeppolValidation;
import com.helger.phive.peppol.PeppolValidation2026_05;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/**
 * The published validators: UBL 2.1 and CII schemas, EN 16931 and Peppol BIS Billing 3. The first use takes seconds (the rules are
 * compiled), so there is one for the whole test run. Invoice or credit note is told by the root element.
 */
public final class En16931Validator {
    private static final ValidationExecutorSetRegistry<IValidationSourceXML> REGISTRY = registry();

    private En16931Validator() {}

    private static ValidationExecutorSetRegistry<IValidationSourceXML> registry() {
        ValidationExecutorSetRegistry<IValidationSourceXML> registry = new ValidationExecutorSetRegistry<>();
        EN16931Validation.initEN16931(registry);
        PeppolValidation.initStandard(registry);
        return registry;
    }

    /** What the schema and EN 16931 find wrong, errors and warnings; empty if the document is valid. */
    public static List<String> en16931(byte[] ubl) {
        Document document = parse(ubl);
        return findings(
                document,
                credit(document) ? EN16931Validation.VID_UBL_CREDIT_NOTE_1316 : EN16931Validation.VID_UBL_INVOICE_1316);
    }

    /** What the schema of CII D16B and EN 16931 find wrong, errors and warnings; empty if the document is valid. */
    public static List<String> cii(byte[] cii) {
        return findings(parse(cii), EN16931Validation.VID_CII_1316);
    }

    /** What the schema, EN 16931 and Peppol BIS Billing 3 find wrong; empty if the document is valid. */
    public static List<String> peppol(byte[] ubl) {
        Document document = parse(ubl);
        return findings(
                document,
                credit(document)
                        ? PeppolValidation2026_05.VID_OPENPEPPOL_CREDIT_NOTE_UBL_V3
                        : PeppolValidation2026_05.VID_OPENPEPPOL_INVOICE_UBL_V3);
    }

    /** What the schema, EN 16931 and Peppol BIS Self-Billing 3 find wrong; empty if the document is valid. */
    public static List<String> peppolSelfBilling(byte[] ubl) {
        Document document = parse(ubl);
        return findings(
                document,
                credit(document)
                        ? PeppolValidation2026_05.VID_OPENPEPPOL_CREDIT_NOTE_SELF_BILLING_UBL_V3
                        : PeppolValidation2026_05.VID_OPENPEPPOL_INVOICE_SELF_BILLING_UBL_V3);
    }

    private static List<String> findings(Document document, DVRCoordinate rules) {
        ValidationResultList results = ValidationExecutionManager.executeValidation(
                IValidityDeterminator.createDefault(),
                REGISTRY.getOfID(rules),
                ValidationSourceXML.create("invoice.xml", document));
        List<String> findings = new ArrayList<>();
        results.forEachFlattened(error -> findings.add(error.getErrorLevel().getID() + " " + error.getErrorID() + " "
                + error.getErrorText(java.util.Locale.ENGLISH)));
        return findings;
    }

    private static boolean credit(Document document) {
        return document.getDocumentElement().getLocalName().equals("CreditNote");
    }

    private static Document parse(byte[] ubl) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(ubl));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalArgumentException("not well-formed XML: " + e.getMessage(), e);
        }
    }
}
