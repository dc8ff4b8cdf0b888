// Shows the description of the API; "Authorize" takes a bearer token, which is kept until the page is closed.
SwaggerUIBundle({
  url: "/q/openapi?format=json",
  dom_id: "#api",
  deepLinking: true,
  docExpansion: "none",
  validatorUrl: null,
});
