import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ok, refused, showAdmin } from '../../testing.tsx'

const press = { claim: 'department', operator: 'EQUALS', value: 'Press', group: 'editors' }
const news = { ...press, value: 'News' }
const policy = {
  permissions: ['security.*'],
  maxTokenAgeSeconds: 900,
  amr: ['mfa'],
  acr: [],
  networks: [],
}
const none = { groupRules: [], attributes: [], policies: [] }
const active = { ...none, groupRules: [press] }
const draft = { ...none, groupRules: [news], policies: [policy] }
const settings = { version: 3, activatedOn: '2026-11-01T12:00:00Z', active, draft: null as unknown }
const groups = ['editors', 'writers'].map((slug) => ({ id: slug, slug, name: slug.toUpperCase() }))

const ListGroups = () => ({ security: { listGroups: ok(groups) } })
const get = (part: object) => () => ({
  tenancy: { getSignInSettings: ok({ ...settings, ...part }) },
})
const SaveSignInDraft = () => ({ tenancy: { saveSignInDraft: ok({ version: 4 }) } })

function open(part: object, answers: Record<string, () => unknown> = {}, address = '') {
  return showAdmin({
    address: `/sign-in-settings${address}`,
    answers: { GetSignInSettings: get(part), ListGroups, SaveSignInDraft, ...answers },
  })
}

const click = async (name: string | RegExp) =>
  void fireEvent.click(await screen.findByRole('button', { name }))
const write = async (label: string | RegExp, value: string) =>
  void fireEvent.change(await screen.findByLabelText(label), { target: { value } })
// Its list of choices has the same label.
const groupField = () => screen.findByLabelText('Group', { selector: 'input' })
const writeGroup = async (value: string) =>
  void fireEvent.change(await groupField(), { target: { value } })

test('without rules it is said who names the groups', async () => {
  open({ active: none, activatedOn: null })

  expect(await screen.findByText(/the deployment is configured with names the groups/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: /^(Save|Activate|Discard)/ })).toBeNull()
})

test('a rule is written in fields, said in words, and saved over the version that was read', async () => {
  const { sent } = open({})
  await click('Add rule')
  await write('Claim', ' roles ')
  await write('Operator', 'MATCHES')
  await write('Value', 'cms-*')
  await writeGroup('{1}')

  expect(
    screen.getByRole('button', {
      name: 'Everybody whose roles matches cms-* is in the group that the token names: {1}.',
    }),
  ).toBeTruthy()
  await click('Save draft')

  expect(await screen.findByText('The draft was saved. It does not count yet.')).toBeTruthy()
  expect(sent('SaveSignInDraft')[0]?.variables).toEqual({
    ifVersion: 3,
    data: {
      ...none,
      groupRules: [press, { claim: 'roles', operator: 'MATCHES', value: 'cms-*', group: '{1}' }],
    },
  })
})

test('a rule for who has a claim at all needs no value', async () => {
  const { sent } = open({})
  await click(/department equals Press/)
  await write('Operator', 'EXISTS')

  expect(screen.queryByLabelText('Value')).toBeNull()
  await click('Save draft')

  await waitFor(() => expect(sent('SaveSignInDraft')).toHaveLength(1))
  expect(sent('SaveSignInDraft')[0]?.variables['data']).toMatchObject({
    groupRules: [{ operator: 'EXISTS', value: null }],
  })
})

test('what is missing is said at its field, and nothing is sent', async () => {
  const { sent } = open({})
  await click('Add rule')
  await click('Save draft')

  expect(await screen.findByText('Name a claim, such as department.')).toBeTruthy()
  expect(screen.getByText('Say which value.')).toBeTruthy()
  expect(screen.getByText('Choose a group.')).toBeTruthy()
  expect(sent('SaveSignInDraft')).toHaveLength(0)
})

test('the groups of the tenant are offered, and one that it lacks is told', async () => {
  open({})
  await click('Add rule')
  const field = await groupField()
  fireEvent.focus(field)
  fireEvent.click(field)
  fireEvent.click(await screen.findByRole('option', { name: 'WRITERS writers' }))
  expect(await screen.findByRole('button', { name: /is in writers\.$/ })).toBeTruthy()

  await writeGroup('nobodys')
  expect(await screen.findByText(/No group of this tenant has this slug/)).toBeTruthy()
  await writeGroup('x-{value}')
  expect(screen.queryByText(/No group of this tenant has this slug/)).toBeNull()
})

test('rules move by buttons, and the open one stays open', async () => {
  const { sent } = open({ active: { ...none, groupRules: [press, news] } })
  await click(/equals Press/)
  await click('Move rule 1 down')

  expect(await screen.findByText('Only the order differs from what is active.')).toBeTruthy()
  expect(screen.getByRole('button', { name: /equals Press/ }).ariaExpanded).toBe('true')
  await click('Remove rule 1')
  await click('Save draft')
  await waitFor(() => expect(sent('SaveSignInDraft')).toHaveLength(1))
  expect(sent('SaveSignInDraft')[0]?.variables['data']).toMatchObject({ groupRules: [press] })
})

test('a draft says that it does not count, and what it would change', async () => {
  open({ draft })

  const note = (await screen.findByText('Draft, not active yet')).parentElement
  expect(note?.textContent).toContain('NewEverybody whose department equals News is in editors.')
  expect(note?.textContent).toContain('No moreEverybody whose department equals Press is')
})

test('a policy keeps its units, its lists and what nobody touched', async () => {
  const { sent } = open({ draft })
  await click(/What security\.\* allows/)
  expect(await screen.findByDisplayValue('15')).toBeTruthy()
  await write('Signed in at most', '2')
  await write('Unit of time', 'hours')
  await click('Save draft')

  await waitFor(() => expect(sent('SaveSignInDraft')).toHaveLength(1))
  expect(sent('SaveSignInDraft')[0]?.variables['data']).toEqual({
    ...draft,
    policies: [{ ...policy, maxTokenAgeSeconds: 7200 }],
  })
})

test('what the API refuses of a list stands at its field', async () => {
  const data = [{ fieldId: 'policies.0.networks.1', error: 'Give a network.' }]
  open(
    { draft },
    {
      SaveSignInDraft: () => ({
        tenancy: { saveSignInDraft: refused('VALIDATION_FAILED', 'no', data) },
      }),
    },
  )
  await click('Add attribute')
  await write('Claim', 'mail')
  await click('Save draft')

  expect(await screen.findByText('Value 2: Give a network.')).toBeTruthy()
})

test('somebody else’s draft is not saved over', async () => {
  const saveSignInDraft = refused('CONFLICT', 'changed')
  open({ draft }, { SaveSignInDraft: () => ({ tenancy: { saveSignInDraft } }) })
  await click('Remove rule 1')
  await click('Save draft')

  expect(await screen.findByText('Somebody else saved this draft')).toBeTruthy()
})

test('activating says what changes for whom, and counts for the version that was read', async () => {
  const { sent } = open(
    { draft, active: none },
    { ActivateSignIn: () => ({ tenancy: { activateSignIn: ok({ version: 4 }) } }) },
  )
  await click('Activate…')
  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByText(/everybody on Acme, from their next request on/)).toBeTruthy()
  expect(dialog.getByText(/only rules give groups/)).toBeTruthy()
  expect(dialog.getByText('News')).toBeTruthy()

  fireEvent.click(dialog.getByRole('button', { name: 'Activate' }))

  expect(await screen.findByText(/^The draft is active/)).toBeTruthy()
  expect(sent('ActivateSignIn')[0]?.variables).toEqual({ ifVersion: 3 })
})

test.each([
  ['WOULD_LOCK_OUT', 'You would lock yourself out'],
  ['ESCALATION_REFUSED', 'The draft gives more than you hold'],
  ['CONFLICT', 'Somebody else changed the draft'],
])('%s keeps the draft as it is, and says why', async (code, title) => {
  const data = [{ fieldId: 'groupRules.0', error: 'The group “editors” allows more.' }]
  const activateSignIn = refused(code, 'Because.', code === 'ESCALATION_REFUSED' ? data : null)
  open({ draft }, { ActivateSignIn: () => ({ tenancy: { activateSignIn } }) })
  await click('Activate…')
  const dialog = within(await screen.findByRole('dialog'))
  fireEvent.click(dialog.getByRole('button', { name: 'Activate' }))

  expect(await dialog.findByText(title)).toBeTruthy()
  if (code !== 'ESCALATION_REFUSED') return
  // And at the rule itself.
  expect(screen.getByText('The group “editors” allows more.')).toBeTruthy()
})

test('a draft that was discarded can be brought back', async () => {
  const discardSignInDraft = ok({ version: 4 })
  const { sent } = open(
    { draft },
    { DiscardSignInDraft: () => ({ tenancy: { discardSignInDraft } }) },
  )
  await click('Discard draft')
  await screen.findByText('The draft was discarded.')
  await click('Undo')

  expect(await screen.findByText('The draft is back.')).toBeTruthy()
  expect(sent('DiscardSignInDraft')[0]?.variables).toEqual({ ifVersion: 3 })
  expect(sent('SaveSignInDraft')[0]?.variables).toEqual({ data: draft, ifVersion: 4 })
})

test('a rule that somebody came for stands below the others, open and unsaved', async () => {
  const rule = { claim: 'department', value: 'Sales', group: 'sales' }
  open({ draft }, {}, `?rule=${encodeURIComponent(JSON.stringify(rule))}`)

  const line = await screen.findByRole('button', { name: /department equals Sales is in sales/ })
  expect(line.ariaExpanded).toBe('true')
  expect(screen.getByRole('button', { name: 'Save draft' })).toBeTruthy()
  expect(location.search).not.toContain('rule')
})

test('who may only read sees the rules and no way to change them', async () => {
  showAdmin({
    address: `/sign-in-settings?rule=${encodeURIComponent('{"claim":"a","value":"Sales"}')}`,
    permissions: [{ name: 'tenancy.signIn', rwd: 'r' }],
    answers: { GetSignInSettings: get({ draft }) },
  })

  await click(/department equals News/)
  expect(screen.queryByText('Sales')).toBeNull()
  expect(await screen.findByLabelText('Claim')).toBeTruthy()
  expect(screen.getByLabelText('Claim').matches(':disabled')).toBe(true)
  expect(
    screen.queryByRole('button', { name: /^(Add|Save|Activate|Discard|Move|Remove)/ }),
  ).toBeNull()
})
