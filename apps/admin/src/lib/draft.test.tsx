import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { ok, refused, showAdmin } from '../testing.tsx'
import { fitting } from './draft.ts'

const NOTE = 'Restored what you had typed'

const article = {
  modelId: 'article',
  name: 'Article',
  singularApiName: 'Article',
  pluralApiName: 'Articles',
  group: { id: 'blog', name: 'Blog' },
  layout: [['t']],
  titleFieldId: 'title',
  version: 1,
  fields: [{ id: 't', fieldId: 'title', storageId: 'text@t', type: 'text', label: 'Title' }],
}
const ENTRY = '0123456789abcdef01234567'
const entry = (version: number, title = 'Hello') => ({
  id: `${ENTRY}#0001`,
  entryId: ENTRY,
  title,
  savedOn: '2030-01-01T12:00:00Z',
  savedBy: { displayName: 'Ada' },
  meta: { title, status: 'draft', version: 1, locked: false, recordVersion: version },
})
const group = (version: number, name = 'Writers') => ({
  id: 'g1',
  name,
  slug: 'writers',
  description: '',
  permissions: [],
  system: false,
  createdOn: '2030-01-01T12:00:00Z',
  version,
})
const key = {
  id: 'k1',
  name: 'Website',
  description: '',
  permissions: [],
  expiresOn: null,
  lastUsedOn: null,
  hint: 'abcd',
  createdBy: { displayName: 'Ada' },
  createdOn: '2030-01-01T12:00:00Z',
  version: 1,
}
const answers = {
  ListModels: () => ({ answer: ok([article]) }),
  ListModelGroups: () => ({ answer: ok([{ id: 'blog', name: 'Blog' }]) }),
  ListEntries: () => ({ answer: { ...ok([entry(4)]), meta: { cursor: null } } }),
  GetEntry: () => ({ answer: ok(entry(4)) }),
  GetRevisions: () => ({ answer: ok([entry(4)]) }),
  ListGroups: () => ({ security: { listGroups: ok([group(1)]) } }),
  ListApiKeys: () => ({ security: { listApiKeys: ok([key]) } }),
}

const field = (label: RegExp) => screen.findByLabelText<HTMLInputElement>(label)
const write = async (label: RegExp, value: string) =>
  void fireEvent.change(await field(label), { target: { value } })
const valueOf = async (label: RegExp) => (await field(label)).value
const click = async (name: string) => void fireEvent.click(await screen.findByText(name))

/** The page is loaded anew: nothing is left but what the tab keeps. */
function open(address: string, options: Parameters<typeof showAdmin>[0] = {}) {
  cleanup()
  return showAdmin({ address, ...options, answers: { ...answers, ...options.answers } })
}

test.each([
  ['/groups/g1', /^Description/],
  ['/api-keys/k1', /^Description/],
  ['/models/article', /^Description/],
  ['/tenants?open=new', /^Name/],
  ['/content/article/new', /^Title/],
  [`/content/article/${ENTRY}`, /^Title/],
])('what was typed at %s is there after a reload, and can be discarded', async (address, label) => {
  open(address)
  const before = await valueOf(label)
  await write(label, 'Half a thought')

  open(address)
  expect(await screen.findByText(NOTE)).toBeTruthy()
  expect(await valueOf(label)).toBe('Half a thought')

  await click('Discard')
  await waitFor(async () => expect(await valueOf(label)).toBe(before))
  expect(screen.queryByText(NOTE)).toBeNull()
  open(address)
  expect(await valueOf(label)).toBe(before)
})

test('what was typed elsewhere, by somebody else or on another tenant is not shown', async () => {
  open('/groups/new')
  await write(/^Name/, 'Mine')

  for (const [address, options] of [
    ['/api-keys/new', {}],
    ['/groups/new', { personId: '00u_2' }],
    ['/groups/new', { tenantId: 'globex' }],
  ] as const) {
    open(address, options)
    expect(await valueOf(/^Name/)).toBe('')
  }
  open('/groups/new')
  expect(await valueOf(/^Name/)).toBe('Mine')
})

test('what was saved, taken back or left behind is not kept', async () => {
  const CreateGroup = () => ({ security: { createGroup: ok({ id: 'g2', name: 'Saved' }) } })
  open('/groups/new', { answers: { CreateGroup } })
  await write(/^Name/, 'Saved')
  await click('Create group')
  await screen.findByText('Saved was created.')
  await expectNothingKept()

  open('/groups/new')
  await write(/^Name/, 'T')
  await write(/^Name/, '')
  await expectNothingKept()

  open('/groups/new')
  await write(/^Name/, 'Left')
  fireEvent.click(screen.getAllByText('Groups')[0] ?? document.body)
  await click('Discard changes')
  await screen.findByText('Writers')
  await expectNothingKept()
})

test('a draft of what somebody else has saved since does not overwrite it', async () => {
  open('/groups/g1')
  await write(/^Name/, 'Mine')
  const ListGroups = () => ({ security: { listGroups: ok([group(2, 'Theirs')]) } })
  const UpdateGroup = () => ({ security: { updateGroup: refused('CONFLICT', 'changed') } })
  const { sent } = open('/groups/g1', { answers: { ListGroups, UpdateGroup } })
  expect(await valueOf(/^Name/)).toBe('Mine')

  await click('Save group')
  await screen.findByText('Somebody else saved this group')
  expect(sent('UpdateGroup')[0]?.variables).toMatchObject({ ifVersion: 1 })

  await click('Load what they saved')
  await waitFor(async () => expect(await valueOf(/^Name/)).toBe('Theirs'))
  expect(screen.queryByText('Somebody else saved this group')).toBeNull()
  expect(screen.queryByText(NOTE)).toBeNull()
})

test('nor does a draft of an entry, unless the person says so', async () => {
  open(`/content/article/${ENTRY}`)
  await write(/^Title/, 'Mine')
  const GetEntry = () => ({ answer: ok(entry(5, 'Theirs')) })
  const UpdateEntry = () => ({ answer: ok(entry(6, 'Mine')) })
  const { sent } = open(`/content/article/${ENTRY}`, { answers: { GetEntry, UpdateEntry } })

  await click('Save')
  await screen.findByText('Somebody else saved this entry')
  expect(sent('UpdateEntry')).toEqual([])

  await click('Save mine over it')
  await screen.findByText('Mine was saved as revision 1.')
  expect(sent('UpdateEntry')[0]?.variables).toMatchObject({
    data: { title: 'Mine' },
    options: { ifVersion: 5 },
  })
  await expectNothingKept()
})

test('the permissions that were typed are there, too, and so are those that are stored', async () => {
  const content = async () => {
    const editor = await screen.findByLabelText('Permissions')
    return editor.textContent
  }
  open('/api-keys/new')
  const stored = await content()
  await click('Read drafts too')
  await waitFor(async () => expect(await content()).not.toBe(stored))
  const typed = await content()

  open('/api-keys/new')
  await screen.findByText(NOTE)
  expect(await content()).toBe(typed)

  await click('Discard')
  await waitFor(async () => expect(await content()).toBe(stored))
})

test('a tab that cannot keep more leaves the editor alone', async () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation((name) => {
    if (name.includes('draft:')) throw new DOMException('full', 'QuotaExceededError')
  })
  open('/groups/new')

  await write(/^Name/, 'Mine')

  expect(await valueOf(/^Name/)).toBe('Mine')
})

test('only what an editor still has a place for comes back', () => {
  const base = { title: '', tags: [''], isOpen: false }
  const kept = { title: 'x', tags: 'x', isOpen: true, gone: 'x' }

  expect(fitting<object>(base, kept)).toEqual({ title: 'x', tags: [''], isOpen: true })
})

const expectNothingKept = () =>
  waitFor(() =>
    expect(Object.keys(sessionStorage).filter((name) => name.includes('draft:'))).toEqual([]),
  )
