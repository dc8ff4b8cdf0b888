/** What operators and auditors ask the hub about itself. */
package io.billinghub.api.operation;
