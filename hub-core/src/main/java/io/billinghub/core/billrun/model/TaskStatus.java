package io.billinghub.core.billrun.model;

/** How a task of a run stands. */
public enum TaskStatus {
    /** It has its turn, or will have it when the run is there. */
    OPEN,
    RUNNING,
    PASSED,
    /** It has failed, and the run has gone on. */
    WARNED,
    /** It has failed, and the run waits. */
    FAILED,
    /** It has failed, and somebody has decided that the run goes on. */
    WAIVED
}
