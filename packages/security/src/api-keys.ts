import { type Change, type Key, key, newId, save, type TenantTable } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import { z } from 'zod'
import { idIn, isApiKey, isTokenOf, newToken, sealed } from './api-keys-token.ts'
import { assertVersion, once, type Repeatable } from './once.ts'
import { type Group, Permission, PermissionList } from './permission.ts'
import { assertCan, assertMayGrant } from './permissions.ts'
import { event, type Identity, type Scope } from './scope.ts'
import { validated } from './validation.ts'

/** A credential for programs. Of the token itself only a hash is kept. */
const StoredKey = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  permissions: z.array(Permission),
  hash: z.string(),
  /** The end of the token, by which people tell keys apart. */
  hint: z.string(),
  /** Not `expiresAt`: an expired key stays in the list until somebody deletes it. */
  expiresOn: z.string().nullable(),
  lastUsedOn: z.string().nullable(),
  createdOn: z.string(),
  createdBy: z.object({ type: z.string(), id: z.string(), displayName: z.string() }),
  version: z.number().int(),
})
type StoredKey = z.infer<typeof StoredKey>

/** An API key as its managers see it. */
export interface ApiKey extends Omit<StoredKey, 'hash'> {
  /** Only in the answer that made it: nobody can read it again, nor get it by repeating the request. */
  token?: string
}

/** Who shows a valid key. All that they may do is the key's one group. */
export interface ApiKeyHolder {
  identity: Identity
  displayName: string
  permissions: Group
}

const MAX_KEYS = 1000
const LAST_USE_SECONDS = 3600

const Moment = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], 'Give a date, such as 2030-01-31.')
  .transform((at) => new Date(at).toISOString())
const Future = Moment.refine((at) => Date.parse(at) > Date.now(), 'This is in the past.')
const KeyInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().max(1000).nullish(),
  permissions: PermissionList,
  expiresOn: Future.nullish(),
})
/** A moment in the past ends a key now. */
const KeyUpdate = KeyInput.extend({ expiresOn: Moment.nullish() }).partial()

const ID = /^[0-9a-f]{24}$/
const keyAt = (id: string): Key => ({ PK: 'APIKEYS', SK: key('KEY', id) })
const useAt = (id: string): Key => ({ PK: 'APIKEYS', SK: key('USE', id) })

export async function getApiKey(scope: Scope, id: string): Promise<ApiKey> {
  assertCan(scope, 'security.apiKey', 'r')
  return shown(await storedAt(scope.table, id))
}

/** All keys, expired ones too, the newest first. */
export async function listApiKeys(scope: Scope): Promise<ApiKey[]> {
  assertCan(scope, 'security.apiKey', 'r')
  const items = await scope.table.list('APIKEYS', 'KEY#', MAX_KEYS)
  return items.map((it) => shown(StoredKey.parse(it))).reverse()
}

/**
 * Makes a key. The answer is the only one with its token: of that only a hash is kept, so a request
 * that is repeated under its `Idempotency-Key` is answered the key without it. Whoever lost that
 * answer rotates the key.
 *
 * @throws AppError `ESCALATION_REFUSED` if no single group of the caller holds all its permissions.
 */
export async function createApiKey(
  scope: Scope,
  input: unknown,
  { idempotencyKey }: Repeatable = {},
): Promise<ApiKey> {
  assertCan(scope, 'security.apiKey', 'w')
  const data = validated(KeyInput, input)
  assertMayGrant(scope, data.permissions)

  const { identity, displayName } = scope.principal
  const id = newId()
  const token = newToken(id)
  const made: StoredKey = {
    id,
    name: data.name,
    description: data.description ?? '',
    permissions: data.permissions,
    ...sealed(token),
    expiresOn: data.expiresOn ?? null,
    lastUsedOn: null,
    createdOn: new Date().toISOString(),
    createdBy: { type: identity.type, id: identity.id, displayName },
    version: 1,
  }
  return once(scope, {
    operation: 'security.apiKey.create',
    input: data,
    idempotencyKey,
    run: async (note) => {
      const changes = [save(keyAt(id), made), ...note(id)]
      await scope.table.write(changes, event(scope, 'security.apiKey.create', id))
      return { ...shown(made), token }
    },
    again: async (known) => shown(await storedAt(scope.table, known)),
  })
}

interface Target extends Repeatable {
  id: string
  /** Without it the last writer wins. */
  ifVersion?: number | undefined
}

/**
 * Changes name, description, permissions or expiry. As with groups the caller must hold the whole key
 * as it will be: also to rename it, or to let it live longer.
 */
export async function updateApiKey(
  scope: Scope,
  { data, ...target }: Target & { data: unknown },
): Promise<ApiKey> {
  assertCan(scope, 'security.apiKey', 'w')
  const input = validated(KeyUpdate, data)
  const { name, description, permissions, expiresOn } = input
  return change(scope, target, {
    action: 'update',
    input,
    apply: (stored) => ({
      ...stored,
      name: name ?? stored.name,
      description: description === undefined ? stored.description : (description ?? ''),
      permissions: permissions ?? stored.permissions,
      expiresOn: expiresOn === undefined ? stored.expiresOn : expiresOn,
    }),
  })
}

/**
 * Gives a key a new token; the old one stops at once. Whoever rotates a key can act by it, so they
 * must hold what it holds. As with `createApiKey` a repetition is answered without the token.
 */
export async function rotateApiKey(scope: Scope, target: Target): Promise<ApiKey> {
  assertCan(scope, 'security.apiKey', 'w')
  const token = newToken(target.id)
  return change(scope, target, {
    action: 'rotate',
    issued: { token },
    apply: (stored) => ({ ...stored, ...sealed(token) }),
  })
}

/** Deletes a key: it is refused from the next request on. */
export async function deleteApiKey(
  scope: Scope,
  { id, ifVersion, idempotencyKey }: Target,
): Promise<boolean> {
  assertCan(scope, 'security.apiKey', 'd')
  return once(scope, {
    operation: 'security.apiKey.delete',
    input: id,
    ifVersion,
    idempotencyKey,
    run: async (note) => {
      const stored = await storedAt(scope.table, id)
      assertVersion(stored, ifVersion)
      const changes: Change[] = [
        { delete: keyAt(id), onlyIf: stored.version },
        { delete: useAt(id) },
        ...note(id),
      ]
      await scope.table.write(changes, event(scope, 'security.apiKey.delete', id))
      return true
    },
    again: async () => true,
  })
}

/**
 * Who a token stands for on this tenant; `undefined` if it is no API key at all.
 *
 * A wrong one costs one read at most, and none unless its checksum is right. What is wrong with it is
 * not told: unknown, expired, rotated and another tenant's are the same to whoever tries.
 *
 * @throws AppError `UNAUTHENTICATED`.
 */
export async function authenticateApiKey(
  table: TenantTable,
  token: string,
): Promise<ApiKeyHolder | undefined> {
  if (!isApiKey(token)) return undefined
  const id = idIn(token)
  const item = id === undefined ? undefined : await table.get(keyAt(id))
  const stored = item && StoredKey.parse(item)
  if (!stored || !isTokenOf(stored, token) || isExpired(stored))
    throw new AppError('UNAUTHENTICATED', 'Sign in again.')

  const identity = { type: 'api-key', id: stored.id }
  // Nobody waits for it, and no request fails because of it.
  noteUse(table, stored, identity).catch(() => undefined)
  return { identity, displayName: stored.name, permissions: stored.permissions }
}

/** Once an hour and key, however many processes see it: the first takes the hour's item. */
async function noteUse(table: TenantTable, stored: StoredKey, by: Identity): Promise<void> {
  const now = Date.now()
  if (now - Date.parse(stored.lastUsedOn ?? '1970') < LAST_USE_SECONDS * 1000) return
  const expiresAt = Math.floor(now / 1000) + LAST_USE_SECONDS
  const used = { ...stored, lastUsedOn: new Date(now).toISOString() }
  const changes: Change[] = [
    { put: { ...useAt(stored.id), expiresAt }, onlyIf: 'absent' },
    // Its version stays: being used is no edit that another could overwrite.
    { put: { ...used, ...keyAt(stored.id) }, onlyIf: stored.version },
  ]
  await table.write(changes, {
    action: 'security.apiKey.use',
    by: { ...by, displayName: stored.name },
    target: stored.id,
  })
}

interface KeyChange {
  action: string
  input?: unknown
  /** What only the first answer has. */
  issued?: { token: string }
  apply: (stored: StoredKey) => StoredKey
}

/** Saves a key as `apply` makes it of the one that is stored. */
async function change(
  scope: Scope,
  { id, ifVersion, idempotencyKey }: Target,
  { action, input, issued, apply }: KeyChange,
): Promise<ApiKey> {
  const operation = `security.apiKey.${action}`
  return once(scope, {
    operation,
    input: [id, input],
    ifVersion,
    idempotencyKey,
    run: async (note) => {
      const stored = await storedAt(scope.table, id)
      assertVersion(stored, ifVersion)
      const saved = { ...apply(stored), version: stored.version + 1 }
      assertMayGrant(scope, saved.permissions)
      await scope.table.write([save(keyAt(id), saved), ...note(id)], event(scope, operation, id))
      return { ...shown(saved), ...issued }
    },
    again: async () => shown(await storedAt(scope.table, id)),
  })
}

async function storedAt(table: TenantTable, id: string): Promise<StoredKey> {
  const item = ID.test(id) ? await table.get(keyAt(id)) : undefined
  if (!item) throw new AppError('NOT_FOUND', `API key "${id}" was not found.`)
  return StoredKey.parse(item)
}

const isExpired = ({ expiresOn }: StoredKey): boolean =>
  expiresOn !== null && Date.parse(expiresOn) <= Date.now()

function shown(stored: StoredKey): ApiKey {
  const { hash: _, ...apiKey } = stored
  return apiKey
}
