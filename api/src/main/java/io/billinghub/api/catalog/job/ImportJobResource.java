package io.billinghub.api.catalog.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.EntityTable;
import jakarta.inject.Singleton;

/** TMF620 importJob: takes a catalogue in from a file, all of it or nothing. */
@Singleton
class ImportJobResource extends CatalogueJobResource {

    private static final EntityTable TABLE = table(JobKind.IMPORT);

    private static final Definition DEFINITION =
            describe(TABLE, "importJob").attributes("""
                    completionDate: dateTime, given
                    contentType: string
                    creationDate: dateTime, given
                    errorLog: string, given
                    path: string
                    status: string, given
                    url: uri, required
                    """).example("""
                    {"url": "https://files.example.com/catalogue-2027.ndjson", "contentType": "application/x-ndjson"}
                    """).build();

    private final RemoteFiles files;

    ImportJobResource(RemoteFiles files) {
        super(JobKind.IMPORT, DEFINITION, TABLE);
        this.files = files;
    }

    @Override
    void require(ObjectNode body) {
        text(body, "contentType").ifPresent(FileFormat::required);
        text(body, "path").ifPresent(CatalogueType::ofPath);
        files.check(body.path("url").textValue());
    }
}
