import { createAnswerer, isLoopback } from './answer.ts'
import { isProduction } from './env.ts'
import { openKeyRings } from './keys.ts'
import { createOrg, serverIds, serverOf } from './org.ts'
import { listen } from './server.ts'
import { serviceToken, signIn, type SignIn, type Tokens } from './sign-in.ts'

export { openKeyRings } from './keys.ts'
export { describeSeed, seed } from './seed.ts'
export type { Person, Seed, SeedClient, SeedServer } from './seed.ts'
export type { SignIn, Tokens } from './sign-in.ts'

export interface OktaEmulatorOptions {
  /** 0 takes any free one. */
  port: number
  /** The one trusted origin; redirect and sign-out addresses follow from it. */
  appOrigin: string
  /** Where the signing keys are kept (mode 600), so that tokens outlive a restart. */
  keysPath?: string
  /** 300 unless told. */
  accessTokenSeconds?: number
  /** Asks for the login first and for the password on a page of its own. */
  identifierFirst?: boolean
  /** `localhost` unless told. `127.0.0.1` with the app on `localhost` is another site, like Okta's. */
  host?: string
}

export interface OktaEmulator {
  origin: string
  issuerOf(server: string): string
  /** Signs a person of the seed in. Throws what the stand-in says if it refuses. */
  signIn(wish: SignIn): Promise<Tokens>
  serviceToken(wish: { clientId: string; scope?: string }): Promise<string>
  /** Signs any payload under any header with a server's key, for tests of what must be refused. */
  sign(claims: object, header?: object, server?: string): Promise<string>
  /** The published next key signs from now on; the last one stays published until the next rotation. */
  rotateKeys(server?: string): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts a stand-in for an Okta org on loopback.
 *
 * Its people, passwords and secrets are public, so it refuses any other host and
 * `NODE_ENV=production`. Rejects with Node's own `EADDRINUSE` error if the port is taken.
 *
 * @example
 *
 * ```ts
 * const okta = await startOktaEmulator({ port: 9700, appOrigin: 'http://localhost:3000' })
 * const { accessToken } = await okta.signIn({ login: 'root@example.com', clientId: '0oa_root' })
 * ```
 */
export async function startOktaEmulator(options: OktaEmulatorOptions): Promise<OktaEmulator> {
  const { port, appOrigin, keysPath, host = 'localhost' } = options
  const { accessTokenSeconds = 300, identifierFirst = false } = options
  assertLocal(host)
  if (!URL.canParse(appOrigin) || new URL(appOrigin).origin !== appOrigin)
    throw new Error(`The app's origin must be like http://localhost:3000, not "${appOrigin}".`)

  const keyRings = await openKeyRings(serverIds, keysPath)
  const listener = await listen(host, port)
  const origin = `http://${host}:${listener.port}`
  const org = createOrg({ origin, appOrigin, accessTokenSeconds, identifierFirst, keyRings })
  const answer = createAnswerer(org)
  listener.serve(answer)

  return {
    origin,
    issuerOf: (server) => serverOf(org, server).issuer,
    signIn: (wish) => signIn(org, answer, wish),
    serviceToken: (wish) => serviceToken(org, answer, wish),
    sign: async (claims, header, server = 'default') =>
      serverOf(org, server).keys.sign(claims, header),
    rotateKeys: (server = 'default') => serverOf(org, server).keys.rotate(),
    stop: () => listener.stop(),
  }
}

function assertLocal(host: string): void {
  if (!isLoopback(host))
    throw new Error(
      `The Okta stand-in listens on localhost, 127.0.0.1 or [::1] only, not on "${host}": its passwords are public.`,
    )
  if (isProduction())
    throw new Error(
      'The Okta stand-in does not run with NODE_ENV=production: its passwords are public. Set OKTA_ISSUER to your Okta org.',
    )
}
