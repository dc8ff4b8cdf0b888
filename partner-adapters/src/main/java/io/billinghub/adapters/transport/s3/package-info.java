/** Objects of stores that speak the protocol of Amazon S3. */
package io.billinghub.adapters.transport.s3;
