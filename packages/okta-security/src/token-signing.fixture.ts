import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { generateKeyPairSync, sign as signBytes, type KeyObject } from 'node:crypto'

/** A signing key as an org holds it, and its public half as the org publishes it. */
export interface SigningKey {
  alg: 'RS256' | 'ES256'
  kid: string
  privateKey: KeyObject
  jwk: Record<string, unknown>
}

export function signingKey(kid: string, alg: SigningKey['alg'] = 'RS256'): SigningKey {
  const { privateKey, publicKey } =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' }
  return { alg, kid, privateKey, jwk }
}

export const base64url = (value: string | Uint8Array) => Buffer.from(value).toString('base64url')

/** Signs whatever it is given as it is: a library that makes only good tokens is of no use here. */
export function signText(header: string, claims: string | Uint8Array, { privateKey }: SigningKey) {
  const input = `${base64url(header)}.${base64url(claims)}`
  const options = { key: privateKey, dsaEncoding: 'ieee-p1363' as const }
  return `${input}.${base64url(signBytes('sha256', Buffer.from(input), options))}`
}

export const signToken = (claims: object, key: SigningKey, header: object = {}): string =>
  signText(JSON.stringify({ kid: key.kid, alg: key.alg, ...header }), JSON.stringify(claims), key)

/** An org over real HTTP that publishes `keys`; `asked` notes every request. */
export async function startOrg(keys: readonly SigningKey[]) {
  const asked: string[] = []
  const org = { asked, origin: '', answer: publish(keys), stop }
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    org.answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  org.origin = typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : ''
  return org

  async function stop(): Promise<void> {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
}

/** What an org answers that publishes these keys. */
export const publish =
  (keys: readonly SigningKey[]): RequestListener =>
  (_, response) =>
    void response.end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }))
