import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ok, refused, showAdmin } from '../../testing.tsx'
import { article, ID } from './testing.ts'

const hello = {
  entryId: ID,
  deletedOn: '2026-11-22T12:00:00Z',
  deletedBy: { displayName: 'Ada' },
  meta: { title: 'Hello' },
}
const bin = (entries: object[], cursor: string | null = null) => ({
  answer: { ...ok(entries), meta: { cursor } },
})
const answers = {
  ListModels: () => ({ answer: ok([article]) }),
  ListEntries: () => bin([]),
  ListDeleted: () => bin([hello]),
}
const address = '/content/article/bin'

test('a deleted entry comes back, and goes again if that was a mistake', async () => {
  let isDeleted = true
  const ListDeleted = () => bin(isDeleted ? [hello] : [])
  const RestoreEntry = () => {
    isDeleted = false
    return { answer: ok({ id: ID }) }
  }
  const DeleteEntry = () => ({ answer: ok(true) })
  const world = { ...answers, ListDeleted, RestoreEntry, DeleteEntry }
  const { sent } = showAdmin({ address, answers: world })

  fireEvent.click(await screen.findByRole('button', { name: 'Restore Hello' }))
  expect(await screen.findByText('The bin is empty')).toBeTruthy()
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }))

  expect(await screen.findByText('Hello is in the bin again.')).toBeTruthy()
  expect(sent('RestoreEntry')[0]?.variables).toEqual({ revision: ID })
  expect(sent('DeleteEntry')[0]?.variables).toEqual({ revision: ID })
})

test('an entry is deleted for good only after its end was confirmed', async () => {
  const PurgeEntry = () => ({ answer: ok(true) })
  const { sent } = showAdmin({ address, answers: { ...answers, PurgeEntry } })

  fireEvent.click(await screen.findByRole('button', { name: 'Delete Hello for good' }))
  const dialog = within(await screen.findByRole('dialog'))
  expect(sent('PurgeEntry')).toEqual([])
  fireEvent.click(dialog.getByRole('button', { name: 'Delete for good' }))

  expect(await screen.findByText('Hello was deleted for good.')).toBeTruthy()
  expect(sent('PurgeEntry')[0]?.variables).toEqual({ revision: ID })
})

test('what cannot be deleted stays, and the dialog says why', async () => {
  const PurgeEntry = () => ({ answer: refused('NOT_FOUND', 'Entry was not found.') })
  showAdmin({ address, answers: { ...answers, PurgeEntry } })

  fireEvent.click(await screen.findByRole('button', { name: 'Delete Hello for good' }))
  const dialog = within(await screen.findByRole('dialog'))
  fireEvent.click(dialog.getByRole('button', { name: 'Delete for good' }))

  expect(await dialog.findByText('The entry was not deleted')).toBeTruthy()
})

test('the bin comes in pages, what was deleted last first', async () => {
  const ListDeleted = ({ after }: Record<string, unknown>) =>
    after ? bin([{ ...hello, meta: { title: 'Older' } }]) : bin([hello], 'c1')
  const { sent } = showAdmin({ address, answers: { ...answers, ListDeleted } })

  fireEvent.click(await screen.findByRole('button', { name: 'Next page' }))

  expect(await screen.findByText('Older')).toBeTruthy()
  expect(sent('ListDeleted').map((it) => it.variables)).toEqual([
    { limit: 50 },
    { limit: 50, after: 'c1' },
  ])
})

test('who may not delete is shown no way into the bin, and none out of it', async () => {
  const permissions = ['cms.contentEntry', 'cms.contentModel'].map((name) => ({ name, rwd: 'rw' }))
  showAdmin({ address, permissions, answers })

  expect(await screen.findByText('Hello')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Restore Hello' })).toBeNull()
  fireEvent.click(within(screen.getByRole('main')).getByRole('link', { name: 'Article' }))

  expect(await screen.findByText('No entries yet')).toBeTruthy()
  await waitFor(() => expect(screen.getByRole('link', { name: 'Create entry' })).toBeTruthy())
  expect(screen.queryByRole('link', { name: 'Bin' })).toBeNull()
})
