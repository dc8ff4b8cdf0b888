package io.billinghub.api.catalog.job;

/** Why a job has failed for good, in the words of its {@code errorLog}. */
final class JobFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    JobFailure(String errorLog) {
        super(errorLog);
    }

    JobFailure(String errorLog, Throwable cause) {
        super(errorLog, cause);
    }
}
