/**
 * The archive of the documents that were issued: files below {@code hub.documents.dir}, each with a row that says what it is, its hash and how
 * long it is kept. A file has a row only once all of its bytes are there, and is never written again once it has one.
 */
package io.billinghub.core.archive;
