package io.billinghub.core.billrun.model;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;

/**
 * A shard that this worker holds the lease of, with what its work needs to know about the run.
 *
 * @param runId {@code bill_run.id}
 * @param runUuid what stable ids are made from
 * @param fence the token under which the lease was given; work that finds another one stops
 * @param reopened whether an earlier rating, of this run or of one on demand, may have left charges for its accounts
 * @param accountRun the how manieth run on demand of its account this is, from 1; 0 for a run of the cycle
 * @param zone of the cycle
 * @param periodFrom first day of the billing period; also the bill period of all that the run makes
 * @param periodTo the day after its last day
 */
public record RunShard(
        long runId,
        UUID runUuid,
        int shard,
        long fence,
        boolean reopened,
        RunKind kind,
        int accountRun,
        int dayOfMonth,
        ZoneId zone,
        LocalDate periodFrom,
        LocalDate periodTo,
        LocalDate issueDate,
        LocalDate dueDate) {}
