/**
 * TMF632 Party Management and TMF669 Party Role Management: organizations and persons that the tenant deals with, and what they
 * do here. They are the parties and roles of the master data. A partner's login sees itself and the host, a customer's login
 * itself and those who sell.
 */
package io.billinghub.api.party;
