/** What the operator's guide says of the configuration. */
package io.billinghub.api.configuration;
