import { expect, test } from 'vitest'
import { ago } from './moment.tsx'

const now = Date.parse('2026-11-22T12:00:00Z')

test.each([
  ['2026-11-22T11:59:30Z', 'just now'],
  ['2026-11-22T11:57:00Z', '3 minutes ago'],
  ['2026-11-21T12:00:00Z', 'yesterday'],
  ['2026-11-19T12:00:00Z', '3 days ago'],
  ['2025-11-01T12:00:00Z', 'last year'],
  ['2026-11-22T14:00:00Z', 'in 2 hours'],
])('%s is %s', (at, text) => {
  expect(ago(new Date(at), now)).toBe(text)
})
