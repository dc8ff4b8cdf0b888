package io.billinghub.adapters.descriptor;

/**
 * What is wrong with a descriptor.
 *
 * @param pointer JSON pointer (RFC 6901) to the value; empty for the whole document
 * @param detail what is wrong there
 */
public record DescriptorProblem(String pointer, String detail) {}
