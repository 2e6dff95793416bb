import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  sign as signBytes,
  type KeyObject,
} from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { calculateJwkThumbprint, exportJWK, type JSONWebKeySet, type JWK } from 'jose'

/** The signing keys of one authorization server. */
export interface KeyRing {
  /** The key that signs, the next one, and after a rotation the last one: its tokens still live. */
  jwks(): JSONWebKeySet
  /** Signs any payload under any header, also what no server would issue: for negative tests. */
  sign(claims: object, header?: object): string
  rotate(): Promise<void>
}

interface SigningKey {
  privateKey: KeyObject
  jwk: JWK & { kid: string }
}

type KeyFile = Record<string, JWK[]>

/** Opens one ring per server. With a path the keys outlive the process, and so do its tokens. */
export async function openKeyRings(
  serverIds: readonly string[],
  keysPath?: string,
): Promise<Map<string, KeyRing>> {
  const stored = keysPath === undefined ? {} : await readKeys(keysPath)
  const keys = new Map<string, SigningKey[]>()
  await Promise.all(serverIds.map(async (id) => keys.set(id, await readOrMake(stored[id]))))

  const save = async () => {
    if (keysPath !== undefined) await writeKeys(keysPath, keys)
  }
  await save()
  return new Map(serverIds.map((id) => [id, keyRing(keys.get(id) ?? [], save)]))
}

function keyRing(keys: SigningKey[], save: () => Promise<void>): KeyRing {
  return {
    jwks: () => ({ keys: keys.map(({ jwk }) => jwk) }),
    sign(claims, header) {
      const [active] = keys
      if (!active) throw new Error('A key ring always holds keys.')
      const all = { kid: active.jwk.kid, alg: 'RS256', ...header }
      const signed = `${encode(all)}.${encode(claims)}`
      return `${signed}.${signBytes('sha256', Buffer.from(signed), active.privateKey).toString('base64url')}`
    },
    async rotate() {
      const [active, next] = keys
      if (!active || !next) throw new Error('A key ring always holds keys.')
      keys.splice(0, keys.length, next, await makeKey(), active)
      await save()
    },
  }
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

async function readOrMake(stored: JWK[] | undefined): Promise<SigningKey[]> {
  if (!stored) return Promise.all([makeKey(), makeKey()])
  return Promise.all(stored.map((key) => signingKey(createPrivateKey({ key, format: 'jwk' }))))
}

const generate = promisify(generateKeyPair)

async function makeKey(): Promise<SigningKey> {
  const { privateKey } = await generate('rsa', { modulusLength: 2048 })
  return signingKey(privateKey)
}

async function signingKey(privateKey: KeyObject): Promise<SigningKey> {
  const publicJwk = await exportJWK(createPublicKey(privateKey))
  const kid = await calculateJwkThumbprint(publicJwk)
  return { privateKey, jwk: { ...publicJwk, alg: 'RS256', kid, use: 'sig' } }
}

async function readKeys(path: string): Promise<KeyFile> {
  try {
    const stored: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (isKeyFile(stored)) return stored
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new Error(`${path} does not hold the signing keys of the Okta stand-in: delete it.`)
}

function isKeyFile(value: unknown): value is KeyFile {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(
      (keys) => Array.isArray(keys) && keys.length >= 2 && keys.every((key) => key?.kty === 'RSA'),
    )
  )
}

async function writeKeys(path: string, keys: Map<string, SigningKey[]>): Promise<void> {
  const file = Object.fromEntries(
    [...keys].map(([id, ring]) => [
      id,
      ring.map(({ privateKey }) => privateKey.export({ format: 'jwk' })),
    ]),
  )
  await mkdir(dirname(path), { recursive: true })
  // A new file takes the old one's place: half a file is never read, and its mode is ours.
  const draft = `${path}.${process.pid}.new`
  await writeFile(draft, JSON.stringify(file), { mode: 0o600 })
  await rename(draft, path)
}
