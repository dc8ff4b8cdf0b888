/**
 * What a person does with what was quarantined: find its causes, have documents judged again when the cause is gone, waive, reject, assign,
 * talk about it. A replay is a row per document in a queue; what a document's replay does is done in one transaction
 * ({@link io.billinghub.adapters.intake.DocumentReplay}), so a process that is killed leaves it to be done, and done once.
 */
package io.billinghub.adapters.quarantine;
