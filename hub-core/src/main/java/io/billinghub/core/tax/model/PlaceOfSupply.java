package io.billinghub.core.tax.model;

/** By which rule the country is found whose tax a supply of a tax class bears (Directive 2006/112/EC, Title V). */
public enum PlaceOfSupply {
    /** Where the customer is: telecommunications, broadcasting and electronic services (Art. 44 and 58). */
    CUSTOMER,
    /** Where the customer is if it is a business, else where the seller is: services in general (Art. 44 and 45). */
    BUSINESS_CUSTOMER,
    /** Where the seller is, whoever buys: what is used up or handed over there. */
    SELLER,
    /** Where goods are sent to; across a border of the Union without tax for a business, out of the Union without tax (Art. 33, 138, 146). */
    DESTINATION
}
