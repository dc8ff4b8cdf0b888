/**
 * What is done now and then and never waits for anybody: tables of months to come are made, and what is kept for a while is deleted when its time
 * is over. Any number of processes may do it; each chore is done in transactions of its own, tenant by tenant.
 */
package io.billinghub.core.housekeeping;
