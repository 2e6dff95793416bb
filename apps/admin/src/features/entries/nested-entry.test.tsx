import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ok, refused, showAdmin } from '../../testing.tsx'
import { article, ID } from './testing.ts'

const text = { id: 't', fieldId: 'title', type: 'text', label: 'Title' }
const fields = [
  {
    id: 's',
    fieldId: 'seo',
    type: 'object',
    label: 'SEO',
    settings: { fields: [text], layout: [['t']] },
  },
  {
    id: 'b',
    fieldId: 'blocks',
    type: 'dynamicZone',
    label: 'Blocks',
    multipleValues: true,
    settings: {
      templates: [
        { id: 't1', name: 'Hero', gqlTypeName: 'Hero', fields: [text], layout: [['t']] },
        { id: 't2', name: 'Quote', gqlTypeName: 'Quote', fields: [text], layout: [['t']] },
      ],
    },
  },
  { id: 'r', fieldId: 'body', type: 'rich-text', label: 'Body' },
  { id: 'j', fieldId: 'data', type: 'json', label: 'Data' },
  { id: 'f', fieldId: 'cover', type: 'file', label: 'Cover' },
]
const page = { ...article, fields, layout: [['s'], ['b'], ['r'], ['j'], ['f']] }
const doc = {
  type: 'doc',
  content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Hello there' }] }],
}
const entry = {
  id: `${ID}#0001`,
  entryId: ID,
  savedOn: '2026-11-22T12:00:00Z',
  savedBy: { displayName: 'Ada' },
  meta: { title: 'Page', status: 'draft', version: 1, locked: false, recordVersion: 4 },
  seo: { title: 'Old' },
  blocks: [{ _templateId: 't1', Hero_title: 'First' }],
  body: doc,
  data: { a: 1 },
  cover: 'https://files.example/a.png',
}
const answersFor = (model: object) => ({
  ListModels: () => ({ answer: ok([model]) }),
  GetEntry: () => ({ answer: ok(entry) }),
  GetRevisions: () => ({ answer: ok([entry]) }),
  GetOnlyEntry: () => ({ answer: ok(entry) }),
})

test('values inside of others are edited, and what is refused stands at the control inside', async () => {
  const problem = { fieldId: 'title', parents: ['seo'], error: 'Too bold.' }
  const UpdateEntry = () => ({ answer: refused('VALIDATION_FAILED', 'No.', [problem]) })
  const answers = { ...answersFor(page), UpdateEntry }
  const { sent } = showAdmin({ address: `/content/article/${ID}`, answers })
  await screen.findAllByRole('group', { name: 'SEO' })

  type(titleIn(lastGroup('SEO')), 'New')
  fireEvent.click(screen.getByRole('button', { name: 'Add to Blocks' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Quote' }))
  type(titleIn(lastGroup('Quote 2')), 'Second')
  fireEvent.click(screen.getByRole('button', { name: 'Move Quote 2 of Blocks up' }))
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))

  expect(await screen.findByText('Too bold.')).toBeTruthy()
  expect(titleIn(lastGroup('SEO')).getAttribute('aria-invalid')).toBe('true')
  expect(sent('UpdateEntry')[0]?.variables['data']).toEqual({
    seo: { title: 'New' },
    blocks: [{ Quote: { title: 'Second' } }, { Hero: { title: 'First' } }],
    body: doc,
    data: { a: 1 },
    cover: 'https://files.example/a.png',
  })
})

test('formatted text, JSON and files have editors of their own', async () => {
  showAdmin({ address: `/content/article/${ID}`, answers: answersFor(page) })

  const body = await screen.findByRole('textbox', { name: 'Body' }, { timeout: 10_000 })
  expect(body.textContent).toBe('Hello there')
  expect((await screen.findByRole('textbox', { name: 'Data' })).textContent).toContain('"a": 1')
  expect(screen.getByRole('link', { name: 'Open the file' }).getAttribute('href')).toBe(entry.cover)
  expect(screen.getByRole('button', { name: 'Bold' }).getAttribute('aria-pressed')).toBe('false')
})

test('of a singleton the one entry opens at once, and is saved as what it was read', async () => {
  const model = { ...page, name: 'Home page', tags: ['singleton'] }
  const UpdateOnlyEntry = () => ({ answer: ok(entry) })
  const answers = { ...answersFor(model), UpdateOnlyEntry }
  const { sent } = showAdmin({ address: '/content/article/bin', answers })

  expect(await screen.findByRole('heading', { name: 'Home page' })).toBeTruthy()
  for (const name of ['Create entry', 'Publish', 'More actions'])
    expect(screen.queryByRole('button', { name })).toBeNull()
  type(titleIn(lastGroup('SEO')), 'New')
  fireEvent.click(screen.getByRole('button', { name: 'Save and publish' }))

  await waitFor(() => expect(sent('UpdateOnlyEntry')).toHaveLength(1))
  expect(sent('UpdateOnlyEntry')[0]?.variables).toMatchObject({
    data: { seo: { title: 'New' } },
    options: { ifVersion: 4 },
  })
  expect(await screen.findByText('Home page was saved. It is public.')).toBeTruthy()
})

test('who may write but not publish cannot save what is public at once', async () => {
  const model = { ...page, name: 'Home page', tags: ['singleton'] }
  const permissions = [
    { name: 'cms.contentEntry', rwd: 'rw' },
    { name: 'cms.contentModel', rwd: 'r' },
  ]
  showAdmin({ address: '/content/article', permissions, answers: answersFor(model) })

  expect(await screen.findByRole('heading', { name: 'Home page' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Save and publish' })).toBeNull()
})

/** The innermost of those with the name. */
const lastGroup = (name: string): HTMLElement => {
  const found = screen.getAllByRole('group', { name }).at(-1)
  if (!found) throw new Error(`There is no group ${name}.`)
  return found
}
const titleIn = (group: HTMLElement) => within(group).getByRole('textbox', { name: 'Title' })
const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } })
