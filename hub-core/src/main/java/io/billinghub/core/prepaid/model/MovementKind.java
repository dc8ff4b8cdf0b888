package io.billinghub.core.prepaid.model;

/** Why a balance has moved. */
public enum MovementKind {
    /** Somebody has paid. */
    TOP_UP,
    /** Somebody has put something right, in the account's favour. */
    ADJUST,
    /** Another system has taken something, or somebody has put something right. */
    DEDUCT,
    /** A bill run has paid lines with it. */
    DRAW,
    /** A bill run has given back what it has drawn. */
    RELEASE,
    /** What was left when it had ended and all its days were billed. */
    EXPIRY
}
