// Runs at the edge for every request of the default behaviour. A path whose last part has no dot is
// a screen of the admin, and all screens are index.html; a missing file stays missing.
// eslint-disable-next-line no-unused-vars -- CloudFront calls it by this name
function handler(event) {
  var request = event.request
  var last = request.uri.slice(request.uri.lastIndexOf('/') + 1)
  if (!last.includes('.')) request.uri = '/index.html'
  return request
}
