/** Tests of TMF620, and what tests of TMF637 share with them. */
package io.billinghub.api.catalog;
