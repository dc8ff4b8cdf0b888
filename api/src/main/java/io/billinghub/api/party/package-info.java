/** TMF632 Party Management: the organizations of the tenant, read only. */
package io.billinghub.api.party;
