package io.billinghub.api.tmf630.resource;

import io.quarkus.arc.Arc;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Puts the routes of each {@link TmfResource} into the OpenAPI document, in the place of the one generic route. */
@OpenApiFilter(OpenApiFilter.RunStage.RUN)
public class ResourceDocumentation implements OASFilter {

    private static final String JSON = "application/json";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        TmfResources resources = Arc.container().instance(TmfResources.class).get();
        List<String> generic = document.getPaths().getPathItems().keySet().stream()
                .filter(path -> path.contains("{resource}"))
                .toList();
        generic.forEach(path -> document.getPaths().removePathItem(path));
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        for (TmfResource resource : resources.all()) {
            add(document, resource.definition());
        }
    }

    private static void add(OpenAPI document, Definition definition) {
        String name = definition.type().name();
        document.getComponents().addSchema(name, schema(definition));
        PathItem list = OASFactory.createPathItem();
        PathItem one = OASFactory.createPathItem();
        one.addParameter(OASFactory.createParameter()
                .name("id")
                .in(Parameter.In.PATH)
                .required(true)
                .schema(text().format("uuid")));
        if (definition.allows(io.billinghub.api.tmf630.resource.Operation.LIST)) {
            list.GET(list(definition));
        }
        if (definition.allows(io.billinghub.api.tmf630.resource.Operation.CREATE)) {
            list.POST(create(definition));
        }
        if (definition.allows(io.billinghub.api.tmf630.resource.Operation.GET)) {
            one.GET(operation(definition, "get", "Reads one " + name)
                    .addParameter(fields())
                    .responses(answers("200", "The " + name, reference(name), true)));
        }
        if (definition.allows(io.billinghub.api.tmf630.resource.Operation.PATCH)) {
            one.PATCH(patch(definition));
        }
        if (definition.allows(io.billinghub.api.tmf630.resource.Operation.DELETE)) {
            one.DELETE(operation(definition, "delete", "Deletes a " + name + " that nothing needs")
                    .addParameter(header("If-Match", "Entity tag that it must have"))
                    .responses(answers("204", "It is gone", null, true)
                            .addAPIResponse("409", answer("Something refers to it", null))));
        }
        document.getPaths().addPathItem(definition.type().path(), list);
        document.getPaths().addPathItem(definition.type().path() + "/{id}", one);
    }

    private static Operation list(Definition definition) {
        String name = definition.type().name();
        Operation operation = operation(definition, "list", "Lists or finds " + name + " resources")
                .description(
                        "Any attribute is a filter, by its dotted path; alternatives by comma; operators .gt .gte .lt .lte "
                                + ".ne .regex. By columns: "
                                + String.join(
                                        ", ",
                                        definition.type().filters().keySet().stream()
                                                .sorted()
                                                .toList()) + ".");
        operation.addParameter(fields());
        operation.addParameter(query(
                "offset", "First resource, from 0", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER)));
        operation.addParameter(query(
                "limit",
                "At most so many, up to 1000",
                OASFactory.createSchema().addType(Schema.SchemaType.INTEGER)));
        operation.addParameter(query("sort", "Orders, e.g. -name", text()));
        Schema array =
                OASFactory.createSchema().addType(Schema.SchemaType.ARRAY).items(reference(name));
        return operation.responses(answers("200", "All that match", array, false)
                .addAPIResponse("206", answer("The page of them that was asked for", array)));
    }

    private static Operation create(Definition definition) {
        String name = definition.type().name();
        return operation(definition, "create", "Creates a " + name)
                .addParameter(header("Idempotency-Key", "Repeats are answered alike"))
                .requestBody(OASFactory.createRequestBody()
                        .required(true)
                        .content(content(reference(name), definition.example(), JSON)))
                .responses(answers("201", "It is there; Location leads to it", reference(name), false)
                        .addAPIResponse("409", answer("One with the same key is there", null))
                        .addAPIResponse("422", answer("What it says can't be done", null)));
    }

    private static Operation patch(Definition definition) {
        String name = definition.type().name();
        Schema partial = OASFactory.createSchema().addType(Schema.SchemaType.OBJECT);
        Content content = content(partial, null, JSON);
        content.addMediaType(
                "application/merge-patch+json", OASFactory.createMediaType().schema(partial));
        return operation(definition, "patch", "Changes a " + name)
                .description("JSON Merge Patch (RFC 7396).")
                .addParameter(header("If-Match", "Entity tag that it must have"))
                .requestBody(OASFactory.createRequestBody().required(true).content(content))
                .responses(answers("200", "What it has become", reference(name), true)
                        .addAPIResponse("409", answer("Its state does not allow this", null))
                        .addAPIResponse("412", answer("It has another entity tag", null))
                        .addAPIResponse("422", answer("What it would be can't be done", null)));
    }

    private static Schema schema(Definition definition) {
        Schema schema = OASFactory.createSchema().addType(Schema.SchemaType.OBJECT);
        if (!definition.note().isEmpty()) {
            schema.description(definition.note());
        }
        schema.addProperty("id", text().readOnly(true)).addProperty("href", text().readOnly(true));
        List<String> required = new ArrayList<>();
        for (Attribute attribute : definition.attributes().all()) {
            schema.addProperty(attribute.name(), attribute.schema());
            if (attribute.use() == Attribute.Use.REQUIRED) {
                required.add(attribute.name());
            }
        }
        schema.addProperty("@type", text());
        schema.addProperty("@baseType", text());
        schema.addProperty("@schemaLocation", text());
        if (!required.isEmpty()) {
            schema.required(required);
        }
        return schema;
    }

    private static Operation operation(Definition definition, String verb, String summary) {
        return OASFactory.createOperation()
                .operationId(verb + "_" + definition.api() + "_" + definition.segment())
                .summary(summary)
                .addTag(definition.tag())
                .addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme("bearer"));
    }

    private static APIResponses answers(String status, String description, Schema schema, boolean ofOne) {
        APIResponses responses = OASFactory.createAPIResponses()
                .addAPIResponse(status, answer(description, schema))
                .addAPIResponse("400", answer("What is asked is not well-formed", null))
                .addAPIResponse("401", answer("No valid token", null))
                .addAPIResponse("403", answer("None of the login's roles may do this", null));
        return ofOne
                ? responses.addAPIResponse("404", answer("There is none with this id that the login may see", null))
                : responses;
    }

    private static org.eclipse.microprofile.openapi.models.responses.APIResponse answer(
            String description, Schema schema) {
        var response = OASFactory.createAPIResponse().description(description);
        return schema == null ? response : response.content(content(schema, null, JSON));
    }

    private static Content content(Schema schema, String example, String mediaType) {
        var media = OASFactory.createMediaType().schema(schema);
        if (example != null) {
            media.example(io.billinghub.api.tmf630.KeptJson.read(example));
        }
        return OASFactory.createContent().addMediaType(mediaType, media);
    }

    private static Parameter fields() {
        return query("fields", "Attributes to give; none: id and href alone", text());
    }

    private static Parameter query(String name, String description, Schema schema) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.QUERY)
                .description(description)
                .schema(schema);
    }

    private static Parameter header(String name, String description) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.HEADER)
                .description(description)
                .schema(text());
    }

    private static Schema reference(String name) {
        return OASFactory.createSchema().ref("#/components/schemas/" + name);
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }
}
