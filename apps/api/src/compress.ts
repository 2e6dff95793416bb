import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const WORTH_IT_BYTES = 1024

const ENCODERS = {
  // Quality 4 costs as little time as gzip does and is smaller.
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (body: Buffer) => promisify(gzip)(body),
}

/** The same answer with these headers, compressed if it is worth it and the caller understands it. */
export async function compressed(
  response: Response,
  headers: Record<string, string>,
  acceptEncoding: string,
): Promise<Response> {
  const all = new Headers(response.headers)
  for (const [name, value] of Object.entries(headers)) all.set(name, value)
  const { status } = response
  if (response.body === null) return new Response(null, { status, headers: all })

  const body = Buffer.from(await response.arrayBuffer())
  const encoding = encodingOf(acceptEncoding)
  all.delete('content-length')
  if (!encoding || body.byteLength <= WORTH_IT_BYTES)
    return new Response(body, { status, headers: all })
  all.set('content-encoding', encoding)
  const encoded = new Uint8Array(await ENCODERS[encoding](body))
  return new Response(encoded, { status, headers: all })
}

function encodingOf(acceptEncoding: string): keyof typeof ENCODERS | undefined {
  const accepted = acceptEncoding
    .toLowerCase()
    .split(',')
    .map((it) => it.trim())
    .filter((it) => !/;\s*q=0(\.0*)?$/.test(it))
    .map((it) => it.split(';')[0])
  return (['br', 'gzip'] as const).find((it) => accepted.includes(it))
}
