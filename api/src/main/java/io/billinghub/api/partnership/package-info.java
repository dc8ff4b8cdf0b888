/**
 * TMF668 Partnership Management: which partners a host works with, and as what. A partner's login sees the partnerships in which
 * it takes part.
 */
package io.billinghub.api.partnership;
