// Shows the document that this server serves; asks no other server for anything.
SwaggerUIBundle({
  url: "/docs/openapi.json",
  domNode: document.getElementById("viewer"),
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
});
