/** What integration tests of every module stand on: a database of their own with the hub's schema. */
package io.billinghub.core.testing;
