import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { HttpAnswer, HttpRequest } from '../http.ts'

const COMPRESSIBLE = /^(text\/|application\/(json|javascript|xml|manifest\+json)|image\/svg)/
const COMPRESSED_BYTES = { least: 1000, most: 10_000_000 }

/** An answer that the viewer has already is sent without its body. */
export function unlessUnchanged(request: HttpRequest, answer: HttpAnswer): HttpAnswer {
  const { etag } = answer.headers
  return etag !== undefined && request.headers['if-none-match'] === etag
    ? { ...answer, status: 304, body: Buffer.alloc(0) }
    : answer
}

/** Packs what CloudFront would, where the behaviour says so. */
export async function compressed(request: HttpRequest, answer: HttpAnswer): Promise<HttpAnswer> {
  const { 'content-type': type = '', 'content-encoding': encoding } = answer.headers
  const { length } = answer.body
  const worthIt = length >= COMPRESSED_BYTES.least && length <= COMPRESSED_BYTES.most
  const accepted = request.headers['accept-encoding']?.includes('gzip')
  if (!worthIt || !accepted || encoding !== undefined || !COMPRESSIBLE.test(type)) return answer
  const { 'content-length': _length, ...headers } = answer.headers
  return {
    ...answer,
    headers: { ...headers, 'content-encoding': 'gzip', vary: 'accept-encoding' },
    body: await promisify(gzip)(answer.body),
  }
}
