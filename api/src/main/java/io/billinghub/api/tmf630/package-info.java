/**
 * The rules of TMF630 that all TM Forum resources share, in one place: attribute selection, filters, sorting, pages and
 * their headers. Filters are compiled to SQL over the columns that a resource names; values are always bound, and a name
 * that the resource does not list is refused. Nothing is filtered in memory.
 */
package io.billinghub.api.tmf630;
