package io.billinghub.adapters.model;

/** What a parser makes of one line, row or record. */
public sealed interface ParsedLine permits CanonicalLine, CanonicalUsage, UsageReversal, FlawedLine, EvidenceLine {

    /** 1 for the first line of the document, and so on: the same each time that the document is read. */
    int position();

    /** Where in the raw document. */
    String place();

    /** Hands the line to the reader's method for its kind. */
    void tell(Reader reader);

    /** Who reads parsed lines: one method per kind. */
    interface Reader {
        void line(CanonicalLine line);

        void usage(CanonicalUsage usage);

        void reversal(UsageReversal reversal);

        void flawed(FlawedLine line);

        void evidence(EvidenceLine line);
    }
}
