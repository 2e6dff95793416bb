import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ok, refused, showAdmin } from '../../testing.tsx'

const none = { groupRules: [], attributes: [], policies: [] }
const rule = { claim: 'department', operator: 'EQUALS', value: 'News', group: 'editors' }
const explanation = {
  admitted: true,
  code: null,
  message: null,
  reason: null,
  id: '00u_1',
  type: 'admin',
  displayName: 'Ada',
  email: 'ada@acme.example',
  groupsFrom: 'RULES',
  rules: [
    { ...rule, matched: true, reason: 'It matched “News”.', groups: ['editors'] },
    { ...rule, value: 'Sales', matched: false, reason: 'It matched none of “News”.', groups: [] },
  ],
  groups: [
    { slug: 'editors', found: true },
    { slug: 'ghosts', found: false },
  ],
  permissions: [{ name: 'cms.contentEntry', rwd: 'r' }],
  withheld: [{ permissions: ['security.*'], code: 'STEP_UP_REQUIRED', message: 'Stronger.' }],
}

function open(answer: unknown, draft: unknown = null) {
  const data = { version: 1, activatedOn: null, active: none, draft }
  return showAdmin({
    address: '/sign-in-settings/test',
    claims: { department: 'News', nonce: 'x' },
    answers: {
      GetSignInSettings: () => ({ tenancy: { getSignInSettings: ok(data) } }),
      ExplainAccess: () => ({ tenancy: { explainAccess: answer } }),
    },
  })
}

const field = () => screen.findByLabelText<HTMLTextAreaElement>(/^A token/)
const ask = () => fireEvent.click(screen.getByRole('button', { name: 'Test' }))

test('one’s own claims are asked about, and each rule tells how it did', async () => {
  const { sent } = open(ok(explanation))
  await waitFor(async () => expect((await field()).value).toContain('News'))
  expect((await field()).value).not.toContain('nonce')

  ask()

  const result = within(await screen.findByRole('region', { name: 'Result' }))
  expect(result.getByText('The request would be served')).toBeTruthy()
  expect(result.getAllByText(/^(Matched|Did not match)$/).map((it) => it.textContent)).toEqual([
    'Matched',
    'Did not match',
  ])
  expect(result.getByText(/It matched none of “News”/)).toBeTruthy()
  expect(result.getByText(/This tenant has no such group/)).toBeTruthy()
  expect(result.getByText('Read entries')).toBeTruthy()
  expect(result.getByText(/Stronger/)).toBeTruthy()
  expect(sent('ExplainAccess')[0]?.variables).toEqual({
    claims: { department: 'News' },
    draft: false,
  })
})

test('a token is sent as a token, against the draft if there is one', async () => {
  const { sent } = open(ok(explanation), none)
  await screen.findByText('Against the draft')
  fireEvent.change(await field(), { target: { value: 'Bearer a.b.c' } })
  fireEvent.change(screen.getByLabelText('Address'), { target: { value: ' 203.0.113.7 ' } })

  ask()

  await waitFor(() =>
    expect(sent('ExplainAccess')[0]?.variables).toEqual({
      token: 'a.b.c',
      draft: true,
      address: '203.0.113.7',
    }),
  )
})

test('a refusal says the code, what the sender is told, and more', async () => {
  const code = 'CLAIM_MISSING'
  const answer = {
    ...explanation,
    admitted: false,
    code,
    message: 'No.',
    reason: 'It has expired.',
  }
  open(ok({ ...answer, groups: [], rules: [], permissions: [], withheld: [] }))
  await waitFor(async () => expect((await field()).value).toContain('News'))

  ask()

  expect(await screen.findByText('The request would be refused')).toBeTruthy()
  expect(screen.getByText('CLAIM_MISSING')).toBeTruthy()
  expect(screen.getByText('It has expired.')).toBeTruthy()
})

test('what is neither a token nor claims is not sent', async () => {
  const { sent } = open(ok(explanation))
  fireEvent.change(await field(), { target: { value: 'News' } })

  ask()

  expect(await screen.findByText(/neither a token nor claims/)).toBeTruthy()
  expect(sent('ExplainAccess')).toHaveLength(0)
})

test('a test that is refused says so', async () => {
  open(refused('SECURITY_NOT_AUTHORIZED', 'no'))
  await waitFor(async () => expect((await field()).value).toContain('News'))

  ask()

  expect(await screen.findByText('This could not be tested')).toBeTruthy()
})
