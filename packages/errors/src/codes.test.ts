import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { AppError, codes } from './index.ts'

const docs = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8')
const rows = [...docs.matchAll(/^\| `([A-Z_]+)` +\| `([A-Z_]+)` +\| (\d+) +\|/gm)]

test('the documentation lists every code with its kind and status, and no other', () => {
  const documented = rows.map(([, code, kind, status]) => [code, [kind, Number(status)]])
  expect(Object.fromEntries(documented)).toEqual(codes)
})

test('an error knows its kind and carries what the caller is to see', () => {
  const error = new AppError('GROUP_EXISTS', 'There is one.', { data: { slug: 'editors' } })
  expect(error).toMatchObject({ kind: 'CONFLICT', data: { slug: 'editors' } })
  expect(new AppError('NOT_FOUND', 'None.').data).toBeNull()
})
