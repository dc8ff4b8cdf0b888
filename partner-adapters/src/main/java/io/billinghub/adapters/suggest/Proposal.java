package io.billinghub.adapters.suggest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A kind, a format and a mapping that were made out of a sample.
 *
 * @param descriptor {@code kind}, {@code format}, {@code mapping}
 * @param enough whether each field was found without which no line can be taken in
 */
record Proposal(
        ObjectNode descriptor, boolean enough, List<FieldGuess> fields, List<String> unused, List<String> questions) {}
