/**
 * The one edge where refusals and failures become answers: RFC 9457 problems on {@code /hub/v1}, the TMF630 error body on
 * {@code /tmf-api}. No body shows a stack trace, SQL, or what an exception happened to say; a failure that nobody expected
 * is logged under the incident id that its answer gives as {@code instance}.
 */
package io.billinghub.api.error;
