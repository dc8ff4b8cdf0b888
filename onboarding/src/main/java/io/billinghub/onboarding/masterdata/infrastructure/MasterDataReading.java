package io.billinghub.onboarding.masterdata.infrastructure;

import io.billinghub.onboarding.masterdata.model.Finding;
import io.billinghub.onboarding.masterdata.model.MasterData;
import java.util.List;

/** What came of reading a document of master data. */
public sealed interface MasterDataReading {

    /** It follows the schema. */
    record Accepted(MasterData data) implements MasterDataReading {}

    /** It does not; at least one finding. */
    record Refused(List<Finding> findings) implements MasterDataReading {
        public Refused {
            findings = List.copyOf(findings);
        }
    }
}
