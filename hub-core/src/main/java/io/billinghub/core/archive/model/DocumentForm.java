package io.billinghub.core.archive.model;

/** What a kept document is. */
public enum DocumentForm {
    /** The whole bill as PDF/A. */
    BILL_PDF("application/pdf", ".pdf"),
    /** A tax invoice as UBL 2.1. */
    UBL("application/xml", ".xml"),
    /** A tax invoice as Factur-X; the suffix keeps it apart from a bill's PDF, whose number comes from another series. */
    FACTUR_X("application/pdf", "-factur-x.pdf");

    private final String mediaType;
    private final String suffix;

    DocumentForm(String mediaType, String suffix) {
        this.mediaType = mediaType;
        this.suffix = suffix;
    }

    public String mediaType() {
        return mediaType;
    }

    /** What its file's name has behind the number of the bill or of the tax invoice. */
    public String suffix() {
        return suffix;
    }
}
