import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { newId } from '@tenantry/dynamo'
import { describe, expect, test } from 'vitest'
import { idIn, isApiKey, isTokenOf, newToken, sealed } from './api-keys-token.ts'

const docs = await readFile(new URL('../../../docs/security.md', import.meta.url), 'utf8')
/** What scanners are told to look for. */
const expression = new RegExp(/^\\btnt_.*$/m.exec(docs)?.[0] ?? 'none', 'g')
const [first = '', second = '', third = ''] = docs.match(/tnt_[0-9a-f]{24}_[0-9a-f]{48}/g) ?? []

/** CRC-32 as its definition has it, bit by bit, and as somebody else would write it. */
function crcOf(text: string): string {
  let crc = 0xffffffff
  for (const byte of Buffer.from(text)) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (~crc >>> 0).toString(16).padStart(8, '0')
}

describe('what the documentation tells a scanner', () => {
  test('finds every new token, and nothing around it', () => {
    for (let i = 0; i < 1000; i++) {
      const token = newToken(newId())
      const leaked = `KEY="${token}"; curl -H 'authorization: ${token}' # ${token}, not x${token}`
      expect(leaked.match(expression)).toEqual([token, token, token])
    }
  })

  test('tells by the checksum what is a token, without asking', () => {
    const token = newToken(newId())

    expect(crcOf(token.slice(0, -8))).toBe(token.slice(-8))
    for (const example of [first, second]) {
      expect(crcOf(example.slice(0, -8))).toBe(example.slice(-8))
      expect(idIn(example)).toBe(example.slice(4, 28))
    }
    expect(idIn(third)).toBeUndefined()
    expect(docs).toContain(`would be \`${crcOf(third.slice(0, -8))}\``)
  })
})

test('no token with another character anywhere has a checksum that is right', () => {
  const token = newToken(newId())

  for (let at = 0; at < token.length; at++) {
    const other = token[at] === '0' ? '1' : '0'
    expect(idIn(token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined()
  }
})

test.each(['x$', '$x', '$0', ' $', '$\n'])(
  'a token with something around it is none: %j',
  (around) => {
    expect(idIn(around.replace('$', newToken(newId())))).toBeUndefined()
  },
)

test('of a token its hash and its last four characters are kept, by which it is known again', () => {
  const [token, other] = [newToken(newId()), newToken(newId())]
  const hash = createHash('sha256').update(token).digest('hex')

  expect(sealed(token)).toEqual({ hash, hint: token.slice(-4) })
  expect(isTokenOf({ hash }, token)).toBe(true)
  expect(isTokenOf({ hash }, other)).toBe(false)
})

test('whatever begins like a key claims to be one', () => {
  expect(isApiKey('tnt_x')).toBe(true)
  for (const credential of ['', 'tnt', 'Tnt_x', 'x tnt_x', 'a.b.c'])
    expect(isApiKey(credential)).toBe(false)
})
