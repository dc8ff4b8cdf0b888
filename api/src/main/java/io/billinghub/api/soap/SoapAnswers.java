package io.billinghub.api.soap;

import io.billinghub.adapters.soap.SoapFlaw;
import io.billinghub.adapters.soap.SoapVersion;
import io.billinghub.api.document.Taken;
import io.billinghub.api.error.Refusal;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Envelopes of answers and faults, in the version that was asked in. */
final class SoapAnswers {

    private static final String NAMESPACE = "urn:billinghub:documents:1";

    private SoapAnswers() {}

    /** What was taken in. */
    static Response taken(SoapVersion version, Taken taken) {
        Xml body = new Xml().open("hub:SubmitDocumentResponse xmlns:hub=\"" + NAMESPACE + "\"");
        outcome(body, taken);
        return answer(version, 200, body.close("hub:SubmitDocumentResponse"));
    }

    /** A document that was kept and refused. */
    static Response refused(SoapVersion version, Refusal refusal, Taken taken) {
        Xml problem = problem(refusal, null);
        outcome(problem, taken);
        return fault(version, version == SoapVersion.V1_1 ? "Client" : "Sender", refusal, problem);
    }

    /** A message that nothing was stored of. */
    static Response flawed(SoapVersion version, Refusal refusal, SoapFlaw flaw) {
        String code = switch (flaw.kind()) {
            case VERSION_MISMATCH -> "VersionMismatch";
            case MUST_UNDERSTAND -> "MustUnderstand";
            case SENDER -> version == SoapVersion.V1_1 ? "Client" : "Sender";
        };
        return fault(version, code, refusal, problem(refusal, flaw.place()));
    }

    /**
     * What the hub refused, or failed at.
     *
     * @param instance this occurrence; failures are logged under it
     */
    static Response refused(SoapVersion version, Refusal refusal, String instance) {
        boolean ours = refusal.status() >= 500;
        String code = version == SoapVersion.V1_1 ? ours ? "Server" : "Client" : ours ? "Receiver" : "Sender";
        return fault(version, code, refusal, problem(refusal, null).element("hub:instance", instance));
    }

    private static Xml problem(Refusal refusal, String place) {
        return new Xml()
                .open("hub:problem xmlns:hub=\"" + NAMESPACE + "\"")
                .element("hub:code", refusal.code())
                .element("hub:title", refusal.title())
                .element("hub:detail", refusal.detail())
                .element("hub:place", place)
                .element("hub:retryable", String.valueOf(refusal.retryable()))
                .element("hub:whatToDo", refusal.whatToDo());
    }

    private static void outcome(Xml body, Taken taken) {
        body.element("hub:id", String.valueOf(taken.id()))
                .element("hub:status", taken.status())
                .element("hub:documentNumber", taken.documentNumber())
                .element("hub:acceptedLines", String.valueOf(taken.acceptedLines()))
                .element("hub:quarantinedLines", String.valueOf(taken.quarantinedLines()))
                .element("hub:duplicate", String.valueOf(taken.duplicate()))
                .element("hub:findingCount", String.valueOf(taken.findingCount()));
        findings(body, taken.findings());
    }

    private static void findings(Xml body, List<Taken.Found> findings) {
        for (Taken.Found finding : findings) {
            body.open("hub:finding")
                    .element("hub:ruleCode", finding.ruleCode())
                    .element("hub:severity", finding.severity())
                    .element("hub:place", finding.place())
                    .element("hub:detail", finding.detail())
                    .element("hub:whatToDo", finding.whatToDo())
                    .close("hub:finding");
        }
    }

    private static Response fault(SoapVersion version, String code, Refusal refusal, Xml problem) {
        Xml body = new Xml().open("soap:Fault");
        if (version == SoapVersion.V1_1) {
            body.element("faultcode", "soap:" + code)
                    .element("faultstring", refusal.detail())
                    .open("detail")
                    .add(problem.close("hub:problem"))
                    .close("detail");
        } else {
            body.open("soap:Code")
                    .element("soap:Value", "soap:" + code)
                    .close("soap:Code")
                    .open("soap:Reason")
                    .open("soap:Text xml:lang=\"en\"")
                    .text(refusal.detail())
                    .close("soap:Text")
                    .close("soap:Reason")
                    .open("soap:Detail")
                    .add(problem.close("hub:problem"))
                    .close("soap:Detail");
        }
        return answer(version, status(version, code, refusal), body.close("soap:Fault"));
    }

    /**
     * By the bindings to HTTP: 500 for each fault of SOAP 1.1 (section 6.2), 400 for what the sender of SOAP 1.2 did (part 2, table 20).
     * What HTTP itself can tell better keeps its status.
     */
    private static int status(SoapVersion version, String code, Refusal refusal) {
        if (refusal.status() == 413 || refusal.status() == 503) {
            return refusal.status();
        }
        return version == SoapVersion.V1_2 && code.equals("Sender") ? 400 : 500;
    }

    private static Response answer(SoapVersion version, int status, Xml body) {
        String envelope = new Xml()
                .open("soap:Envelope xmlns:soap=\"" + version.namespace() + "\"")
                .open("soap:Body")
                .add(body)
                .close("soap:Body")
                .close("soap:Envelope")
                .toString();
        return Response.status(status)
                .type(version.mediaType() + ";charset=UTF-8")
                .entity("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + envelope)
                .build();
    }

    /** XML in the making; the caller opens and closes in order. */
    private static final class Xml {

        private final StringBuilder out = new StringBuilder();

        Xml open(String nameAndAttributes) {
            out.append('<').append(nameAndAttributes).append('>');
            return this;
        }

        Xml close(String name) {
            out.append("</").append(name).append('>');
            return this;
        }

        /** Nothing where the text is null. */
        Xml element(String name, String text) {
            return text == null ? this : open(name).text(text).close(name);
        }

        Xml add(Xml other) {
            out.append(other.out);
            return this;
        }

        /** Without what is no character of XML 1.0. */
        Xml text(String text) {
            text.codePoints().forEach(c -> {
                switch (c) {
                    case '&' -> out.append("&amp;");
                    case '<' -> out.append("&lt;");
                    case '>' -> out.append("&gt;");
                    default -> out.appendCodePoint(isCharacter(c) ? c : '\uFFFD');
                }
            });
            return this;
        }

        private static boolean isCharacter(int c) {
            return c == '\t'
                    || c == '\n'
                    || c == '\r'
                    || c >= 0x20 && c <= 0xD7FF
                    || c >= 0xE000 && c <= 0xFFFD
                    || c >= 0x10000;
        }

        @Override
        public String toString() {
            return out.toString();
        }
    }
}
