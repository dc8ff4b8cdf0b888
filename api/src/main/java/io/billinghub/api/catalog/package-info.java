/**
 * TMF620 Product Catalog Management: catalogs, categories, specifications, offerings and their prices. Offerings and prices are
 * those of the master data, so what is created here is what bill runs bill. Guarantees: a price belongs to one offering at
 * most; of an offering's prices, one alone holds for the same thing on the same day; what bills may have used is neither
 * changed nor deleted; a price that the hub can't bill says so and belongs to no offering.
 */
package io.billinghub.api.catalog;
