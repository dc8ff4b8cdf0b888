/**
 * TMF654 Prepay Balance Management: buckets and their movements as the core keeps them. Movements are made by POST and never changed, so
 * neither PATCH nor DELETE is offered: what was wrong is put right by an adjustment.
 */
package io.billinghub.api.prepaid;
