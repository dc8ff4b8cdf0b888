/** Benchmarks of rating; compiled with the tests, run only in the Maven profile {@code jmh}. */
package io.billinghub.core.rating.bench;
