package io.billinghub.api.catalog.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.EntityTable;
import io.billinghub.core.error.HubException;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/** TMF620 exportJob: writes the catalogue, or a part of it, into a file. */
@Singleton
class ExportJobResource extends CatalogueJobResource {

    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private static final EntityTable TABLE = table(JobKind.EXPORT).text("query", "query");

    /** The url is a text where the specification has a URI: it may also be the name of a file that the hub keeps. */
    private static final Definition DEFINITION =
            describe(TABLE, "exportJob").attributes("""
                    completionDate: dateTime, given
                    contentType: string
                    creationDate: dateTime, given
                    errorLog: string, given
                    path: string
                    query: string
                    status: string, given
                    url: string, required
                    """).example("""
                    {"url": "offerings.json", "path": "/tmf-api/productCatalogManagement/v4/productOffering",
                     "query": "lifecycleStatus=Active", "contentType": "application/json"}
                    """).build();

    private final RemoteFiles files;
    private final CatalogueExport exports;

    ExportJobResource(RemoteFiles files, CatalogueExport exports) {
        super(JobKind.EXPORT, DEFINITION, TABLE);
        this.files = files;
        this.exports = exports;
    }

    @Override
    void require(ObjectNode body) {
        text(body, "contentType").ifPresent(FileFormat::required);
        exports.requireQuery(text(body, "path"), text(body, "query"));
        String url = body.path("url").textValue();
        if (CatalogueExport.isSent(url)) {
            files.check(url);
        } else if (!FILE_NAME.matcher(url).matches()) {
            throw new HubException(
                    ApiError.UNSUPPORTED_VALUE,
                    "/url: must be an https address to which the file is sent, or a name such as catalogue.json,"
                            + " and then the file is kept here.");
        }
    }
}
