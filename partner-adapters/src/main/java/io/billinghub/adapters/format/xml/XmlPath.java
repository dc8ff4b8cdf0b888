package io.billinghub.adapters.format.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of XPath 1.0 that names one value by its place: {@code /a/b}, {@code a/b}, {@code ../a}, {@code .}, {@code @a},
 * {@code text()}, and after a name one of {@code [2]}, {@code [a]}, {@code [@a]}, {@code [a='x']}, {@code [@a='x']}. No
 * {@code //}, no functions: the cost of a path is at most the size of what it is looked up in.
 *
 * <p>A name with a prefix means the namespace that the table of prefixes gives it; one without means any namespace. Attributes
 * have local names.
 */
public final class XmlPath {

    private static final String NAME = "[\\p{L}_][\\p{L}\\p{N}._-]*";
    private static final Pattern STEP = Pattern.compile("(?:(" + NAME + "):)?(" + NAME + ")(\\[[^\\[\\]]*])?");
    private static final Pattern CONDITION = Pattern.compile(
            "\\[(?:([1-9]\\d{0,5})|(@)?(?:" + NAME + ":)?(" + NAME + ")(?:=(?:'([^']*)'|\"([^\"]*)\"))?)]");

    /** One name on the way down. */
    private record Step(BiPredicate<String, String> name, Condition condition) {

        boolean leadsTo(XmlNode node) {
            return condition == null && name.test(node.namespace(), node.name());
        }

        Optional<XmlNode> in(XmlNode parent) {
            List<XmlNode> named = parent.children()
                    .filter(child -> name.test(child.namespace(), child.name()))
                    .toList();
            if (condition == null) {
                return named.stream().findFirst();
            }
            if (condition.number() > 0) {
                return condition.number() > named.size()
                        ? Optional.empty()
                        : Optional.of(named.get(condition.number() - 1));
            }
            return named.stream().filter(condition::holds).findFirst();
        }
    }

    /** Which of the elements of one name is meant: by number, or by what is in it. */
    private record Condition(int number, boolean attribute, String name, String equals) {

        boolean holds(XmlNode node) {
            String value = attribute ? node.attribute(name) : node.text(name);
            boolean there = attribute ? value != null : node.at(name) != XmlNode.none();
            return equals == null ? there : equals.equals(value);
        }
    }

    private final boolean absolute;
    private final int up;
    private final List<Step> steps;
    private final String attribute;

    private XmlPath(boolean absolute, int up, List<Step> steps, String attribute) {
        this.absolute = absolute;
        this.up = up;
        this.steps = List.copyOf(steps);
        this.attribute = attribute;
    }

    /**
     * Reads a path.
     *
     * @param namespaces URIs by prefix
     * @throws IllegalArgumentException with what is wrong
     */
    public static XmlPath compile(String text, Map<String, String> namespaces) {
        String path = text.strip();
        if (path.contains("//")) {
            throw new IllegalArgumentException("\"" + text + "\": name the whole path; // is not read");
        }
        boolean absolute = path.startsWith("/");
        int up = 0;
        String attribute = null;
        List<Step> steps = new ArrayList<>();
        for (String part : parts(absolute ? path.substring(1) : path)) {
            if (attribute != null) {
                throw new IllegalArgumentException("\"" + text + "\": an attribute is the end of a path");
            }
            if (part.equals("..") && !absolute && steps.isEmpty()) {
                up++;
            } else if (part.startsWith("@") && part.substring(1).matches(NAME)) {
                attribute = part.substring(1);
            } else if (!part.equals(".") && !part.equals("text()")) {
                steps.add(step(text, part, namespaces));
            }
        }
        return new XmlPath(absolute, up, steps, attribute);
    }

    /** The path's steps as tests of namespace and name: for paths of elements, without conditions. */
    static List<BiPredicate<String, String>> elements(String text, Map<String, String> namespaces) {
        XmlPath path = compile(text, namespaces);
        if (!path.absolute
                || path.attribute != null
                || path.steps.stream().anyMatch(step -> step.condition() != null)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\": the lines' path begins with / and has names only, such as /bill/lines/line");
        }
        return path.steps.stream().map(Step::name).toList();
    }

    private static List<String> parts(String path) {
        // a slash inside of a quoted text is none
        return List.of(path.split("/(?=(?:[^'\"]|'[^']*'|\"[^\"]*\")*$)", -1));
    }

    private static Step step(String text, String part, Map<String, String> namespaces) {
        Matcher step = STEP.matcher(part);
        if (!step.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\": \"" + part + "\" is not read; see the partner's guide");
        }
        String prefix = step.group(1);
        String name = step.group(2);
        if (prefix != null && !namespaces.containsKey(prefix)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\": the prefix " + prefix + " is not in mapping.namespaces");
        }
        String namespace = prefix == null ? null : namespaces.get(prefix);
        return new Step(
                (given, local) -> local.equals(name) && (namespace == null || namespace.equals(given)),
                step.group(3) == null ? null : condition(text, step.group(3)));
    }

    private static Condition condition(String text, String part) {
        Matcher condition = CONDITION.matcher(part);
        if (!condition.matches()) {
            throw new IllegalArgumentException("\"" + text + "\": the condition " + part + " is not read");
        }
        if (condition.group(1) != null) {
            return new Condition(Integer.parseInt(condition.group(1)), false, null, null);
        }
        String equals = condition.group(4) == null ? condition.group(5) : condition.group(4);
        return new Condition(0, condition.group(2) != null, condition.group(3), equals);
    }

    /**
     * The text at the path.
     *
     * @param root where absolute paths begin: the document's root with its head
     * @param around the elements around {@code node}, the root first
     * @return null where there is nothing
     */
    String text(XmlNode root, List<XmlNode> around, XmlNode node) {
        XmlNode at = start(root, around, node);
        List<Step> below = steps;
        if (absolute && !steps.isEmpty()) {
            if (!steps.get(0).name().test(root.namespace(), root.name())) {
                return null;
            }
            below = steps.subList(1, steps.size());
        }
        for (Step step : below) {
            Optional<XmlNode> next = step.in(at);
            if (next.isEmpty()) {
                return null;
            }
            at = next.get();
        }
        return attribute == null ? at.text() : at.attribute(attribute);
    }

    /**
     * The text at the path of a head, as it stands around a line: where an element of the path repeats and is open, in that one and not in
     * the first.
     *
     * @param around the elements around the line, the root first, with what came before the line in them
     * @return null where there is nothing
     */
    String nearest(List<XmlNode> around) {
        List<Step> below = absolute && !steps.isEmpty() ? steps.subList(1, steps.size()) : steps;
        XmlNode at = around.get(0);
        int depth = 0;
        while (depth < below.size()
                && depth + 1 < around.size()
                && below.get(depth).leadsTo(around.get(depth + 1))) {
            depth++;
            at = around.get(depth);
        }
        for (Step step : below.subList(depth, below.size())) {
            Optional<XmlNode> next = step.in(at);
            if (next.isEmpty()) {
                return null;
            }
            at = next.get();
        }
        return attribute == null ? at.text() : at.attribute(attribute);
    }

    private XmlNode start(XmlNode root, List<XmlNode> around, XmlNode node) {
        if (absolute) {
            return root;
        }
        if (up == 0) {
            return node;
        }
        return up > around.size() ? XmlNode.none() : around.get(around.size() - up);
    }
}
