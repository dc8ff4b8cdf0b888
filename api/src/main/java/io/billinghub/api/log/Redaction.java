package io.billinghub.api.log;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes tokens, passwords, IBANs and e-mail addresses out of a text. */
final class Redaction {

    private static final Pattern JWT =
            Pattern.compile("\\beyJ[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++(?:\\.[A-Za-z0-9_-]*+){0,3}");
    private static final Pattern SCHEME = Pattern.compile("(?i)\\b(bearer|basic)\\s++[A-Za-z0-9+/=._~-]{8,}+");
    private static final Pattern SECRET = Pattern.compile(
            "(?i)((?:access_token|refresh_token|id_token|client_secret|password|x-api-key)[\"']?\\s*+[=:]\\s*+[\"']?)[^\\s\"'&,;]++");
    private static final Pattern E_MAIL =
            Pattern.compile("[A-Za-z0-9._%+-]{1,64}+@[A-Za-z0-9-]{1,63}+(?:\\.[A-Za-z0-9-]{1,63}+)++");
    private static final Pattern MAYBE_IBAN = Pattern.compile("(?<![A-Za-z0-9])[A-Za-z]{2}\\d{2}(?=[ -]?[A-Za-z0-9])");

    /** The length of an IBAN by its country, from the registry of ISO 13616. */
    private static final Map<String, Integer> LENGTHS =
            lengths("AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28"
                    + " CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28"
                    + " HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20"
                    + " MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27"
                    + " SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30");

    private Redaction() {}

    /** The text without what is secret or personal; the same object where there was nothing of it. */
    static String of(String text) {
        if (text == null || text.length() < 6) {
            return text;
        }
        String safe = text;
        if (safe.indexOf('@') >= 0) {
            safe = E_MAIL.matcher(safe).replaceAll("[e-mail]");
        }
        safe = JWT.matcher(safe).replaceAll("[token]");
        safe = SCHEME.matcher(safe).replaceAll("$1 [token]");
        safe = SECRET.matcher(safe).replaceAll("$1[secret]");
        safe = withoutIbans(safe);
        return safe.equals(text) ? text : safe;
    }

    private static String withoutIbans(String text) {
        Matcher maybe = MAYBE_IBAN.matcher(text);
        StringBuilder safe = null;
        int done = 0;
        for (int from = 0; from < text.length() && maybe.find(from); ) {
            int end = endOfIban(text, maybe.start());
            if (end < 0) {
                from = maybe.start() + 1;
                continue;
            }
            safe = safe == null ? new StringBuilder(text.length()) : safe;
            safe.append(text, done, maybe.start()).append("[IBAN]");
            done = end;
            from = end;
        }
        return safe == null ? text : safe.append(text, done, text.length()).toString();
    }

    /** Where the IBAN that begins here ends, in groups or without; -1 if none begins here. */
    private static int endOfIban(String text, int start) {
        Integer length = LENGTHS.get(text.substring(start, start + 2).toUpperCase(Locale.ROOT));
        if (length == null) {
            return -1;
        }
        StringBuilder iban = new StringBuilder(length);
        int at = start;
        while (at < text.length() && iban.length() < length) {
            char c = text.charAt(at);
            boolean sign = c < 128 && Character.isLetterOrDigit(c);
            boolean gap = (c == ' ' || c == '-') && at > start;
            if (!sign && !gap) {
                return -1;
            }
            if (sign) {
                iban.append(Character.toUpperCase(c));
            }
            at++;
        }
        boolean ends = at == text.length() || !Character.isLetterOrDigit(text.charAt(at));
        return iban.length() == length && ends && checks(iban) ? at : -1;
    }

    /** ISO 7064 MOD 97-10: the first four signs go to the end, letters count from ten. */
    private static boolean checks(CharSequence iban) {
        int rest = 0;
        for (int i = 0; i < iban.length(); i++) {
            int value = Character.getNumericValue(iban.charAt((i + 4) % iban.length()));
            rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
        }
        return rest == 1;
    }

    private static Map<String, Integer> lengths(String list) {
        Map<String, Integer> lengths = new TreeMap<>();
        for (String entry : list.split(" ", -1)) {
            lengths.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
        }
        return lengths;
    }
}
