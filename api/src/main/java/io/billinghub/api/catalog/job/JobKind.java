package io.billinghub.api.catalog.job;

/** What a job does, and the table of such jobs. */
enum JobKind {
    IMPORT("import_job", "null"),
    EXPORT("export_job", "query");

    private final String table;
    private final String query;

    JobKind(String table, String query) {
        this.table = table;
        this.query = query;
    }

    String table() {
        return table;
    }

    /** SQL expression of what scopes it. */
    String query() {
        return query;
    }
}
