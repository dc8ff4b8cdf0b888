package io.billinghub.adapters.format;

import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.descriptor.AdapterDescriptor.Kind;

/** From a descriptor to its parser. */
public final class DocumentParsers {

    private DocumentParsers() {}

    /**
     * The parser of one document.
     *
     * @param fileName as it was received, or null; a bill without a number is called after it
     * @param maxMappedBytes largest JSON document that JSONata is given
     */
    public static DocumentParser of(AdapterDescriptor descriptor, String fileName, long maxMappedBytes) {
        switch (descriptor.format()) {
            case FOCUS:
                return new FocusParser(descriptor.mapping(), fileName);
            case UBL:
                return new UblParser(descriptor.mapping());
            case EDIFACT:
                return new EdifactParser(descriptor.mapping());
            case JSON:
                return new JsonBillParser(descriptor.mapping(), maxMappedBytes);
            case NDJSON:
                return new NdjsonUsageParser(descriptor.mapping());
            case CSV:
                return descriptor.kind() == Kind.USAGE
                        ? new CsvUsageParser(descriptor.mapping(), descriptor.dialect())
                        : new CsvBillParser(descriptor.mapping(), descriptor.dialect(), fileName);
        }
        throw new IllegalStateException("no parser for " + descriptor.format());
    }

    /** The file's name without its folders and endings; "document" where there is none. */
    static String stem(String fileName) {
        if (fileName == null || fileName.isBlank()) {
            return "document";
        }
        String name = fileName.substring(fileName.lastIndexOf('/') + 1);
        String stem = name.replaceFirst("(?i)(\\.[a-z]{2,6})?(\\.(gz|zip))?$", "");
        return stem.isBlank() ? name : stem;
    }
}
