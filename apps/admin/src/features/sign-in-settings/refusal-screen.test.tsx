import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ok, refused, showAdmin } from '../../testing.tsx'
import type { AccessRefusal, TriedRule } from './queries.ts'
import { readWantedRule, ruleFor } from './wanted-rule.ts'

const tried: TriedRule = {
  claim: 'department',
  operator: 'EQUALS',
  value: 'Press',
  group: 'editors',
  matched: false,
  reason: 'It matched none of “News”.',
  groups: [],
}
const refusal: AccessRefusal = {
  code: '7K2QM-9X4TB',
  refusedOn: '2026-11-27T08:00:00Z',
  error: null,
  message: 'Signed in, but in no group of this tenant.',
  id: '00u_lost',
  claims: [
    { name: 'department', values: ['News'] },
    { name: 'phone', values: null },
  ],
  groupsFrom: 'RULES',
  rules: [tried],
  missingGroups: ['news'],
}

function open(answer: unknown, address = `?refusal=${refusal.code}`) {
  const none = { groupRules: [], attributes: [], policies: [] }
  const data = { version: 1, activatedOn: null, active: none, draft: null }
  return showAdmin({
    address: `/sign-in-settings/why${address}`,
    answers: {
      GetRefusal: () => ({ tenancy: { getRefusal: answer } }),
      GetSignInSettings: () => ({ tenancy: { getSignInSettings: ok(data) } }),
      ListGroups: () => ({ security: { listGroups: ok([]) } }),
    },
  })
}

test('a code that is typed leads to who, when, claims, rules and the missing group', async () => {
  const { sent } = open(ok(refusal), '')
  fireEvent.change(await screen.findByLabelText('Code'), { target: { value: ' 7k2qm-9x4tb ' } })
  fireEvent.click(screen.getByRole('button', { name: 'Find out why' }))

  expect(await screen.findByText(refusal.message)).toBeTruthy()
  expect(screen.getByText('00u_lost')).toBeTruthy()
  expect(screen.getByText('News')).toBeTruthy()
  expect(screen.getByText('Not kept')).toBeTruthy()
  expect(screen.getByText(/It matched none of “News”/)).toBeTruthy()
  expect(screen.getByText('news')).toBeTruthy()
  expect(sent('GetRefusal')[0]?.variables).toEqual({ code: '7K2QM-9X4TB' })
  expect(location.search).toContain('refusal=7K2QM-9X4TB')
})

test('a rule for it stands in the draft by one click', async () => {
  open(ok(refusal))
  fireEvent.click(await screen.findByRole('link', { name: 'Add a rule for this' }))

  expect(
    await screen.findByRole('button', {
      name: 'Everybody whose department equals News is in news.',
    }),
  ).toBeTruthy()
})

test('the missing group can be made with the slug that the token says', async () => {
  open(ok(refusal))
  fireEvent.click(await screen.findByRole('link', { name: 'Create the group news' }))

  const slug = await screen.findByLabelText<HTMLInputElement>('Slug')
  expect(slug.value).toBe('news')
  fireEvent.change(screen.getByLabelText(/^Name/), { target: { value: 'The news desk' } })
  expect(slug.value).toBe('news')
})

test('who was refused by a policy needs no rule', async () => {
  open(ok({ ...refusal, error: 'NETWORK_NOT_ALLOWED', missingGroups: [] }))

  expect(await screen.findByText('NETWORK_NOT_ALLOWED')).toBeTruthy()
  expect(screen.queryByRole('link', { name: 'Add a rule for this' })).toBeNull()
})

test('a code that nobody knows says what may be wrong with it', async () => {
  open(refused('NOT_FOUND', 'unknown'))

  expect(await screen.findByText(/older than 24 hours/)).toBeTruthy()
  await waitFor(() => expect(screen.queryByText('Looking it up…')).toBeNull())
})

test.each([
  [refusal, { claim: 'department', value: 'News', group: 'news' }],
  [
    { ...refusal, rules: [], claims: [{ name: 'tenantry_groups', values: null }] },
    { claim: 'tenantry_groups', value: '', group: 'news' },
  ],
  [
    { ...refusal, claims: [{ name: 'department', values: ['a…@acme.example'] }] },
    { claim: 'department', value: '', group: 'news' },
  ],
  [
    { ...refusal, rules: [], claims: [], missingGroups: [] },
    { claim: '', value: '', group: '' },
  ],
])('a rule has what is known for sure', (from, rule) => {
  expect(ruleFor(from)).toEqual(rule)
})

test.each([
  [{}, {}],
  [{ rule: 'x' }, {}],
  [{ rule: { claim: 'a', value: 1 } }, { rule: { claim: 'a', value: '', group: '' } }],
])('an address that anybody may write is read with care: %j', (search, wanted) => {
  expect(readWantedRule(search)).toEqual(wanted)
})
