package io.billinghub.api.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.regex.Pattern;

/**
 * What the hub ships, and no test class: neither from {@code target/test-classes}, nor from the test archive of another module, which
 * stands in the class path once the modules have been packaged.
 */
public final class ProductionClasses implements ImportOption {

    private static final Pattern TEST_ARCHIVE = Pattern.compile(".*-tests\\.jar(!.*)?");

    @Override
    public boolean includes(Location location) {
        return Predefined.DO_NOT_INCLUDE_TESTS.includes(location) && !location.matches(TEST_ARCHIVE);
    }
}
