import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ok, refused, showAdmin } from '../../testing.tsx'
import { article, ID } from './testing.ts'

const entry = (revision = 1, more: object = {}, title = 'Hello') => ({
  id: `${ID}#000${revision}`,
  entryId: ID,
  title,
  savedOn: '2026-11-22T12:00:00Z',
  savedBy: { displayName: 'Ada' },
  meta: { title, status: 'draft', version: revision, locked: false, recordVersion: 4, ...more },
})
const PUBLISHED = { status: 'published', locked: true }

const answers = {
  ListModels: () => ({ answer: ok([article]) }),
  ListEntries: () => ({ answer: { ...ok([entry()]), meta: { cursor: null } } }),
  GetEntry: () => ({ answer: ok(entry()) }),
  GetRevisions: () => ({ answer: ok([entry()]) }),
}
const address = `/content/article/${ID}`

test('an entry is saved with the version that was read, and what the API refuses is said at its field', async () => {
  const problem = { fieldId: 'title', error: 'Another entry has this title.' }
  const UpdateEntry = () => ({ answer: refused('VALIDATION_FAILED', 'No.', [problem]) })
  const { sent } = showAdmin({ address, answers: { ...answers, UpdateEntry } })

  type(await title(), 'Taken')
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))

  expect(await screen.findByText('Another entry has this title.')).toBeTruthy()
  expect((await title()).getAttribute('aria-invalid')).toBe('true')
  expect(sent('UpdateEntry')[0]?.variables).toEqual({
    revision: `${ID}#0001`,
    data: { title: 'Taken' },
    options: { ifVersion: 4 },
  })
})

test('what breaks a rule of the model is not even sent', async () => {
  const { sent } = showAdmin({ address, answers })

  type(await title(), '')
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))

  expect(await screen.findByText('Write a title.')).toBeTruthy()
  expect(sent('UpdateEntry')).toEqual([])
})

test('a published revision stays: its changes are saved as the next one', async () => {
  const GetEntry = () => ({ answer: ok(entry(1, PUBLISHED)) })
  const CreateRevision = () => ({ answer: ok(entry(2, {}, 'New')) })
  const { sent } = showAdmin({ address, answers: { ...answers, GetEntry, CreateRevision } })

  expect(await screen.findByText('Revision 1 is published')).toBeTruthy()
  type(await title(), 'New')
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))

  expect(await screen.findByText('New was saved as revision 2.')).toBeTruthy()
  expect(sent('CreateRevision')[0]?.variables).toEqual({
    revision: `${ID}#0001`,
    data: { title: 'New' },
  })
  expect(sent('UpdateEntry')).toEqual([])
})

test('publishing saves first, and publishes exactly what was saved', async () => {
  const UpdateEntry = () => ({ answer: ok(entry(1, { recordVersion: 5 }, 'New')) })
  const PublishEntry = () => ({ answer: ok(entry(1, { ...PUBLISHED, recordVersion: 6 }, 'New')) })
  const { sent } = showAdmin({ address, answers: { ...answers, UpdateEntry, PublishEntry } })

  type(await title(), 'New')
  fireEvent.click(screen.getByRole('button', { name: 'Publish' }))

  expect(await screen.findByText('New was published.')).toBeTruthy()
  expect(sent('PublishEntry')[0]?.variables).toEqual({
    revision: `${ID}#0001`,
    options: { ifVersion: 5 },
  })
})

test('who was slower keeps what they typed, and may load or overwrite what is newer', async () => {
  let version = 4
  const GetEntry = () => ({ answer: ok(entry(1, { recordVersion: version })) })
  const UpdateEntry = ({ options }: Record<string, unknown>) => {
    if (JSON.stringify(options) === '{"ifVersion":9}')
      return { answer: ok(entry(1, { recordVersion: 10 }, 'Mine')) }
    version = 9
    return { answer: refused('CONFLICT', 'changed') }
  }
  const { sent } = showAdmin({ address, answers: { ...answers, GetEntry, UpdateEntry } })

  type(await title(), 'Mine')
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('Somebody else saved this entry')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Load what they saved' })).toBeTruthy()
  expect(await title()).toHaveProperty('value', 'Mine')

  fireEvent.click(screen.getByRole('button', { name: 'Save mine over it' }))

  await waitFor(() => expect(sent('UpdateEntry')).toHaveLength(2))
  expect(await screen.findByText('Mine was saved as revision 1.')).toBeTruthy()
})

test('a deleted entry can be brought back from the message that says so', async () => {
  const DeleteEntry = () => ({ answer: ok(true) })
  const RestoreEntry = () => ({ answer: ok({ id: ID }) })
  const { sent } = showAdmin({ address, answers: { ...answers, DeleteEntry, RestoreEntry } })

  fireEvent.click(await screen.findByRole('button', { name: 'More actions' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete entry' }))
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }))

  expect(await screen.findByText('Hello is back.')).toBeTruthy()
  expect(sent('RestoreEntry')[0]?.variables).toEqual({ revision: ID })
})

test('who may only read sees no way to change', async () => {
  const permissions = [
    { name: 'cms.contentEntry', rwd: 'r' },
    { name: 'cms.contentModel', rwd: 'r' },
  ]
  showAdmin({ address, permissions, answers })

  await title()
  for (const name of ['Save', 'Publish', 'More actions'])
    expect(screen.queryByRole('button', { name })).toBeNull()
  expect(screen.queryByRole('link', { name: 'Models' })).toBeNull()
})

test('a list asks for what its address says', async () => {
  const { sent } = showAdmin({
    address: '/content/article?status=draft&find=hel&sort=title_ASC&after=c1',
    answers,
  })

  expect(await screen.findByRole('link', { name: 'Hello' })).toBeTruthy()
  expect(sent('ListEntries')[0]?.variables).toEqual({
    where: { status: 'draft', title_contains: 'hel' },
    sort: ['title_ASC'],
    limit: 50,
    after: 'c1',
  })
})

test('a click on a column sorts by it and begins at the first page', async () => {
  const { sent } = showAdmin({ address: '/content/article?after=c1', answers })

  fireEvent.click(await screen.findByRole('button', { name: 'Title' }))

  await waitFor(() =>
    expect(sent('ListEntries').at(-1)?.variables).toMatchObject({ sort: ['title_ASC'] }),
  )
  expect(sent('ListEntries').at(-1)?.variables).not.toHaveProperty('after')
  expect(screen.getByRole('columnheader', { name: 'Title' }).getAttribute('aria-sort')).toBe(
    'ascending',
  )
})

const title = () => screen.findByRole('textbox', { name: 'Title' })

const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } })
