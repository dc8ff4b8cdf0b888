package io.billinghub.adapters.soap;

/** The versions of SOAP that are spoken. */
public enum SoapVersion {
    V1_1("http://schemas.xmlsoap.org/soap/envelope/", "text/xml"),
    V1_2("http://www.w3.org/2003/05/soap-envelope", "application/soap+xml");

    private final String namespace;
    private final String mediaType;

    SoapVersion(String namespace, String mediaType) {
        this.namespace = namespace;
        this.mediaType = mediaType;
    }

    /** Of the envelope. */
    public String namespace() {
        return namespace;
    }

    /** Of a message without attachments. */
    public String mediaType() {
        return mediaType;
    }

    /**
     * The version that a content type speaks; with attachments {@code start-info} names the envelope's type. 1.1 where nothing says
     * otherwise, so whoever can't be understood is answered in what everybody reads.
     *
     * @param contentType may be null
     */
    public static SoapVersion of(String contentType) {
        return contentType != null && contentType.contains(V1_2.mediaType) ? V1_2 : V1_1;
    }
}
