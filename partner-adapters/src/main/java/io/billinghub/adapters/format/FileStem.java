package io.billinghub.adapters.format;

/** What a bill without a number is called after. */
public final class FileStem {

    private FileStem() {}

    /** The file's name without its folders and endings; "document" where there is none. */
    public static String of(String fileName) {
        if (fileName == null || fileName.isBlank()) {
            return "document";
        }
        String name = fileName.substring(fileName.lastIndexOf('/') + 1);
        String stem = name.replaceFirst("(?i)(\\.[a-z]{2,6})?(\\.(gz|zip))?$", "");
        return stem.isBlank() ? name : stem;
    }
}
