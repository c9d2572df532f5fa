// Starts Swagger UI on our own document; requests tried out there carry the session's CSRF token.
const holder = document.getElementById('docs');
const token = document.querySelector('meta[name="csrf-token"]').content;

window.SwaggerUIBundle({
  domNode: holder,
  url: holder.dataset.schema,
  deepLinking: true,
  validatorUrl: null,
  requestInterceptor: (request) => {
    request.headers['X-CSRFToken'] = token;
    return request;
  },
});
